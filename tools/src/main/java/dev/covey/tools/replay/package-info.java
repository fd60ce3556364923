/**
 * {@code covey replay} and {@code covey audit}: a capture file goes through the engine, and what the engine then knows
 * is printed.
 *
 * <p>{@link dev.covey.tools.replay.Replay} hands packets to the engine with their own times,
 * {@link dev.covey.tools.observe.Observer} hears what they do, {@link dev.covey.tools.observe.Summary} adds up, and a
 * {@link dev.covey.tools.replay.ReplayPrinter} writes it for people or for machines. Everything runs on one thread, and
 * the only clock that is read is for the progress bar and for {@code --repeat}.
 */
package dev.covey.tools.replay;
