/**
 * {@code covey drive}: a scenario, one JSON object on each line, runs against the engine in virtual time, and what
 * happens is printed the same way.
 *
 * <p>{@link dev.covey.tools.drive.Scenario} reads line by line and moves the clock;
 * {@link dev.covey.tools.drive.EngineDriver} is the engine with its duty cycle in the loop, {@code *Commands} are the
 * ops, and {@link dev.covey.tools.drive.EventPrinter} writes the events. Everything runs on one thread and no clock is
 * read, so the output follows from the input and the seed, byte for byte.
 */
package dev.covey.tools.drive;
