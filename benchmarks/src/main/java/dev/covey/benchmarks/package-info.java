/** One question per class, asked of JMH. */
package dev.covey.benchmarks;
