package dev.covey.linux;

import java.io.IOException;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** One end of a link, without anything that understands what is on it: sends any octets, shows what comes. */
final class LinkTap implements AutoCloseable {
    private static final int LIMIT = 256;

    private final PacketSockets sockets;
    private final ReceiveRing.FrameHandler handler;

    LinkTap(final String namespace, final String interfaceName, final ReceiveRing.FrameHandler handler)
            throws IOException {
        this.handler = handler;
        sockets = NetworkNamespace.run(namespace, () -> {
            try (Netlink netlink = Netlink.open()) {
                return PacketSockets.open(
                        netlink.find(interfaceName), new AfPacketContext(interfaceName).dataWanted(true));
            }
        });
    }

    void send(final byte[] frame) throws IOException {
        final UnsafeBuffer buffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(frame.length, Long.BYTES));
        buffer.putBytes(0, frame);
        if (LibC.send(sockets.sender(), buffer.addressOffset(), frame.length, 0) != frame.length) {
            throw PortException.of("cannot send: lengthBytes=" + frame.length, LibC.errno());
        }
    }

    /** Show what has come. */
    void poll() {
        while (sockets.ring().poll(handler, LIMIT) > 0) {
            // Until there is nothing left.
        }
    }

    @Override
    public void close() {
        sockets.close();
    }
}
