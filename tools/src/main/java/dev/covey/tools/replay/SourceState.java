package dev.covey.tools.replay;

import dev.covey.engine.wire.InternetAddress;

/**
 * What a router knows of one source of a group.
 *
 * @param address of the source.
 * @param timerNs what is left of its timer, or {@link RouterGroupVisitor#NO_TIMER}.
 * @param isBlocked whether packets from it are not forwarded.
 */
public record SourceState(InternetAddress address, long timerNs, boolean isBlocked) {}
