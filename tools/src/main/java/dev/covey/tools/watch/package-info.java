/**
 * {@code covey watch}: who is a member of what on a real link, while it happens.
 *
 * <p>{@link dev.covey.tools.watch.WatchSession} hands what the link carries to an engine that has nowhere to send to;
 * {@link dev.covey.tools.watch.WatchScreen} draws what it learns on a terminal, and
 * {@link dev.covey.tools.watch.WatchLines} writes it for machines.
 */
package dev.covey.tools.watch;
