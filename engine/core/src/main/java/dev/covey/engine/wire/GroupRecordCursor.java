package dev.covey.engine.wire;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Goes through the group records of an IGMPv3 or MLDv2 report, as drawn in {@link MessageLayout}.
 *
 * <pre>{@code
 * records.wrap(buffer, packet);
 * while (records.next()) {
 *     apply(records.type(), records.groupHigh(), records.groupLow(), sources.wrap(records));
 * }
 * }</pre>
 *
 * <p>Auxiliary data is stepped over by its length and never read: neither protocol defines any, and a record imitated
 * in it must not be believed. The cursor never moves to a record that is not whole.
 */
public final class GroupRecordCursor extends PacketFlyweight {
    private static final int TYPE_SHIFT = 56;
    private static final int AUX_WORDS_SHIFT = 48;
    private static final int SOURCES_SHIFT = 32;
    private static final int AUX_WORDS_MASK = 0xff;
    private static final int SOURCES_MASK = 0xffff;

    /** Of what makes a record longer than its header. */
    private static final long LENGTHS_MASK =
            (long) AUX_WORDS_MASK << AUX_WORDS_SHIFT | (long) SOURCES_MASK << SOURCES_SHIFT;

    private MessageLayout layout = MessageLayout.IGMP;
    private AddressFamily family = AddressFamily.IPV4;
    /**
     * The first eight octets of the record: type, auxiliary words, number of sources, and of the group as much as there
     * is room for, which is all of it in IGMP.
     */
    private long header;

    private int remaining;
    private int limit;
    private boolean isCut;
    private int multicastMask;
    private int multicastBits;

    /**
     * Start before the first record of an accepted report; any other packet has none.
     *
     * @param buffer the packet was classified in.
     * @param packet what it was classified as.
     * @return this, for chaining.
     */
    public GroupRecordCursor wrap(final DirectBuffer buffer, final DecodedPacket packet) {
        return wrap(buffer, packet.recordsOffset(), packet.messageLimit(), packet.numberOfRecords(), packet.family());
    }

    GroupRecordCursor wrap(
            final DirectBuffer buffer, final int offset, final int limit, final int count, final AddressFamily family) {
        window(buffer, offset, 0);
        layout = MessageLayout.of(family);
        this.family = family;
        this.limit = limit;
        header = 0;
        remaining = count;
        isCut = false;
        final boolean isIgmp = layout == MessageLayout.IGMP;
        multicastMask = isIgmp ? 0xf000_0000 : 0xff00_0000;
        multicastBits = isIgmp ? 0xe000_0000 : 0xff00_0000;
        return this;
    }

    /**
     * Move to the next record.
     *
     * @return false if there is none, or it is not whole.
     */
    public boolean next() {
        if (remaining == 0) {
            return false;
        }
        final int start = offset + length;
        final int space = limit - start;
        if (space >= layout.recordHeaderLength) {
            final long found = buffer.getLong(start, ByteOrder.BIG_ENDIAN);
            final int foundLength = recordLength(found);
            if (space >= foundLength) {
                offset = start;
                length = foundLength;
                header = found;
                remaining--;
                return true;
            }
        }
        window(buffer, start, 0);
        header = 0;
        remaining = 0;
        isCut = true;
        return false;
    }

    /**
     * Did the message end before the record that was to be next?
     *
     * @return true if {@link #next()} returned false for that.
     */
    public boolean isCut() {
        return isCut;
    }

    /**
     * Where the records gone through so far end.
     *
     * @return offset in the buffer.
     */
    public int endOffset() {
        return offset + length;
    }

    /**
     * Family of the addresses.
     *
     * @return IPv4 or IPv6.
     */
    public AddressFamily family() {
        return family;
    }

    /**
     * What the record says.
     *
     * @return its type; a record of an unrecognised one is to be skipped.
     */
    public GroupRecordType type() {
        return GroupRecordType.ofCode(typeCode());
    }

    /**
     * The type as sent.
     *
     * @return 0 to 255.
     */
    public int typeCode() {
        return (int) (header >>> TYPE_SHIFT);
    }

    /**
     * Length of the auxiliary data.
     *
     * @return 0 to 255 words of four octets.
     */
    public int auxWords() {
        return (int) (header >>> AUX_WORDS_SHIFT) & AUX_WORDS_MASK;
    }

    /**
     * Number of sources.
     *
     * @return 0 to 65,535.
     */
    public int numberOfSources() {
        return (int) (header >>> SOURCES_SHIFT) & SOURCES_MASK;
    }

    /**
     * High half of the group.
     *
     * @return 64 bits.
     */
    public long groupHigh() {
        return layout == MessageLayout.IGMP ? WellKnownGroup.IPV4_HIGH : bits64(MessageLayout.RECORD_GROUP_OFFSET);
    }

    /**
     * Low half of the group.
     *
     * @return 64 bits.
     */
    public long groupLow() {
        return layout == MessageLayout.IGMP
                ? InternetAddress.ipv4Low((int) header)
                : bits64(MessageLayout.RECORD_GROUP_OFFSET + Long.BYTES);
    }

    /** Do the first octets of the group say that it is multicast of the message's family? */
    boolean isGroupMulticast() {
        return ((int) header & multicastMask) == multicastBits;
    }

    /**
     * Where the sources start.
     *
     * @return offset in the buffer.
     */
    public int sourcesOffset() {
        return offset + layout.recordHeaderLength;
    }

    /** At most 255 words and 65,535 addresses: the sum stays far below 2^31 (compare CVE-2015-1414). */
    private int recordLength(final long bits) {
        // A branch that nearly always goes the same way, so that the next record need not wait for this one's octets.
        if ((bits & LENGTHS_MASK) == 0) {
            return layout.recordHeaderLength;
        }
        return layout.recordHeaderLength
                + ((int) (bits >>> SOURCES_SHIFT) & SOURCES_MASK) * layout.addressLength
                + ((int) (bits >>> AUX_WORDS_SHIFT) & AUX_WORDS_MASK) * MessageLayout.AUX_WORD_LENGTH;
    }

    @Override
    public String toString() {
        if (length == 0) {
            return "GroupRecordCursor{remaining=" + remaining + ", isCut=" + isCut + "}";
        }
        return "GroupRecordCursor{type=" + type()
                + ", typeCode=" + typeCode()
                + ", auxWords=" + auxWords()
                + ", numberOfSources=" + numberOfSources()
                + ", group=" + InternetAddress.toString(groupHigh(), groupLow())
                + ", remaining=" + remaining
                + '}';
    }
}
