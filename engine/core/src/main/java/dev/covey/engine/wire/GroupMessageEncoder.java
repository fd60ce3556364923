package dev.covey.engine.wire;

import org.agrona.MutableDirectBuffer;

/**
 * Writes the messages that name one group and end behind it: the queries, reports, leave and done of IGMPv1, IGMPv2 and
 * MLDv1 (RFC 1112, RFC 2236, RFC 2710), each to the destination its RFC gives it.
 *
 * <p>Not thread safe. Allocates nothing.
 */
public final class GroupMessageEncoder {
    private static final int MAX_IGMP_CODE = 0xff;
    private static final int MAX_MLD_CODE = 0xffff;

    private final PacketEnvelope envelope;
    private final MessageLayout layout;
    private final ControlGroups groups;

    /**
     * An encoder of the messages of one protocol.
     *
     * @param envelope to put them in.
     */
    public GroupMessageEncoder(final PacketEnvelope envelope) {
        this.envelope = envelope;
        layout = MessageLayout.of(envelope.family());
        groups = ControlGroups.of(envelope.family());
    }

    /**
     * Write a general query of IGMPv1, to 224.0.0.1.
     *
     * @param buffer to write to.
     * @param offset of the packet.
     * @return length of the packet.
     */
    public int v1Query(final MutableDirectBuffer buffer, final int offset) {
        return encode(
                buffer,
                offset,
                MessageKind.V1_QUERY,
                groups.high,
                groups.allSystemsLow,
                0,
                0,
                InternetAddress.ipv4Low(0));
    }

    /**
     * Write a query of IGMPv2, to its group or to 224.0.0.1 if general.
     *
     * @param buffer to write to.
     * @param offset of the packet.
     * @param groupHigh half of the group, 0.0.0.0 for all.
     * @param groupLow half of the group.
     * @param maxResponseNs rounded down to tenths of a second, but to at least one, as none would make it an IGMPv1
     *     query; at most 25.5 s.
     * @return length of the packet.
     */
    public int v2Query(
            final MutableDirectBuffer buffer,
            final int offset,
            final long groupHigh,
            final long groupLow,
            final long maxResponseNs) {
        final int code = linearCode(maxResponseNs, MAX_IGMP_CODE);
        return query(buffer, offset, MessageKind.V2_QUERY, groupHigh, groupLow, Math.max(1, code));
    }

    /**
     * Write a query of MLDv1, to its group or to ff02::1 if general.
     *
     * @param buffer to write to.
     * @param offset of the packet.
     * @param groupHigh half of the group, {@code ::} for all.
     * @param groupLow half of the group.
     * @param maxResponseNs rounded down to milliseconds; at most 65.535 s.
     * @return length of the packet.
     */
    public int mldV1Query(
            final MutableDirectBuffer buffer,
            final int offset,
            final long groupHigh,
            final long groupLow,
            final long maxResponseNs) {
        final int code = linearCode(maxResponseNs, MAX_MLD_CODE);
        return query(buffer, offset, MessageKind.MLD_V1_QUERY, groupHigh, groupLow, code);
    }

    /**
     * Write a report of IGMPv1, IGMPv2 or MLDv1, to its group.
     *
     * @param buffer to write to.
     * @param offset of the packet.
     * @param kind {@link MessageKind#V1_REPORT}, {@link MessageKind#V2_REPORT} or {@link MessageKind#MLD_V1_REPORT}.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @return length of the packet.
     */
    public int report(
            final MutableDirectBuffer buffer,
            final int offset,
            final MessageKind kind,
            final long groupHigh,
            final long groupLow) {
        if (kind != MessageKind.V1_REPORT && kind != MessageKind.V2_REPORT && kind != MessageKind.MLD_V1_REPORT) {
            throw new IllegalArgumentException("not a report of one group: kind=" + kind);
        }
        return encode(buffer, offset, kind, groupHigh, groupLow, 0, groupHigh, groupLow);
    }

    /**
     * Write a leave of IGMPv2, to 224.0.0.2.
     *
     * @param buffer to write to.
     * @param offset of the packet.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @return length of the packet.
     */
    public int leave(final MutableDirectBuffer buffer, final int offset, final long groupHigh, final long groupLow) {
        return encode(buffer, offset, MessageKind.LEAVE, groups.high, groups.allRoutersLow, 0, groupHigh, groupLow);
    }

    /**
     * Write a done of MLDv1, to ff02::2.
     *
     * @param buffer to write to.
     * @param offset of the packet.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @return length of the packet.
     */
    public int done(final MutableDirectBuffer buffer, final int offset, final long groupHigh, final long groupLow) {
        return encode(buffer, offset, MessageKind.MLD_DONE, groups.high, groups.allRoutersLow, 0, groupHigh, groupLow);
    }

    private int linearCode(final long timeNs, final int maxCode) {
        return (int) Math.max(0, Math.min(timeNs / layout.timeUnitNs, maxCode));
    }

    private int query(
            final MutableDirectBuffer buffer,
            final int offset,
            final MessageKind kind,
            final long groupHigh,
            final long groupLow,
            final int code) {
        return InternetAddress.isUnspecified(groupHigh, groupLow)
                ? encode(buffer, offset, kind, groups.high, groups.allSystemsLow, code, groupHigh, groupLow)
                : encode(buffer, offset, kind, groupHigh, groupLow, code, groupHigh, groupLow);
    }

    private int encode(
            final MutableDirectBuffer buffer,
            final int offset,
            final MessageKind kind,
            final long destinationHigh,
            final long destinationLow,
            final int code,
            final long groupHigh,
            final long groupLow) {
        if (kind.family() != envelope.family()) {
            throw new IllegalArgumentException(
                    "message of the other protocol: kind=" + kind + ", family=" + envelope.family());
        }
        envelope.requireFamily(groupHigh, groupLow);
        final int message = envelope.open(buffer, offset, destinationHigh, destinationLow);
        MessageHeader.put(buffer, message, layout, kind, code);
        PacketEnvelope.putAddress(buffer, message + layout.groupOffset, layout.addressLength, groupHigh, groupLow);
        return envelope.close(message + layout.shortLength());
    }
}
