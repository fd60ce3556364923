package dev.covey.linux;

import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.timer.TimeSource;
import org.agrona.DirectBuffer;

/**
 * The engine as a station of its own on a link of two, with the kernel at the other end (TAP).
 *
 * <p>The kernel sees an Ethernet interface, and what it sends there comes here: its own reports, and through a bridge
 * those of others. Unlike with {@link AfPacketPort}, the engine has addresses of its own, because the kernel takes no
 * packet that comes from an address of the kernel's. Up and down, MTU, name and removal are those of the kernel's
 * interface; whoever opens the port has it set up, like any other interface.
 *
 * <p>An interface that the port has made disappears when the port is closed.
 *
 * <p>Threading: as {@link PacketPort} has it; {@link #open} may be called by any thread before.
 */
public final class TapPort extends AttachedPort {
    private static final long UNIVERSAL_BIT = 0x0200_0000_0000_0000L;
    private static final long LINK_LOCAL_PREFIX = 0xfe80_0000_0000_0000L;
    private static final int LINK_LOCAL_PREFIX_LENGTH = 64;

    private final TapDevice device;
    private final TimeSource timeSource;
    private final int framesPerCycle;
    private final Netlink netlink;
    private final InterfaceFollower follower;
    private final boolean isDataWanted;
    private final long droppedBefore;
    private int waitingBytes;
    private long sent;
    private long lost;
    private long dropped;
    private volatile InterfaceFacts kernelFacts;

    private TapPort(
            final TapContext context,
            final InterfaceFacts kernelFacts,
            final InterfaceFacts facts,
            final TapDevice device,
            final Netlink netlink) {
        super(new Attachment(facts, context.frameListener()), context.timeSource());
        this.device = device;
        this.timeSource = context.timeSource();
        this.framesPerCycle = context.framesPerCycle();
        this.isDataWanted = context.isDataWanted();
        this.kernelFacts = kernelFacts;
        this.netlink = netlink;
        this.droppedBefore = netlink.transmitDropped();
        this.follower = new InterfaceFollower(netlink, attachment(), new Link(), timeSource.timeNs());
    }

    /** What the engine sees has the state of the kernel's interface and addresses of this end. */
    private final class Link implements InterfaceFollower.Port {
        @Override
        public InterfaceFacts asSeen(final InterfaceFacts now) {
            kernelFacts = now;
            return stationOf(now, facts().macAddress(), facts().addresses());
        }

        @Override
        public void loseAll() {
            // What the kernel had sent before is not said any more, either.
            waitingBytes = 0;
        }
    }

    /**
     * Open a TAP interface: make it, or take a persistent one.
     *
     * @param context what to open, and how.
     * @return the port, to be closed.
     * @throws PortException if it cannot be done; the message says what is needed.
     */
    public static TapPort open(final TapContext context) throws PortException {
        return NetworkNamespace.open(context.networkNamespace(), context.interfaceName(), () -> openHere(context));
    }

    private static TapPort openHere(final TapContext context) throws PortException {
        final TapDevice device = TapDevice.open(context.device(), context.interfaceName(), context.isDataWanted());
        Netlink netlink = null;
        boolean isOpen = false;
        try {
            netlink = Netlink.open();
            final InterfaceFacts kernelFacts = netlink.requireEthernet(context.interfaceName());
            final long macAddress = context.macAddress() == TapContext.DERIVED_MAC_ADDRESS
                    ? kernelFacts.macAddress() ^ 1
                    : context.macAddress();
            final InterfaceAddresses addresses =
                    context.addresses() == null ? linkLocal(macAddress) : context.addresses();
            final InterfaceFacts facts = stationOf(kernelFacts, macAddress, addresses);
            final TapPort port = new TapPort(context, kernelFacts, facts, device, netlink);
            isOpen = true;
            return port;
        } finally {
            if (!isOpen) {
                device.close();
                if (netlink != null) {
                    netlink.close();
                }
            }
        }
    }

