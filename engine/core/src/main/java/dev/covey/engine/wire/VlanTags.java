package dev.covey.engine.wire;

import org.agrona.DirectBuffer;

/**
 * The chain of VLAN tags between a link layer address and the protocol number of the payload.
 *
 * <pre>
 *   0        2        4        6
 *   +--------+--------+--------+--------+---
 *   |tag     |control |tag or  | ...
 *   |protocol|info    |EtherType
 *   +--------+--------+--------+--------+---
 * </pre>
 */
final class VlanTags {
    /** There is no such tag. */
    static final int NO_VLAN = -1;

    /** The frame ends within the tags. */
    static final int CUT = -1;

    private static final int TAG_LENGTH = 4;
    private static final int CONTROL_INFORMATION_OFFSET = 2;
    private static final int VLAN_ID_MASK = 0xfff;

    private VlanTags() {}

    /** Offset of the EtherType behind the last tag, or {@link #CUT} if it is not below the limit. */
    static int etherTypeOffset(final DirectBuffer buffer, final int firstOffset, final int limit) {
        int offset = firstOffset;
        while (offset + Short.BYTES <= limit) {
            if (!EtherType.isVlanTag(etherType(buffer, offset))) {
                return offset;
            }
            offset += TAG_LENGTH;
        }
        return CUT;
    }

    static int etherType(final DirectBuffer buffer, final int offset) {
        return Octets.getShort(buffer, offset);
    }

    /** VLAN id of the first tag, between two offsets of EtherTypes. */
    static int outerVlanId(final DirectBuffer buffer, final int firstOffset, final int lastOffset) {
        return lastOffset > firstOffset ? vlanId(buffer, firstOffset) : NO_VLAN;
    }

    /** VLAN id of the last tag, between two offsets of EtherTypes. */
    static int innerVlanId(final DirectBuffer buffer, final int firstOffset, final int lastOffset) {
        return lastOffset > firstOffset ? vlanId(buffer, lastOffset - TAG_LENGTH) : NO_VLAN;
    }

    private static int vlanId(final DirectBuffer buffer, final int tagOffset) {
        return etherType(buffer, tagOffset + CONTROL_INFORMATION_OFFSET) & VLAN_ID_MASK;
    }
}
