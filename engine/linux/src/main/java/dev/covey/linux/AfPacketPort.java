package dev.covey.linux;

import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.timer.TimeSource;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An interface of the machine as an interface of the engine (AF_PACKET), beside what the kernel does with it: the
 * engine has the kernel's addresses there.
 *
 * <p>Frames are offered to the engine from where the kernel has put them. When the engine's ring is full they stay
 * there until it is not, and when the kernel's ring is full the kernel drops. An interface that is removed is detached;
 * one that comes back under the same name is another interface, and needs another port.
 *
 * <p>Threading: as {@link PacketPort} has it; {@link #open} may be called by any thread before.
 */
public final class AfPacketPort extends AttachedPort {
    private static final int MAX_FRAME_LENGTH = 65_535 + PacketSink.ETHERNET_LENGTH;
    private static final int STANDARD_FRAME_LENGTH = 2048;

    private final PacketSockets sockets;
    private final TransmitBatch batch;
    private final TimeSource timeSource;
    private final int framesPerCycle;
    private final ReceiveRing.FrameHandler frameHandler = this::onFrame;
    private final InterfaceFollower follower;
    private long cycleTimeNs;
    private long refusedMemberships;

    private AfPacketPort(
            final AfPacketContext context,
            final InterfaceFacts facts,
            final PacketSockets sockets,
            final Netlink netlink) {
        super(new Attachment(facts, context.frameListener()), context.timeSource());
        this.sockets = sockets;
        this.timeSource = context.timeSource();
        this.framesPerCycle = context.framesPerCycle();
        this.batch = new TransmitBatch(
                Math.min(MAX_FRAME_LENGTH, Math.max(STANDARD_FRAME_LENGTH, facts.mtu() + ETHERNET_LENGTH)));
        this.follower = new InterfaceFollower(netlink, attachment(), new Link(), timeSource.timeNs());
    }

    /** What the engine sees is what the kernel sees. */
    private final class Link implements InterfaceFollower.Port {
        @Override
        public InterfaceFacts asSeen(final InterfaceFacts facts) {
            return facts;
        }

        @Override
        public void loseAll() {
            batch.loseAll();
        }
    }

    /**
     * Open an interface. Frames wait from now on.
     *
     * @param context what to open, and how.
     * @return the port, to be closed.
     * @throws PortException if it cannot be done; the message says what is needed.
     */
    public static AfPacketPort open(final AfPacketContext context) throws PortException {
        return NetworkNamespace.open(context.networkNamespace(), context.interfaceName(), () -> openHere(context));
    }

    private static AfPacketPort openHere(final AfPacketContext context) throws PortException {
        final Netlink netlink = Netlink.open();
        boolean isOpen = false;
        try {
            final InterfaceFacts facts = netlink.requireEthernet(context.interfaceName());
            final AfPacketPort port = new AfPacketPort(context, facts, PacketSockets.open(facts, context), netlink);
            isOpen = true;
            return port;
        } finally {
            if (!isOpen) {
                netlink.close();
            }
        }
    }

    @Override
    int cycle() {
        if (!attachment().isAttached()) {
            return attachment().advance();
        }
        cycleTimeNs = timeSource.timeNs();
        // First: a frame that came when the link was back is behind that news in the engine's ring.
        final int changes = follower.follow(cycleTimeNs);
        if (!attachment().isAttached()) {
            return changes;
        }
        final int frames = sockets.ring().poll(frameHandler, framesPerCycle);
        flush();
        return changes + frames;
    }

    private boolean onFrame(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
        return attachment().offer(cycleTimeNs, buffer, offset, lengthBytes);
    }

    /**
     * Take a frame of the engine. It leaves with others, at the end of the duty cycle or when there are many.
     *
     * @param timeNs when it leaves.
     * @param handle it leaves by.
     * @param buffer that has it.
     * @param offset of its Ethernet header.
     * @param lengthBytes of the frame.
     * @return false if the kernel takes no more now, or the link is not there.
     */
    @Override
    public boolean send(
            final long timeNs, final long handle, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (attachment().isOfOther(handle)) {
            return true;
        }
        if (!batch.hasRoom()) {
            flush();
        }
        if (follower.isLinkLost() || attachment().isClosed() || !batch.hasRoom()) {
            return false;
        }
        batch.add(buffer, offset, lengthBytes);
        attachment().taken(timeNs, buffer, offset, lengthBytes);
        return true;
    }

    @Override
    public void flush() {
        while (!batch.isEmpty() && !attachment().isClosed()) {
            final int errno = batch.flush(sockets.sender());
            switch (errno) {
                case 0, LibC.EAGAIN, LibC.ENOBUFS -> {
                    return;
                }
                case LibC.ENETDOWN, LibC.ENXIO, LibC.ENODEV -> follower.lose();
                default -> batch.loseFirst();
            }
        }
    }

    @Override
    public void onLinkFilter(final long handle, final long macAddress, final boolean isAdded) {
        if (isChangeable(handle) && !sockets.receive(macAddress, isAdded)) {
            refusedMemberships++;
        }
    }

    @Override
    public void onAllMulticast(final long handle, final boolean isOn) {
        if (isChangeable(handle) && !sockets.receiveAllMulticast(isOn)) {
            refusedMemberships++;
        }
    }

    private boolean isChangeable(final long handle) {
        return !attachment().isOfOther(handle)
                && !attachment().isRemoved()
                && !attachment().isClosed();
    }

    /**
     * Frames that the kernel took.
     *
     * @return the number.
     */
    @Override
    public long sentFrames() {
        return batch.sentFrames();
    }

    @Override
    public long lostFrames() {
        return batch.lostFrames();
    }

    /**
     * Frames that the kernel dropped because its ring was full.
     *
     * @return the number.
     */
    @Override
    public long droppedFrames() {
        return sockets.droppedFrames();
    }

    @Override
    public long refusedMemberships() {
        return refusedMemberships;
    }

    @Override
    public void close() {
        if (!attachment().isClosed()) {
            flush();
            attachment().close();
            sockets.close();
            follower.close();
        }
    }
}
