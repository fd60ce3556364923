/**
 * What other processes are told of a running engine: its state as of one moment, or an audit, taken down in memory of
 * its own within one pause, and read there by who asked.
 */
package dev.covey.engine.inspect;
