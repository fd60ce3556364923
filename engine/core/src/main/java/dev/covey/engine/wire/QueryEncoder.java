package dev.covey.engine.wire;

import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;

/**
 * Writes IGMPv3 and MLDv2 queries (RFC 9776 section 4.1, RFC 9777 section 5.1): general ones to all systems, others to
 * their group, source by source until the MTU is reached.
 *
 * <pre>{@code
 * encoder.begin(buffer, offset, groupHigh, groupLow, maxResponseNs, suppress, robustness, intervalNs);
 * while (more && encoder.source(high, low)) { ... }
 * final int length = encoder.end();
 * }</pre>
 *
 * <p>Not thread safe. Allocates nothing.
 */
public final class QueryEncoder {
    private static final int SUPPRESS_BIT = 0x8;
    private static final int MAX_ROBUSTNESS = 7;
    private static final int MAX_SOURCES = 0xffff;

    private final PacketEnvelope envelope;
    private final MessageLayout layout;
    private final ControlGroups groups;
    private final MessageKind kind;

    private MutableDirectBuffer buffer;
    private int message;
    private int position;
    private int count;
    private boolean isGeneral;

    /**
     * An encoder of the queries of one protocol.
     *
     * @param envelope to put them in.
     */
    public QueryEncoder(final PacketEnvelope envelope) {
        this.envelope = envelope;
        layout = MessageLayout.of(envelope.family());
        groups = ControlGroups.of(envelope.family());
        kind = layout == MessageLayout.IGMP ? MessageKind.V3_QUERY : MessageKind.MLD_V2_QUERY;
    }

    /**
     * Start a query.
     *
     * @param target to write to.
     * @param offset of the packet.
     * @param groupHigh half of the group, 0.0.0.0 or {@code ::} for all.
     * @param groupLow half of the group.
     * @param maxResponseNs coded so that it is never longer than this.
     * @param suppressesRouterSide the S flag.
     * @param robustness the querier's Robustness Variable; above 7 it is sent as 0.
     * @param intervalNs the querier's Query Interval, coded so that it is never longer than this.
     */
    public void begin(
            final MutableDirectBuffer target,
            final int offset,
            final long groupHigh,
            final long groupLow,
            final long maxResponseNs,
            final boolean suppressesRouterSide,
            final int robustness,
            final long intervalNs) {
        envelope.requireFamily(groupHigh, groupLow);
        buffer = target;
        count = 0;
        isGeneral = InternetAddress.isUnspecified(groupHigh, groupLow);
        message = isGeneral
                ? envelope.open(target, offset, groups.high, groups.allSystemsLow)
                : envelope.open(target, offset, groupHigh, groupLow);
        position = message + layout.sourcesOffset;

        MessageHeader.put(target, message, layout, kind, maxResponseCode(maxResponseNs));
        PacketEnvelope.putAddress(target, message + layout.groupOffset, layout.addressLength, groupHigh, groupLow);
        final int sentRobustness = robustness > MAX_ROBUSTNESS ? 0 : Math.max(0, robustness);
        final int flags = sentRobustness | (suppressesRouterSide ? SUPPRESS_BIT : 0);
        Octets.putByte(target, message + layout.robustnessOffset, flags);
        final int intervalCode = TimeCode.encode8(TimeUnit.NANOSECONDS.toSeconds(intervalNs));
        Octets.putByte(target, message + layout.queryIntervalCodeOffset, intervalCode);
    }

    /**
     * Add a source.
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return false, with nothing written, if it does not fit; it belongs into another query.
     */
    public boolean source(final long high, final long low) {
        if (isGeneral) {
            throw new IllegalStateException("a general query has no sources");
        }
        envelope.requireFamily(high, low);
        if (count == MAX_SOURCES || position + layout.addressLength - message > envelope.maxMessageLength()) {
            return false;
        }
        PacketEnvelope.putAddress(buffer, position, layout.addressLength, high, low);
        position += layout.addressLength;
        count++;
        return true;
    }

    /**
     * Number of sources added.
     *
     * @return 0 to 65,535.
     */
    public int count() {
        return count;
    }

    /**
     * Finish the query.
     *
     * @return length of the packet.
     */
    public int end() {
        Octets.putShort(buffer, message + layout.numberOfSourcesOffset, count);
        return envelope.close(position);
    }

    private int maxResponseCode(final long maxResponseNs) {
        final long units = maxResponseNs / layout.timeUnitNs;
        return layout == MessageLayout.IGMP ? TimeCode.encode8(units) : TimeCode.encode16(units);
    }
}
