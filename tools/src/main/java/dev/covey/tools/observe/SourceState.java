package dev.covey.tools.observe;

import dev.covey.engine.wire.InternetAddress;

/**
 * What a router knows of one source of a group.
 *
 * @param address of the source.
 * @param timerNs what is left of its timer, or {@link dev.covey.engine.protocol.RouterGroupVisitor#NOT_RUNNING}.
 * @param isBlocked whether packets from it are not forwarded.
 */
public record SourceState(InternetAddress address, long timerNs, boolean isBlocked) {}