    private static InterfaceFacts stationOf(
            final InterfaceFacts kernel, final long macAddress, final InterfaceAddresses addresses) {
        return new InterfaceFacts(
                kernel.index(),
                kernel.name(),
                kernel.hardwareType(),
                macAddress,
                kernel.mtu(),
                kernel.isUp(),
                kernel.isMulticast(),
                addresses);
    }

    /** The address that a station gives itself (RFC 4291 appendix A). */
    private static InterfaceAddresses linkLocal(final long macAddress) {
        final long upper = macAddress >>> 24 << 40;
        final long lower = macAddress & 0xff_ffffL;
        final long identifier = (upper | 0xff_fe00_0000L | lower) ^ UNIVERSAL_BIT;
        return InterfaceAddresses.NONE.with(LINK_LOCAL_PREFIX, identifier, LINK_LOCAL_PREFIX_LENGTH);
    }

    @Override
    int cycle() {
        if (!attachment().isAttached()) {
            return attachment().advance();
        }
        final long nowNs = timeSource.timeNs();
        // First: a frame that came when the link was back is behind that news in the engine's ring.
        final int changes = follower.follow(nowNs);
        return attachment().isAttached() ? changes + receive(nowNs) : changes;
    }

    private int receive(final long nowNs) {
        int frames = 0;
        while (frames < framesPerCycle) {
            if (waitingBytes == 0) {
                waitingBytes = device.read();
            }
            if (waitingBytes < 0) {
                // The interface is gone, or about to be: the kernel is asked what has become of it.
                follower.lose();
                break;
            }
            if (waitingBytes == 0 || !attachment().offer(nowNs, device.received(), 0, waitingBytes)) {
                break;
            }
            waitingBytes = 0;
            frames++;
        }
        return frames;
    }

    /**
     * Take a frame of the engine. It leaves at once.
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
        if (attachment().isClosed() || follower.isLinkLost()) {
            return false;
        }
        if (lengthBytes > facts().mtu() + ETHERNET_LENGTH) {
            lost++;
            return true;
        }
        final int errno = device.write(buffer, offset, lengthBytes);
        switch (errno) {
            case 0 -> {
                sent++;
                attachment().taken(timeNs, buffer, offset, lengthBytes);
                return true;
            }
            case LibC.EAGAIN, LibC.ENOBUFS -> {
                return false;
            }
            case LibC.EIO, LibC.EBADFD, LibC.ENETDOWN, LibC.ENODEV, LibC.ENXIO -> {
                follower.lose();
                return false;
            }
            default -> {
                lost++;
                return true;
            }
        }
    }

    /** Nothing waits here: every frame leaves as it is sent. */
    @Override
    public void flush() {}

    /**
     * What the kernel says of its end of the link.
     *
     * @return the facts; {@link #facts} are those of this end.
     */
    public InterfaceFacts kernelFacts() {
        return kernelFacts;
    }

    @Override
    public long sentFrames() {
        return sent;
    }

    @Override
    public long lostFrames() {
        return lost;
    }

    /**
     * Frames that the kernel dropped because its queue was full. Asks the kernel.
     *
     * @return the number if data is wanted; otherwise 0, because the kernel counts such frames together with those that
     *     the filter has let go.
     */
    @Override
    public long droppedFrames() {
        if (isDataWanted && !attachment().isRemoved() && !attachment().isClosed()) {
            try {
                netlink.read(facts().index());
                dropped = netlink.transmitDropped() - droppedBefore;
            } catch (final PortException unanswered) {
                // The kernel is short of memory: the last number stands.
                return dropped;
            }
        }
        return dropped;
    }

    /**
     * Changes of the hardware filter that the link refused.
     *
     * @return 0: there is no hardware, and everything is received.
     */
    @Override
    public long refusedMemberships() {
        return 0;
    }

    @Override
    public void close() {
        if (!attachment().isClosed()) {
            attachment().close();
            follower.close();
            device.close();
        }
    }
}
