/**
 * What the records look like: a descriptor with the layout of each kind, and a flyweight to read and write its plain
 * fields.
 *
 * <p>The descriptor's picture says who may touch a field:
 *
 * <ul>
 *   <li><i>atomic</i>: any thread, by CAS, through {@link dev.covey.engine.memory.LifeWord} only;
 *   <li><i>const</i>: written while the record is being built, never afterwards;
 *   <li><i>writer</i>: changed by the writer's thread only; readers that look at one all the same say in their Javadoc
 *       what they rely on;
 *   <li><i>owned</i>: holds one reference on the record it names; {@link dev.covey.engine.memory.OwnedLink} only;
 *   <li><i>weak</i>: names a record without holding it; whoever follows it checks the generation;
 *   <li><i>list</i>: slot number plus 1 of a neighbour or of the first member, 0 for none, or a count;
 *       {@code dev.covey.engine.table} only.
 * </ul>
 */
package dev.covey.engine.record;
