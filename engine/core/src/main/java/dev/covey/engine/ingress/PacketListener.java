package dev.covey.engine.ingress;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.wire.MessageKind;

/** Told what becomes of each packet. Called on the writer's thread; addresses are IPv4-mapped where they are IPv4. */
public interface PacketListener {
    /**
     * An IGMP or MLD message was accepted; it takes effect after this call.
     *
     * @param timeNs of the packet.
     * @param interfaceHandle it came in by.
     * @param kind of the message.
     * @param sourceHigh address of the sender.
     * @param sourceLow address of the sender.
     */
    default void onMessage(
            final long timeNs,
            final long interfaceHandle,
            final MessageKind kind,
            final long sourceHigh,
            final long sourceLow) {}

    /**
     * A packet was dropped.
     *
     * @param timeNs of the packet.
     * @param interfaceHandle it came in by, as its sender named it.
     * @param reason the one reason.
     */
    default void onDrop(final long timeNs, final long interfaceHandle, final DropReason reason) {}

    /**
     * A datagram to a group came by.
     *
     * @param timeNs of the packet.
     * @param interfaceHandle it came in by.
     * @param groupHigh it is addressed to.
     * @param groupLow it is addressed to.
     * @param sourceHigh it is from.
     * @param sourceLow it is from.
     * @param isWanted whether a socket gets it, or a member is known on the link that wants it.
     */
    default void onData(
            final long timeNs,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final boolean isWanted) {}

    /**
     * A packet came by that is nothing to a multicast engine.
     *
     * @param timeNs of the packet.
     * @param interfaceHandle it came in by.
     */
    default void onOther(final long timeNs, final long interfaceHandle) {}
}
