/**
 * {@code covey bench}: the benchmarks of this tree, and the engine measured beside its peers.
 *
 * <p>Whatever is measured runs in a process of its own. What cannot run on a machine costs the rows that need it, each
 * with its reason, and nothing else.
 */
package dev.covey.tools.bench;
