package dev.covey.engine.wire;

import org.agrona.DirectBuffer;

/**
 * The sources of an accepted query or of a group record, in the order of the message.
 *
 * <p>They are as sent: whoever applies them leaves out those that {@link SourceRules} calls unusable.
 */
public final class SourceListFlyweight extends PacketFlyweight {
    private int addressLength = Ipv4Flyweight.ADDRESS_LENGTH;
    private int count;

    /**
     * Look at the sources of an accepted IGMPv3 or MLDv2 query; any other packet has none.
     *
     * @param buffer the packet was classified in.
     * @param packet what it was classified as.
     * @return this, for chaining.
     */
    public SourceListFlyweight wrap(final DirectBuffer buffer, final DecodedPacket packet) {
        return wrap(buffer, packet.sourcesOffset(), packet.numberOfSources(), packet.family());
    }

    /**
     * Look at the sources of the record a cursor is at.
     *
     * @param record that was moved to.
     * @return this, for chaining.
     */
    public SourceListFlyweight wrap(final GroupRecordCursor record) {
        return wrap(record.buffer, record.sourcesOffset(), record.numberOfSources(), record.family());
    }

    SourceListFlyweight wrap(final DirectBuffer buffer, final int offset, final int count, final AddressFamily family) {
        addressLength = MessageLayout.of(family).addressLength;
        this.count = count;
        window(buffer, offset, count * addressLength);
        return this;
    }

    /**
     * Number of sources.
     *
     * @return 0 to 65,535.
     */
    public int count() {
        return count;
    }

    /**
     * High half of a source.
     *
     * @param index from 0, below {@link #count()}.
     * @return 64 bits.
     */
    public long high(final int index) {
        return addressHigh(index * addressLength, addressLength);
    }

    /**
     * Low half of a source.
     *
     * @param index from 0, below {@link #count()}.
     * @return 64 bits.
     */
    public long low(final int index) {
        return addressLow(index * addressLength, addressLength);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder("SourceListFlyweight[");
        for (int i = 0; i < count; i++) {
            InternetAddress.append(i == 0 ? text : text.append(", "), high(i), low(i));
        }
        return text.append(']').toString();
    }
}
