package dev.covey.engine.ingress;

import dev.covey.engine.wire.LinkType;

/**
 * Kinds of events in the ring, and what their fields mean. A payload is a row of longs in native byte order.
 *
 * <pre>
 *  kind        interface  argument     payload
 *  PACKET      where      link type    the packet
 *  ATTACH      -          -            -; an {@link InterfaceCommand} rides along
 *  CONFIGURE   which      -            -; an {@link InterfaceCommand} rides along
 *  DETACH      which      -            -
 *  OPEN        -          cookie       most memberships, most sources; both 0 for those of the engine
 *  CLOSE       -          socket       -
 *  JOIN        where      socket       group high, group low
 *  LEAVE       where      socket       group high, group low
 *  SET_FILTER  where      socket       group high, group low, mode, number of sources, sources
 *  LOOKUP      where      -            group high, group low, source high, source low
 *  TASK        -          -            -
 *  JOIN_SOURCE, LEAVE_SOURCE, BLOCK_SOURCE, UNBLOCK_SOURCE
 *              where      socket       group high, group low, source high, source low
 *  GET_FILTER  where      socket       group high, group low
 *  LIMIT       -          socket       most memberships, most sources
 *  LOOPBACK    -          socket       1 on, 0 off
 *  FIND_INTERFACE
 *              chosen     -            group high, group low
 *  DEFAULT_INTERFACE
 *              which      -            -
 * </pre>
 *
 * <p>Every command of sockets has {@link #ARGUMENTS_LENGTH} bytes of arguments, the unused ones zero. Where a kind is
 * marked {@link #CHOSEN}, an {@link dev.covey.engine.membership.InterfaceChoice} follows them, kind, high, low, and
 * stands for the interface; the sources of {@link #SET_FILTER} are behind it.
 */
public final class EventKind {
    /** A packet has arrived. */
    public static final int PACKET = EventDescriptor.PACKET;

    /** Attach an interface. */
    public static final int ATTACH = 2;

    /** Change an interface. */
    public static final int CONFIGURE = 3;

    /** Detach an interface. */
    public static final int DETACH = 4;

    /** Open a socket. */
    public static final int OPEN = 5;

    /** Close a socket. */
    public static final int CLOSE = 6;

    /** Join a group for any source. */
    public static final int JOIN = 7;

    /** Leave a group. */
    public static final int LEAVE = 8;

    /** Set a filter. */
    public static final int SET_FILTER = 9;

    /** Ask which sockets get a datagram, as of this place in the order. */
    public static final int LOOKUP = 10;

    /** Run the attached {@link WriterTask}. */
    public static final int TASK = 11;

    /** Receive a source. */
    public static final int JOIN_SOURCE = 12;

    /** Receive a source no more. */
    public static final int LEAVE_SOURCE = 13;

    /** Keep a source out. */
    public static final int BLOCK_SOURCE = 14;

    /** Receive a source again that was kept out. */
    public static final int UNBLOCK_SOURCE = 15;

    /** Read a filter. */
    public static final int GET_FILTER = 16;

    /** Limit a socket. */
    public static final int LIMIT = 17;

    /** Set whether what a socket sends comes back to the members on this host. */
    public static final int LOOPBACK = 18;

    /** Find the interface that a choice means. */
    public static final int FIND_INTERFACE = 19;

    /** Set the interface that is meant when none is named. */
    public static final int DEFAULT_INTERFACE = 20;

    /** Mark of a kind whose interface is chosen when the event takes effect. */
    public static final int CHOSEN = 1 << 8;

    /** Bytes of the arguments of a command of sockets. */
    public static final int ARGUMENTS_LENGTH = 4 * Long.BYTES;

    /** Bytes of the choice of an interface. */
    public static final int CHOICE_LENGTH = 3 * Long.BYTES;

    private static final int MEMBERSHIPS = 1 << JOIN
            | 1 << LEAVE
            | 1 << SET_FILTER
            | 1 << JOIN_SOURCE
            | 1 << LEAVE_SOURCE
            | 1 << BLOCK_SOURCE
            | 1 << UNBLOCK_SOURCE;

    private static final LinkType[] LINK_TYPES = {
        LinkType.ETHERNET, LinkType.INTERNET, LinkType.LINUX_COOKED, LinkType.LINUX_COOKED_V2
    };

    private EventKind() {}

    /**
     * Does a kind change nothing but what one socket has joined?
     *
     * @param kind of event, without the mark of a choice.
     * @return true if so.
     */
    static boolean isMembership(final int kind) {
        return (MEMBERSHIPS >>> kind & 1) != 0;
    }

    /**
     * Code of a link type in the argument of {@link #PACKET}.
     *
     * @param linkType to encode.
     * @return the code.
     */
    public static long code(final LinkType linkType) {
        return switch (linkType) {
            case ETHERNET -> 0;
            case INTERNET -> 1;
            case LINUX_COOKED -> 2;
            case LINUX_COOKED_V2 -> 3;
        };
    }

    /**
     * Link type of a code.
     *
     * @param code from {@link #code}.
     * @return the link type.
     */
    static LinkType linkType(final long code) {
        return LINK_TYPES[(int) code];
    }
}
