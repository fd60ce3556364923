package dev.covey.engine.ingress;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.counters.EngineCounters;
import dev.covey.engine.lookup.DeliveryLookup;
import dev.covey.engine.membership.InterfaceConfigurations;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.protocol.Forwarding;
import dev.covey.engine.protocol.HostMachine;
import dev.covey.engine.protocol.RouterMachine;
import dev.covey.engine.record.InterfaceFlyweight;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.ReceiveProfile;
import org.agrona.DirectBuffer;

/** Decodes packets, counts them, and hands each to the one machine it concerns. */
public final class PacketReceiver {
    private final RecordTables tables;
    private final HostMachine hosts;
    private final RouterMachine router;
    private final Forwarding forwarding;
    private final DeliveryLookup lookup;
    private final InterfaceConfigurations configurations;
    private final PacketClassifier classifier;
    private final PacketClassifier[] classifiers = new PacketClassifier[1 << 3];
    private final EngineCounters counters;
    private final PacketListener listener;
    private final InterfaceFlyweight flyweight = new InterfaceFlyweight();

    /**
     * A receiver.
     *
     * @param tables of the engine.
     * @param hosts of the links that have one.
     * @param router of the links that have one.
     * @param lookup of the sockets that get data.
     * @param configurations of the interfaces.
     * @param classifier of the packets, where an interface does not say how strictly they are checked.
     * @param counters of the engine.
     * @param listener told of each packet.
     */
    public PacketReceiver(
            final RecordTables tables,
            final HostMachine hosts,
            final RouterMachine router,
            final DeliveryLookup lookup,
            final InterfaceConfigurations configurations,
            final PacketClassifier classifier,
            final EngineCounters counters,
            final PacketListener listener) {
        this.tables = tables;
        this.hosts = hosts;
        this.router = router;
        this.forwarding = new Forwarding(tables);
        this.lookup = lookup;
        this.configurations = configurations;
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
            counters.increment(DropReason.ENGINE_DROP_NOIFACE);
            listener.onDrop(timeNs, interfaceHandle, DropReason.ENGINE_DROP_NOIFACE);
            return;
        }
        final DecodedPacket packet = classifier(slot).classify(buffer, offset, lengthBytes, linkType);
        if (packet.messageOffset() != DecodedPacket.NONE) {
            counters.increment(
                    slot,
                    packet.family() == AddressFamily.IPV4 ? EngineCounter.IGMP_RX_TOTAL : EngineCounter.MLD_RX_TOTAL);
        }
        switch (packet.verdict()) {
            case MEMBERSHIP -> onMessage(interfaceHandle, packet, buffer, timeNs);
            case DATA -> onData(interfaceHandle, packet, timeNs);
            case OTHER -> {
                counters.increment(slot, EngineCounter.ENGINE_RX_OTHER);
                listener.onOther(timeNs, interfaceHandle);
            }
            case DROP -> drop(interfaceHandle, packet.dropReason(), timeNs);
        }
    }

    /** An interface may have a profile of its own; there are only a few different ones. */
    private PacketClassifier classifier(final int interfaceSlot) {
        final ReceiveProfile profile = configurations.get(interfaceSlot).receiveProfile();
        if (profile == null) {
            return classifier;
        }
        final int index = (profile.isStrict() ? 1 : 0)
                | (profile.requiresRouterAlert() ? 2 : 0)
                | (profile.acceptsUnspecifiedMldSource() ? 4 : 0);
        if (classifiers[index] == null) {
            classifiers[index] = new PacketClassifier(profile);
        }
        return classifiers[index];
    }

    private void onMessage(
            final long interfaceHandle, final DecodedPacket packet, final DirectBuffer buffer, final long timeNs) {
        if (packet.countedReason() != null) {
            counters.increment(Handle.slot(interfaceHandle), packet.countedReason());
        }
        if (!hosts.isForUs(interfaceHandle, packet)) {
            drop(interfaceHandle, notForUs(packet), timeNs);
            return;
        }
        counters.increment(Handle.slot(interfaceHandle), counterOf(packet.kind()));
        listener.onMessage(timeNs, interfaceHandle, packet.kind(), packet.sourceHigh(), packet.sourceLow());
        hosts.onMessage(interfaceHandle, packet, buffer, timeNs);
        if (packet.mustOwnDestination() && isOurs(interfaceHandle, packet)) {
            router.onUnicastMessage(interfaceHandle, packet, buffer, timeNs);
        } else {
            router.onMessage(interfaceHandle, packet, buffer, timeNs);
        }
    }

    private boolean isOurs(final long interfaceHandle, final DecodedPacket packet) {
        return configurations
                .get(Handle.slot(interfaceHandle))
                .addresses()
                .contains(packet.destinationHigh(), packet.destinationLow());
    }

    private static DropReason notForUs(final DecodedPacket packet) {
        if (packet.family() == AddressFamily.IPV4) {
            return packet.kind().isQuery() ? DropReason.IGMP_BADQUERY : DropReason.IGMP_BADREPORT;
        }
        return packet.kind().isQuery() ? DropReason.MLD_BADQUERY : DropReason.MLD_BADREPORT;
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
        counters.increment(Handle.slot(interfaceHandle), EngineCounter.ENGINE_RX_DATA);
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
        counters.increment(Handle.slot(interfaceHandle), reason);
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
