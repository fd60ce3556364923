/**
 * Our side of the comparison with peers outside this JVM, and the peers in Java.
 *
 * <p>The programs: a process for each measurement, one question for each program, one line of JSON for each figure, in
 * the form of the programs in {@code benchmarks/peers}. The peers in Java are asked by JMH as well.
 *
 * <p>The engine is whole, and what a user of it calls is what is measured, where the class does not say that it is a
 * part: the epochs ({@code EpochRun}), the index ({@code IndexLookup}), and the decoder ({@code DecodeRun}).
 */
package dev.covey.benchmarks.peers;
