package dev.covey.tools.drive;

import static java.nio.ByteOrder.BIG_ENDIAN;

import dev.covey.engine.MembershipListener;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.ReceiveProfile;
import org.agrona.DirectBuffer;

/** Prints what the engine sends and tells, as of when it happens. */
final class EngineEvents implements MembershipListener, PacketSink {
    private static final int DESTINATION_HIGH_OFFSET = 0;
    private static final int DESTINATION_LOW_OFFSET = 2;

    private final EventPrinter printer;
    private final Interfaces interfaces;
    private final PacketClassifier classifier = new PacketClassifier(ReceiveProfile.PASSIVE_OBSERVER);
    private final PacketSummary summary = new PacketSummary();
    private EngineDriver driver;

    EngineEvents(final EventPrinter printer, final Interfaces interfaces) {
        this.printer = printer;
        this.interfaces = interfaces;
    }

    /** Whose clock it is. */
    void observe(final EngineDriver engineDriver) {
        driver = engineDriver;
    }

    @Override
    public boolean send(
            final long timeNs,
            final long interfaceHandle,
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes) {
        final InterfaceEntry entry = interfaces.ofHandle(interfaceHandle);
        if (printer.isMuted() || entry == null) {
            return true;
        }
        if (entry.settings().isTransmitBlocked()) {
            return false;
        }
        final DecodedPacket packet = classifier.classify(buffer, offset, lengthBytes, LinkType.ETHERNET);
        entry.countSent(packet.family() == AddressFamily.IPV6);
        final long destinationHigh = buffer.getShort(offset + DESTINATION_HIGH_OFFSET, BIG_ENDIAN) & 0xffffL;
        final long destinationLow = buffer.getInt(offset + DESTINATION_LOW_OFFSET, BIG_ENDIAN) & 0xffff_ffffL;
        printer.begin("transmit", timeNs)
                .field("interface", entry.name())
                .hex("packet", buffer, offset + ETHERNET_LENGTH, lengthBytes - ETHERNET_LENGTH)
                .mac("dst_mac", destinationHigh << Integer.SIZE | destinationLow)
                .field("summary", summary.of(packet, buffer))
                .end();
        return true;
    }

    @Override
    public void onDrop(final long timeNs, final long interfaceHandle, final DropReason reason) {
        final InterfaceEntry entry = interfaces.ofHandle(interfaceHandle);
        if (!printer.isMuted() && entry != null) {
            printer.begin("drop", timeNs)
                    .field("interface", entry.name())
                    .field("reason", reason.label())
                    .end();
        }
    }

    @Override
    public void onLinkFilter(final long interfaceHandle, final long macAddress, final boolean isAdded) {
        final InterfaceEntry entry = interfaces.ofHandle(interfaceHandle);
        if (!printer.isMuted() && entry != null) {
            printer.begin("link_filter", driver.timeNs())
                    .field("interface", entry.name())
                    .mac("mac", macAddress)
                    .field("action", isAdded ? "add" : "remove")
                    .end();
        }
    }
}
