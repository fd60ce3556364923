/** Concurrency stress tests: each outcome table is the specification of one order of memory. */
package dev.covey.engine.stress;
