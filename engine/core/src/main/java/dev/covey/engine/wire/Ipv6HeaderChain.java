package dev.covey.engine.wire;

import static dev.covey.engine.wire.IpProtocol.AUTHENTICATION;
import static dev.covey.engine.wire.IpProtocol.DESTINATION_OPTIONS;
import static dev.covey.engine.wire.IpProtocol.FRAGMENT;
import static dev.covey.engine.wire.IpProtocol.HOP_BY_HOP_OPTIONS;
import static dev.covey.engine.wire.IpProtocol.HOST_IDENTITY;
import static dev.covey.engine.wire.IpProtocol.MOBILITY;
import static dev.covey.engine.wire.IpProtocol.ROUTING;
import static dev.covey.engine.wire.IpProtocol.SHIM6;
import static dev.covey.engine.wire.IpProtocol.UNREADABLE;

import org.agrona.DirectBuffer;

/**
 * The extension headers between an IPv6 header and the upper layer (RFC 8200 section 4), found out by one walk.
 *
 * <p>The walk goes on behind a fault where it can, because which protocol a faulty packet belongs to decides whose
 * fault it is. It ends at the upper layer, at what it does not know (ESP for one), or where the packet does.
 *
 * <pre>
 *   0        1        2                       (length + 1) * 8
 *   +--------+--------+------------------------+---
 *   |next    |length  |options: type, length, data ...
 *   |  header|        |
 *   +--------+--------+------------------------+---
 * </pre>
 */
public final class Ipv6HeaderChain {
    /** Router Alert: the packet's contents interest routers (RFC 2711). */
    public static final int ROUTER_ALERT_OPTION = 5;

    /** Router Alert value of a packet that contains an MLD message. */
    public static final int ROUTER_ALERT_MLD = 0;

    static final int UNIT = 8;
    static final int PAD1 = 0;
    static final int PADN = 1;
    private static final int LENGTH_OFFSET = 1;
    private static final int OPTIONS_OFFSET = 2;
    private static final int FRAGMENT_FIELD_OFFSET = 2;
    private static final int FRAGMENT_OFFSET_MASK = 0xfff8;

    /** The two high bits of an option type: nonzero means "discard the packet if you do not know this". */
    private static final int ACTION_MASK = 0xc0;

    private int upperProtocol;
    private int upperOffset;
    private int upperLength;
    private boolean hasRouterAlert;
    private boolean isHopByHopMalformed;
    private boolean isOptionRefused;
    private boolean isFragment;

    /**
     * Walk the headers.
     *
     * @param buffer containing the packet.
     * @param firstHeader the next header field of the IPv6 header.
     * @param offset of the first octet behind the IPv6 header.
     * @param limit offset of the first octet behind the packet.
     * @return this, with what was found.
     */
    public Ipv6HeaderChain walk(final DirectBuffer buffer, final int firstHeader, final int offset, final int limit) {
        hasRouterAlert = false;
        isHopByHopMalformed = false;
        isOptionRefused = false;
        isFragment = false;

        int header = firstHeader;
        int position = offset;
        while (isExtension(header)) {
            final boolean isHopByHop = header == HOP_BY_HOP_OPTIONS;
            final int length = extensionLength(buffer, header, position, limit);
            if (isHopByHop && position != offset) {
                isHopByHopMalformed = true;
            }
            if (length > limit - position) {
                isHopByHopMalformed |= isHopByHop;
                isOptionRefused |= !isHopByHop;
                return end(position < limit ? Octets.getByte(buffer, position) : UNREADABLE, limit, limit);
            }

            final int nextHeader = Octets.getByte(buffer, position);
            if (isHopByHop || header == DESTINATION_OPTIONS) {
                readOptions(buffer, isHopByHop, position + OPTIONS_OFFSET, position + length);
            } else if (header == FRAGMENT) {
                isFragment = true;
                if ((fragmentField(buffer, position) & FRAGMENT_OFFSET_MASK) != 0) {
                    return end(nextHeader, limit, limit);
                }
            }
            header = nextHeader;
            position += length;
        }
        return end(header, position, limit);
    }

    /**
     * The first header that is not an extension header known here.
     *
     * @return its protocol number, or -1 if the packet ends before that could be read.
     */
    public int upperProtocol() {
        return upperProtocol;
    }

