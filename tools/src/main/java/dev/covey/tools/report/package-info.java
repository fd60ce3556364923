/**
 * {@code covey report}: what the runs of {@code covey bench} have measured, in words, tables and pictures.
 *
 * <p>Runs are read as they were written: JMH's own JSON, what was measured beside the peers, and the machine.
 */
package dev.covey.tools.report;
