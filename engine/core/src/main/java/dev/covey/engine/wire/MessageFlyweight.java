package dev.covey.engine.wire;

import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * An IGMP or MLD message, as drawn in {@link MessageLayout}. Which getters mean something depends on the message's
 * kind; {@link PacketClassifier} finds it out and checks that the window is long enough for it.
 */
public final class MessageFlyweight extends PacketFlyweight {
    private static final int SUPPRESS_BIT = 0x8;
    private static final int ROBUSTNESS_MASK = 0x7;

    private MessageLayout layout = MessageLayout.IGMP;

    /**
     * Look at a message.
     *
     * @param buffer containing it.
     * @param offset of its type.
     * @param length of the IP payload in octets.
     * @param family IPv4 for IGMP, IPv6 for MLD.
     * @return this, for chaining.
     */
    public MessageFlyweight wrap(
            final DirectBuffer buffer, final int offset, final int length, final AddressFamily family) {
        window(buffer, offset, length);
        layout = MessageLayout.of(family);
        return this;
    }

    /**
     * Type octet.
     *
     * @return 0 to 255.
     */
    public int type() {
        return unsignedByte(MessageLayout.TYPE_OFFSET);
    }

    /**
     * Second octet: IGMP's Max Resp Code, otherwise unused.
     *
     * @return 0 to 255.
     */
    public int code() {
        return unsignedByte(MessageLayout.CODE_OFFSET);
    }

    /**
     * Checksum.
     *
     * @return 0 to 65,535.
     */
    public int checksum() {
        return unsignedShort(MessageLayout.CHECKSUM_OFFSET);
    }

    /**
     * How soon a query wants answers, as coded.
     *
     * @return 0 to 255 for IGMP, 0 to 65,535 for MLD.
     */
    public int maxResponseCode() {
        return isIgmp() ? code() : unsignedShort(MessageLayout.MAX_RESPONSE_CODE_OFFSET);
    }

    /**
     * How soon an IGMPv2 or MLDv1 query wants answers (RFC 2236 section 2.2, RFC 2710 section 3.4): the code is the
     * time.
     *
     * @return nanoseconds.
     */
    public long linearMaxResponseNs() {
        return maxResponseCode() * layout.timeUnitNs;
    }

    /**
     * How soon an IGMPv3 or MLDv2 query wants answers (RFC 9776 section 4.1.1, RFC 9777 section 5.1.3).
     *
     * @return nanoseconds.
     */
    public long maxResponseNs() {
        final int code = maxResponseCode();
        return (isIgmp() ? TimeCode.decode8(code) : TimeCode.decode16(code)) * layout.timeUnitNs;
    }

    /**
     * High half of the group of any message but a report with records.
     *
     * @return 64 bits.
     */
    public long groupHigh() {
        return addressHigh(layout.groupOffset, layout.addressLength);
    }

    /**
     * Low half of the group of any message but a report with records.
     *
     * @return 64 bits.
     */
    public long groupLow() {
        return addressLow(layout.groupOffset, layout.addressLength);
    }

    /**
     * S flag of an IGMPv3 or MLDv2 query: Suppress Router-Side Processing.
     *
     * @return true if routers are not to update their timers.
     */
    public boolean suppressesRouterSide() {
        return (unsignedByte(layout.robustnessOffset) & SUPPRESS_BIT) != 0;
    }

    /**
     * QRV of an IGMPv3 or MLDv2 query: Querier's Robustness Variable.
     *
     * @return 0 to 7; 0 stands for "more than 7".
     */
    public int querierRobustness() {
        return unsignedByte(layout.robustnessOffset) & ROBUSTNESS_MASK;
    }

    /**
     * QQIC of an IGMPv3 or MLDv2 query: Querier's Query Interval Code.
     *
     * @return 0 to 255.
     */
    public int querierIntervalCode() {
        return unsignedByte(layout.queryIntervalCodeOffset);
    }

    /**
     * QQI of an IGMPv3 or MLDv2 query: Querier's Query Interval.
     *
     * @return nanoseconds, whole seconds.
     */
    public long querierIntervalNs() {
        return TimeUnit.SECONDS.toNanos(TimeCode.decode8(querierIntervalCode()));
    }

    /**
     * Number of sources of an IGMPv3 or MLDv2 query.
     *
     * @return 0 to 65,535, true or not.
     */
    public int numberOfSources() {
        return unsignedShort(layout.numberOfSourcesOffset);
    }

    /**
     * Where the sources of an IGMPv3 or MLDv2 query start.
     *
     * @return offset in the buffer.
     */
    public int sourcesOffset() {
        return offset + layout.sourcesOffset;
    }

    /**
     * Number of records of an IGMPv3 or MLDv2 report.
     *
     * @return 0 to 65,535, true or not.
     */
    public int numberOfRecords() {
        return unsignedShort(MessageLayout.NUMBER_OF_RECORDS_OFFSET);
    }

    /**
     * Where the records of an IGMPv3 or MLDv2 report start.
     *
     * @return offset in the buffer.
     */
    public int recordsOffset() {
        return offset + MessageLayout.RECORDS_OFFSET;
    }

    private boolean isIgmp() {
        return layout == MessageLayout.IGMP;
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder("MessageFlyweight{layout=")
                .append(layout)
                .append(", length=")
                .append(length);
        if (buffer == null || length < layout.groupOffset) {
            return text.append('}').toString();
        }
        text.append(", type=0x").append(Integer.toHexString(type()));
        text.append(", code=").append(code()).append(", checksum=").append(checksum());
        if (type() == MessageKind.V3_REPORT.type() || type() == MessageKind.MLD_V2_REPORT.type()) {
            if (length >= MessageLayout.RECORDS_OFFSET) {
                text.append(", numberOfRecords=").append(numberOfRecords());
            }
            return text.append('}').toString();
        }
        text.append(", maxResponseCode=").append(maxResponseCode());
        if (length >= layout.shortLength()) {
            InternetAddress.append(text.append(", group="), groupHigh(), groupLow());
        }
        if (length >= layout.sourcesOffset) {
            text.append(", suppressesRouterSide=").append(suppressesRouterSide());
            text.append(", querierRobustness=").append(querierRobustness());
            text.append(", querierIntervalCode=").append(querierIntervalCode());
            text.append(", numberOfSources=").append(numberOfSources());
        }
        return text.append('}').toString();
    }
}
