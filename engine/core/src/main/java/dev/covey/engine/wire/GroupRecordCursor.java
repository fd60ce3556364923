package dev.covey.engine.wire;

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

    private static final long EVERYTHING_MASK = 0xffL << TYPE_SHIFT | (long) SOURCES_MASK << SOURCES_SHIFT;
    private static final long EVERYTHING_IS_WANTED = (long) GroupRecordType.MODE_IS_EXCLUDE.code() << TYPE_SHIFT;
    private static final long EVERYTHING_IS_WANTED_NOW =
            (long) GroupRecordType.CHANGE_TO_EXCLUDE_MODE.code() << TYPE_SHIFT;
    private static final long IGMP_GROUP_MASK = 0xf000_0000L;
    private static final long IGMP_GROUP_BITS = 0xe000_0000L;
    private static final long MLD_GROUP_BITS = 0xff00_0000L;

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

    /** Of a record's first eight octets: what is alike in all that have no lengths and a multicast group. */
    private long plainMask;

    private long plainBits;

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
        plainMask = LENGTHS_MASK | (layout == MessageLayout.IGMP ? IGMP_GROUP_MASK : MLD_GROUP_BITS);
        plainBits = layout == MessageLayout.IGMP ? IGMP_GROUP_BITS : MLD_GROUP_BITS;
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
            final long found = Octets.getLong(buffer, start);
            final int foundLength = recordLength(found);
            if (space >= foundLength) {
                offset = start;
                length = foundLength;
                header = found;
                remaining--;
                return true;
            }
        }
        cut(start);
        return false;
    }

    private void cut(final int start) {
        window(buffer, start, 0);
        header = 0;
        remaining = 0;
        isCut = true;
    }

    /**
     * Move past the records, from the next one on, that have a multicast group and neither sources nor auxiliary data:
     * what most reports have and nothing else. The cursor is at no record then.
     */
    void skipPlain() {
        final int recordLength = layout.recordHeaderLength;
        int start = offset + length;
        int left = remaining;
        while (left > 0 && limit - start >= recordLength && (Octets.getLong(buffer, start) & plainMask) == plainBits) {
            start += recordLength;
            left--;
        }
        window(buffer, start, 0);
        header = 0;
        remaining = left;
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
     * Does the record say that all of the group is wanted: EXCLUDE mode, be it new or not, and no sources?
     *
     * @return true if so.
     */
    public boolean isEverythingWanted() {
        final long said = header & EVERYTHING_MASK;
        return said == EVERYTHING_IS_WANTED || said == EVERYTHING_IS_WANTED_NOW;
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
