package dev.covey.engine.membership;

/**
 * What an operation answers: 0 or a handle when it was done, and otherwise a negative number that says why not. A
 * failed operation has changed nothing.
 *
 * <p>The numbers are those of Linux's errno, negated, where RFC 3678 or POSIX has a name for the reason.
 */
public final class OperationStatus {
    /** Done. */
    public static final int OK = 0;

    /** The socket is closed, or never was one (EBADF). */
    public static final int BAD_SOCKET = -9;

    /** The interface is detached, or never was one (ENODEV). */
    public static final int INTERFACE_GONE = -19;

    /** An argument is out of its range: no multicast group, no usable source, a negative count (EINVAL). */
    public static final int INVALID = -22;

    /** The socket has joined the group on the interface before (EADDRINUSE). */
    public static final int ALREADY_JOINED = -98;

    /** The socket has not joined the group on the interface (EADDRNOTAVAIL). */
    public static final int NOT_JOINED = -99;

    /** A limit of the context is reached, of its table sizes or of its operation limits (ENOBUFS). */
    public static final int NO_ROOM = -105;

    /** Too many retired records wait for a reader that does not move on; nothing new is begun until it does (EBUSY). */
    public static final int RECLAMATION_STALLED = -16;

    /** The engine has failed and does nothing any more; its agent has told why (EIO). */
    public static final int ENGINE_FAILED = -5;

    private OperationStatus() {}

    /**
     * Name of a status, as errno has it.
     *
     * @param status negative, or {@link #OK}.
     * @return the name; {@code "E" + number} for one that is unknown.
     */
    public static String errno(final long status) {
        return switch ((int) status) {
            case OK -> "OK";
            case ENGINE_FAILED -> "EIO";
            case BAD_SOCKET -> "EBADF";
            case RECLAMATION_STALLED -> "EBUSY";
            case INTERFACE_GONE -> "ENODEV";
            case INVALID -> "EINVAL";
            case ALREADY_JOINED -> "EADDRINUSE";
            case NOT_JOINED -> "EADDRNOTAVAIL";
            case NO_ROOM -> "ENOBUFS";
            default -> "E" + Math.abs(status);
        };
    }
}
