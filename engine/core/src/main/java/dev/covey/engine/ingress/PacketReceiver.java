package dev.covey.engine.ingress;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.counters.EngineCounters;
import dev.covey.engine.lookup.DeliveryLookup;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.protocol.Forwarding;
import dev.covey.engine.protocol.RouterMachine;
import dev.covey.engine.record.InterfaceFlyweight;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketClassifier;
import org.agrona.DirectBuffer;

/** Decodes packets, counts them, and hands each to the one machine it concerns. */
public final class PacketReceiver {
    private final RecordTables tables;
    private final RouterMachine router;
    private final Forwarding forwarding;
    private final DeliveryLookup lookup;
    private final PacketClassifier classifier;
    private final EngineCounters counters;
    private final PacketListener listener;
    private final InterfaceFlyweight flyweight = new InterfaceFlyweight();

    /**
     * A receiver.
     *
     * @param tables of the engine.
     * @param router of the links that have one.
     * @param lookup of the sockets that get data.
     * @param classifier of the packets.
     * @param counters of the engine.
     * @param listener told of each packet.
     */
    public PacketReceiver(
            final RecordTables tables,
            final RouterMachine router,
            final DeliveryLookup lookup,
            final PacketClassifier classifier,
            final EngineCounters counters,
            final PacketListener listener) {
        this.tables = tables;
        this.router = router;
        this.forwarding = new Forwarding(tables);
        this.lookup = lookup;
        this.classifier = classifier;
        this.counters = counters;
        this.listener = listener;
    }

    /**
     * A packet has arrived.
     *
     * @param interfaceHandle it came in by.
     * @param linkType code of what it begins with, an ordinal of {@link LinkType}.
     * @param buffer that has it.
     * @param offset of its first byte.
     * @param lengthBytes of the packet.
     * @param timeNs of its arrival.
     */
    void receive(
            final long interfaceHandle,
            final LinkType linkType,
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes,
            final long timeNs) {
        final Slab interfaces = tables.interfaces().slab();
        final int slot = interfaces.resolve(interfaceHandle);
        if (slot == NULL_SLOT || !flyweight.wrap(interfaces, slot).isUp()) {
            drop(interfaceHandle, DropReason.ENGINE_DROP_NOIFACE, timeNs);
            return;
        }
        final DecodedPacket packet = classifier.classify(buffer, offset, lengthBytes, linkType);
        if (packet.messageOffset() != DecodedPacket.NONE) {
            counters.increment(
                    packet.family() == AddressFamily.IPV4 ? EngineCounter.IGMP_RX_TOTAL : EngineCounter.MLD_RX_TOTAL);
        }
        switch (packet.verdict()) {
            case MEMBERSHIP -> onMessage(interfaceHandle, packet, buffer, timeNs);
            case DATA -> onData(interfaceHandle, packet, timeNs);
            case OTHER -> {
                counters.increment(EngineCounter.ENGINE_RX_OTHER);
                listener.onOther(timeNs, interfaceHandle);
            }
            case DROP -> drop(interfaceHandle, packet.dropReason(), timeNs);
        }
    }

    private void onMessage(
            final long interfaceHandle, final DecodedPacket packet, final DirectBuffer buffer, final long timeNs) {
        if (packet.countedReason() != null) {
            counters.increment(packet.countedReason());
        }
        counters.increment(counterOf(packet.kind()));
        listener.onMessage(timeNs, interfaceHandle, packet.kind(), packet.sourceHigh(), packet.sourceLow());
        router.onMessage(interfaceHandle, packet, buffer, timeNs);
    }

    private void onData(final long interfaceHandle, final DecodedPacket packet, final long timeNs) {
        final boolean isWanted = lookup.isWanted(
                        interfaceHandle,
                        packet.destinationHigh(),
                        packet.destinationLow(),
                        packet.sourceHigh(),
                        packet.sourceLow())
                || forwarding.isForwarded(
                        Handle.slot(interfaceHandle),
                        packet.destinationHigh(),
                        packet.destinationLow(),
                        packet.sourceHigh(),
                        packet.sourceLow());
        counters.increment(EngineCounter.ENGINE_RX_DATA);
        listener.onData(
                timeNs,
                interfaceHandle,
                packet.destinationHigh(),
                packet.destinationLow(),
                packet.sourceHigh(),
                packet.sourceLow(),
                isWanted);
    }

    private void drop(final long interfaceHandle, final DropReason reason, final long timeNs) {
        counters.increment(reason);
        listener.onDrop(timeNs, interfaceHandle, reason);
    }

    private static EngineCounter counterOf(final MessageKind kind) {
        return switch (kind) {
            case V1_QUERY, V2_QUERY, V3_QUERY -> EngineCounter.IGMP_RX_QUERY;
            case V1_REPORT -> EngineCounter.IGMP_RX_V1REPORT;
            case V2_REPORT -> EngineCounter.IGMP_RX_V2REPORT;
            case V3_REPORT -> EngineCounter.IGMP_RX_V3REPORT;
            case LEAVE -> EngineCounter.IGMP_RX_LEAVE;
            case MLD_V1_QUERY, MLD_V2_QUERY -> EngineCounter.MLD_RX_QUERY;
            case MLD_V1_REPORT -> EngineCounter.MLD_RX_V1REPORT;
            case MLD_V2_REPORT -> EngineCounter.MLD_RX_V2REPORT;
            case MLD_DONE -> EngineCounter.MLD_RX_DONE;
        };
    }
}
