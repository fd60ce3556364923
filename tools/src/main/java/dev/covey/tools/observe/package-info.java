/**
 * What {@code covey replay} and {@code covey watch} have in common: who is a member of what on a link that is looked
 * at.
 *
 * <p>{@link dev.covey.tools.observe.Observer} hears what the engine does, {@link dev.covey.tools.observe.Summary} adds
 * up, {@link dev.covey.tools.observe.GroupCollector} makes values of the engine's state;
 * {@link dev.covey.tools.observe.ObservationText} has the words for people, and
 * {@link dev.covey.tools.observe.ObservationJson} those for machines.
 */
package dev.covey.tools.observe;
