package dev.covey.tools.replay;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.MessageKind;

/** What a replay hears from the engine, on the thread that runs it. Each packet is heard of exactly once. */
public interface ReplayListener {
    /**
     * A router's knowledge of a group changed. The engine may be asked for the group's sources meanwhile.
     *
     * @param timeNs when.
     * @param linkHandle where.
     * @param change why.
     * @param groupHigh address of the group, high half.
     * @param groupLow address of the group, low half.
     * @param mode of the group, after the change.
     * @param reporterHigh address of the host whose report did it, high half; 0 if a timer did.
     * @param reporterLow address of the host, low half; 0 if a timer did.
     */
    default void onMembershipChange(
            final long timeNs,
            final long linkHandle,
            final MembershipChange change,
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final long reporterHigh,
            final long reporterLow) {}

    /** An IGMP or MLD message was accepted. */
    default void onMessage(
            final long timeNs,
            final long linkHandle,
            final MessageKind kind,
            final long sourceHigh,
            final long sourceLow) {}

    /** A host reported a group. Not a packet of its own: part of a message. */
    default void onReporter(
            final long timeNs,
            final long linkHandle,
            final long groupHigh,
            final long groupLow,
            final long reporterHigh,
            final long reporterLow) {}

    /** An IGMP or MLD message was dropped. */
    default void onDrop(final long timeNs, final long linkHandle, final DropReason reason) {}

    /** A datagram to a multicast group came by, which a member on its link wanted or not. */
    default void onData(
            final long timeNs,
            final long linkHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final boolean isWanted) {}

    /** A packet came by that is none of the above. */
    default void onOther(final long timeNs, final long linkHandle) {}
}
