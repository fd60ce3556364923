/**
 * {@code covey profile}: where one benchmark spends its time, as a flame graph.
 *
 * <p>The profiler's library comes out of the benchmarks' jar and is loaded by JMH's fork only: this process is never
 * profiled.
 */
package dev.covey.tools.profile;