    /**
     * Where the upper layer starts.
     *
     * @return offset in the buffer; the end of the packet if nothing of the upper layer's header is in this packet.
     */
    public int upperOffset() {
        return upperOffset;
    }

    /**
     * How much of the upper layer is there.
     *
     * @return octets from {@link #upperOffset()} to the end of the packet.
     */
    public int upperLength() {
        return upperLength;
    }

    /**
     * Is there a hop-by-hop Router Alert that says the packet contains an MLD message?
     *
     * @return true if there is. Other Router Alert values do not count (RFC 2711 section 2.1).
     */
    public boolean hasRouterAlert() {
        return hasRouterAlert;
    }

    /**
     * Is the hop-by-hop options header cut, malformed or not the first one?
     *
     * @return true if it is.
     */
    public boolean isHopByHopMalformed() {
        return isHopByHopMalformed;
    }

    /**
     * Is another extension header cut or malformed, or an unknown option marked "discard the packet"?
     *
     * @return true if so.
     */
    public boolean isOptionRefused() {
        return isOptionRefused;
    }

    /**
     * Is there a fragment header, be it of the only fragment? MLD messages are never sent with one.
     *
     * @return true if there is.
     */
    public boolean isFragment() {
        return isFragment;
    }

    private Ipv6HeaderChain end(final int protocol, final int offset, final int limit) {
        upperProtocol = protocol;
        upperOffset = offset;
        upperLength = limit - offset;
        return this;
    }

    private void readOptions(final DirectBuffer buffer, final boolean isHopByHop, final int offset, final int end) {
        int position = offset;
        while (position < end) {
            final int option = Octets.getByte(buffer, position);
            if (option == PAD1) {
                position++;
                continue;
            }
            final int dataLength = position + 1 < end ? Octets.getByte(buffer, position + 1) : Integer.MAX_VALUE;
            if (dataLength > end - position - 2) {
                markMalformed(isHopByHop);
                return;
            }
            if (option == ROUTER_ALERT_OPTION && isHopByHop) {
                if (dataLength != Short.BYTES) {
                    markMalformed(true);
                } else if (Octets.getShort(buffer, position + 2) == ROUTER_ALERT_MLD) {
                    hasRouterAlert = true;
                }
            } else if (option != PADN && (option & ACTION_MASK) != 0) {
                isOptionRefused = true;
            }
            position += 2 + dataLength;
        }
    }

    private void markMalformed(final boolean isHopByHop) {
        isHopByHopMalformed |= isHopByHop;
        isOptionRefused |= !isHopByHop;
    }

    private static boolean isExtension(final int header) {
        return switch (header) {
            case HOP_BY_HOP_OPTIONS,
                    ROUTING,
                    FRAGMENT,
                    AUTHENTICATION,
                    DESTINATION_OPTIONS,
                    MOBILITY,
                    HOST_IDENTITY,
                    SHIM6 -> true;
            default -> false;
        };
    }

    /** Length of the header in octets, at least 8 so that the walk ends; more than there is if its length is cut. */
    private static int extensionLength(
            final DirectBuffer buffer, final int header, final int position, final int limit) {
        if (header == FRAGMENT || limit - position < OPTIONS_OFFSET) {
            return UNIT;
        }
        final int units = Octets.getByte(buffer, position + LENGTH_OFFSET);
        // RFC 4302 section 2.2: this one alone counts in units of four octets, less two.
        return header == AUTHENTICATION ? Math.max(UNIT, (units + 2) * 4) : (units + 1) * UNIT;
    }

    private static int fragmentField(final DirectBuffer buffer, final int position) {
        return Octets.getShort(buffer, position + FRAGMENT_FIELD_OFFSET);
    }

    @Override
    public String toString() {
        return "Ipv6HeaderChain{upperProtocol=" + upperProtocol
                + ", upperOffset=" + upperOffset
                + ", upperLength=" + upperLength
                + ", hasRouterAlert=" + hasRouterAlert
                + ", isHopByHopMalformed=" + isHopByHopMalformed
                + ", isOptionRefused=" + isOptionRefused
                + ", isFragment=" + isFragment
                + '}';
    }
}
