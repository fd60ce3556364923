/**
 * Our side of the comparison with peers outside this JVM, and the peers in Java: a process for each measurement, one
 * question for each program, one line of JSON for each figure, in the form of the programs in {@code benchmarks/peers}.
 *
 * <p>The engine is always whole: what a user of it calls is what is measured.
 */
package dev.covey.benchmarks.peers;
