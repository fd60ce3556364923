package dev.covey.linux;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** The two packet sockets of a port: one with a mapped ring, that receives, and one that sends. */
final class PacketSockets implements AutoCloseable {
    private static final int SOL_PACKET = 263;
    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final int PACKET_DROP_MEMBERSHIP = 2;
    private static final int PACKET_RX_RING = 5;
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_VERSION = 10;
    private static final int PACKET_IGNORE_OUTGOING = 23;

    private static final int MEMBERSHIP_MULTICAST = 0;
    private static final int MEMBERSHIP_ALL_MULTICAST = 2;
    private static final int MAC_LENGTH = 6;

    private static final int ETH_P_ALL_BIG_ENDIAN = 0x0300;
    private static final int ADDRESS_LENGTH = 20;
    private static final int BLOCK_LENGTH = 1 << 18;
    private static final int FRAME_OVERHEAD = 256;
    private static final int MIN_FRAME_LENGTH = 2048;
    private static final int RETIRE_MS = 1;

    private final int interfaceIndex;
    private final UnsafeBuffer membership = direct(16);
    private final UnsafeBuffer statistics = direct(16);
    private int receiver = -1;
    private int sender = -1;
    private UnsafeBuffer memory;
    private ReceiveRing ring;
    private long droppedFrames;

    private PacketSockets(final int interfaceIndex) {
        this.interfaceIndex = interfaceIndex;
    }

    /** Open both, in the namespace of the calling thread. */
    static PacketSockets open(final InterfaceFacts facts, final AfPacketContext context) throws PortException {
        final PacketSockets sockets = new PacketSockets(facts.index());
        boolean isOpen = false;
        try {
            sockets.openReceiver(facts, context);
            sockets.openSender();
            isOpen = true;
            return sockets;
        } finally {
            if (!isOpen) {
                sockets.close();
            }
        }
    }

    private static UnsafeBuffer direct(final int lengthBytes) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(lengthBytes, Long.BYTES));
    }

    private static int socket() throws PortException {
        // Protocol 0: nothing is received before it is bound to one.
        final int descriptor = LibC.socket(LibC.AF_PACKET, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, 0);
        if (descriptor >= 0) {
            return descriptor;
        }
        final int errno = LibC.errno();
        if (errno == LibC.EPERM) {
            throw new PortException("no permission to open a packet socket: needs root or CAP_NET_RAW");
        }
        throw PortException.of("cannot open a packet socket", errno);
    }

    private void openReceiver(final InterfaceFacts facts, final AfPacketContext context) throws PortException {
        receiver = socket();
        setInt(PACKET_VERSION, context.ringKind().version(), "cannot choose the version of the ring");
        setInt(PACKET_IGNORE_OUTGOING, context.isOutgoingWanted() ? 0 : 1, "cannot choose whether to see what is sent");
        if (!context.isDataWanted()) {
            KernelFilter.attach(receiver);
        }
        map(facts, context);
        // Last, when filter and ring are there: from here on, frames come in.
        bind(receiver, ETH_P_ALL_BIG_ENDIAN);
    }

    private void map(final InterfaceFacts facts, final AfPacketContext context) throws PortException {
        final boolean isBlocks = context.ringKind() == RingKind.BLOCKS;
        final int wanted = Math.max(MIN_FRAME_LENGTH, facts.mtu() + FRAME_OVERHEAD);
        final int frameLength =
                isBlocks ? MIN_FRAME_LENGTH : Math.min(BLOCK_LENGTH, Integer.highestOneBit(wanted - 1) << 1);
        final UnsafeBuffer request = direct(isBlocks ? 28 : 16);
        request.setMemory(0, request.capacity(), (byte) 0);
        request.putInt(0, BLOCK_LENGTH);
        request.putInt(4, context.ringLength() / BLOCK_LENGTH);
        request.putInt(8, frameLength);
        request.putInt(12, context.ringLength() / frameLength);
        if (isBlocks) {
            request.putInt(16, RETIRE_MS);
        }
        check(LibC.setOption(receiver, SOL_PACKET, PACKET_RX_RING, request), "cannot make a ring of received frames");
        final long address = LibC.map(receiver, context.ringLength());
        if (address == 0) {
            throw PortException.of("cannot map the ring of received frames", LibC.errno());
        }
        memory = new UnsafeBuffer(address, context.ringLength());
        ring = isBlocks ? new BlockRing(memory, BLOCK_LENGTH) : new FrameRing(memory, frameLength);
        ring.showOutgoing(context.isOutgoingWanted());
    }

    private void openSender() throws PortException {
        sender = socket();
        bind(sender, 0);
    }

    private void bind(final int descriptor, final int protocolBigEndian) throws PortException {
        final UnsafeBuffer address = direct(ADDRESS_LENGTH);
        address.setMemory(0, ADDRESS_LENGTH, (byte) 0);
        address.putShort(0, (short) LibC.AF_PACKET);
        address.putShort(2, (short) protocolBigEndian);
        address.putInt(4, interfaceIndex);
        check(
                LibC.bind(descriptor, address.addressOffset(), ADDRESS_LENGTH),
                "cannot bind a packet socket: index=" + interfaceIndex);
    }

    private void setInt(final int option, final int value, final String refusal) throws PortException {
        final UnsafeBuffer octets = direct(Integer.BYTES);
        octets.putInt(0, value);
        check(LibC.setOption(receiver, SOL_PACKET, option, octets), refusal);
    }

    private static void check(final int status, final String refusal) throws PortException {
        if (status < 0) {
            throw PortException.of(refusal, LibC.errno());
        }
    }

    ReceiveRing ring() {
        return ring;
    }

    int sender() {
        return sender;
    }

    /** Have the interface receive a multicast address, or not any more; false if the kernel refuses. */
    boolean receive(final long macAddress, final boolean isAdded) {
        membership.putShort(4, (short) MEMBERSHIP_MULTICAST);
        membership.putShort(6, (short) MAC_LENGTH);
        membership.putLong(8, macAddress << Short.SIZE, BIG_ENDIAN);
        return change(isAdded);
    }

    /** Have the interface receive all multicast, or not any more; false if the kernel refuses. */
    boolean receiveAllMulticast(final boolean isOn) {
        membership.putShort(4, (short) MEMBERSHIP_ALL_MULTICAST);
        membership.putShort(6, (short) 0);
        membership.putLong(8, 0);
        return change(isOn);
    }

    private boolean change(final boolean isAdded) {
        membership.putInt(0, interfaceIndex);
        final int option = isAdded ? PACKET_ADD_MEMBERSHIP : PACKET_DROP_MEMBERSHIP;
        return LibC.setOption(receiver, SOL_PACKET, option, membership) == 0;
    }

    /** Frames that the kernel dropped because the ring was full, since it was opened. */
    long droppedFrames() {
        if (receiver >= 0) {
            // The length of the answer goes in and comes out behind it; asking sets the kernel's numbers to 0.
            statistics.putInt(12, 12);
            final long address = statistics.addressOffset();
            if (LibC.getsockopt(receiver, SOL_PACKET, PACKET_STATISTICS, address, address + 12) == 0) {
                droppedFrames += statistics.getInt(4) & 0xffff_ffffL;
            }
        }
        return droppedFrames;
    }

    @Override
    public void close() {
        if (memory != null) {
            LibC.munmap(memory.addressOffset(), memory.capacity());
            memory = null;
            ring = null;
        }
        if (receiver >= 0) {
            LibC.close(receiver);
            receiver = -1;
        }
        if (sender >= 0) {
            LibC.close(sender);
            sender = -1;
        }
    }
}
