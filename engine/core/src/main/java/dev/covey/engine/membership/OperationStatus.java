package dev.covey.engine.membership;

import dev.covey.engine.memory.Slab;

/**
 * What an operation answers: 0 or a handle when it was done, and otherwise a negative number that says why not. A
 * failed operation has changed nothing.
 *
 * <p>The numbers are those of Linux's errno, negated, where RFC 3678 or POSIX has a name for the reason. Where a limit
 * is the reason, the number also says which one and what it is: compare {@link #code} with {@link #NO_ROOM} then, not
 * the status itself.
 *
 * <pre>
 *  63 sign of the whole      47 ............. 16  15 ..... 8  7 ....... 0
 *  negated                   value of the limit   limit or 0  ENOBUFS
 * </pre>
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

    /**
     * The source is in the filter already, or is not in it, as the call may be; or no interface fits, or the one that
     * was named does not carry multicast (EADDRNOTAVAIL, the same as {@link #NOT_JOINED}).
     */
    public static final int NOT_AVAILABLE = NOT_JOINED;

    /** There is no interface of the index that was named (ENXIO). */
    public static final int NO_SUCH_INTERFACE = -6;

    /** A limit is reached, which {@link #limit} names, or there is no memory (ENOBUFS). */
    public static final int NO_ROOM = -105;

    /** Too many retired records wait for a reader that does not move on; nothing new is begun until it does (EBUSY). */
    public static final int RECLAMATION_STALLED = -16;

    /** The engine has failed and does nothing any more; its agent has told why (EIO). */
    public static final int ENGINE_FAILED = -5;

    private static final int CODE_MASK = 0xff;
    private static final int LIMIT_SHIFT = 8;
    private static final int VALUE_SHIFT = 16;

    private OperationStatus() {}

    /** ENOBUFS because of a limit. */
    static long exceeds(final Limit limit, final long value) {
        return -(value << VALUE_SHIFT | (long) limit.code() << LIMIT_SHIFT | -NO_ROOM);
    }

    /** ENOBUFS because a record could not be had: the table is full, or there is no memory for it. */
    static long noRoom(final Limit limit, final Slab slab) {
        return slab.inUse() + slab.inLimbo() >= slab.capacity() ? exceeds(limit, slab.capacity()) : NO_ROOM;
    }

    /**
     * One of the constants of this class, without what it says of a limit.
     *
     * @param status of an operation.
     * @return {@link #NO_ROOM} if a limit was reached, and otherwise the status itself.
     */
    public static long code(final long status) {
        return status < 0 && (-status & CODE_MASK) == -NO_ROOM ? NO_ROOM : status;
    }

    /**
     * The limit that was reached.
     *
     * @param status of an operation.
     * @return the limit, or null if that was not the reason, or memory was.
     */
    public static Limit limit(final long status) {
        return code(status) == NO_ROOM ? Limit.ofCode((int) (-status >>> LIMIT_SHIFT & CODE_MASK)) : null;
    }

    /**
     * Value of the limit that was reached.
     *
     * @param status of an operation.
     * @return the value, 0 or more, or -1 if {@link #limit} is null.
     */
    public static long limitValue(final long status) {
        return limit(status) == null ? -1 : -status >>> VALUE_SHIFT;
    }

    /**
     * A status in words: the name of the errno, and of the limit with its value.
     *
     * @param status of an operation.
     * @return for example {@code ENOBUFS: membershipsPerSocket=20}.
     */
    public static String describe(final long status) {
        final Limit limit = limit(status);
        return limit == null ? errno(status) : errno(status) + ": " + limit.label() + '=' + limitValue(status);
    }

    /**
     * Name of a status, as errno has it.
     *
     * @param status negative, or {@link #OK}, a handle or a count.
     * @return the name, {@code "OK"} if it is not negative; {@code "E" + number} for one that is unknown.
     */
    public static String errno(final long status) {
        final long code = code(status);
        if (code >= OK) {
            return "OK";
        }
        if (code < Integer.MIN_VALUE) {
            return "E" + -code;
        }
        return switch ((int) code) {
            case ENGINE_FAILED -> "EIO";
            case NO_SUCH_INTERFACE -> "ENXIO";
            case BAD_SOCKET -> "EBADF";
            case RECLAMATION_STALLED -> "EBUSY";
            case INTERFACE_GONE -> "ENODEV";
            case INVALID -> "EINVAL";
            case ALREADY_JOINED -> "EADDRINUSE";
            case NOT_JOINED -> "EADDRNOTAVAIL";
            case NO_ROOM -> "ENOBUFS";
            default -> "E" + -code;
        };
    }
}
