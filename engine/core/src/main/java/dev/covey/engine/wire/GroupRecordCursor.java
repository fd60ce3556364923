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
    private MessageLayout layout = MessageLayout.IGMP;
    private AddressFamily family = AddressFamily.IPV4;
    private int remaining;
    private int limit;
    private boolean isCut;

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
        remaining = count;
        isCut = false;
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
        window(buffer, start, layout.recordHeaderLength);
        // At most 255 words and 65,535 addresses: the sum stays far below 2^31 (compare CVE-2015-1414).
        if (space < layout.recordHeaderLength || space < recordLength()) {
            window(buffer, start, 0);
            remaining = 0;
            isCut = true;
            return false;
        }
        window(buffer, start, recordLength());
        remaining--;
        return true;
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
        return unsignedByte(MessageLayout.RECORD_TYPE_OFFSET);
    }

    /**
     * Length of the auxiliary data.
     *
     * @return 0 to 255 words of four octets.
     */
    public int auxWords() {
        return unsignedByte(MessageLayout.RECORD_AUX_WORDS_OFFSET);
    }

    /**
     * Number of sources.
     *
     * @return 0 to 65,535.
     */
    public int numberOfSources() {
        return unsignedShort(MessageLayout.RECORD_NUMBER_OF_SOURCES_OFFSET);
    }

    /**
     * High half of the group.
     *
     * @return 64 bits.
     */
    public long groupHigh() {
        return addressHigh(MessageLayout.RECORD_GROUP_OFFSET, layout.addressLength);
    }

    /**
     * Low half of the group.
     *
     * @return 64 bits.
     */
    public long groupLow() {
        return addressLow(MessageLayout.RECORD_GROUP_OFFSET, layout.addressLength);
    }

    /**
     * Where the sources start.
     *
     * @return offset in the buffer.
     */
    public int sourcesOffset() {
        return offset + layout.recordHeaderLength;
    }

    private int recordLength() {
        return layout.recordHeaderLength
                + numberOfSources() * layout.addressLength
                + auxWords() * MessageLayout.AUX_WORD_LENGTH;
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
