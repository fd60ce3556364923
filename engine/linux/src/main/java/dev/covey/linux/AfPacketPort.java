package dev.covey.linux;

import dev.covey.engine.EngineClient;
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.IngressStatus;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.LinkFilterListener;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.LinkType;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An interface of the machine as an interface of the engine (AF_PACKET).
 *
 * <p>Open it, give it to the engine's context as {@link PacketSink}, have the engine's listener pass
 * {@link #onLinkFilter} and {@link #onAllMulticast} on to it, then {@link #attach} it. From then on its duty cycle
 * hands frames to the engine, sends what the engine has said, and tells the engine what becomes of the interface: link
 * up and down, MTU, addresses. An interface that is removed is detached; one that comes back under the same name is
 * another interface, and needs another port.
 *
 * <p>Frames are offered to the engine from where the kernel has put them. When the engine's ring is full they stay
 * there until it is not, and when the kernel's ring is full the kernel drops.
 *
 * <p>Threading: all methods belong to the thread that runs the engine's agent: run both in one loop, the engine's agent
 * first, or as Agrona's {@code CompositeAgent}. {@link #open} may be called by any thread before;
 * {@link #interfaceHandle}, {@link #isRemoved} and {@link #facts} by any thread at any time.
 */
public final class AfPacketPort implements Agent, PacketSink, LinkFilterListener, AutoCloseable {
    /** What the port says when it has no handle. */
    public static final long NO_HANDLE = 0;

    private static final long LOOK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int MAX_FRAME_LENGTH = 65_535 + PacketSink.ETHERNET_LENGTH;
    private static final int STANDARD_FRAME_LENGTH = 2048;

    /** Where the port is in its life. */
    private enum State {
        OPEN,
        ATTACHING,
        ATTACHED,
        REMOVED,
        CLOSED
    }

    private final String interfaceName;
    private final PacketSockets sockets;
    private final Netlink netlink;
    private final TransmitBatch batch;
    private final TimeSource timeSource;
    private final FrameListener frameListener;
    private final int framesPerCycle;
    private final ReceiveRing.FrameHandler frameHandler = this::onFrame;
    private final Completion attachment = new Completion();

    private volatile State state = State.OPEN;
    private volatile InterfaceFacts facts;
    private InterfaceConfiguration settings;
    private EngineClient client;
    private volatile long interfaceHandle = NO_HANDLE;
    private long cycleTimeNs;
    private long nextLookNs;
    private boolean isLookDue = true;
    private boolean isLinkLost;
    private boolean isDetachDue;
    private long received;
    private long refusedMemberships;

    private AfPacketPort(
            final AfPacketContext context,
            final InterfaceFacts facts,
            final PacketSockets sockets,
            final Netlink netlink) {
        this.interfaceName = context.interfaceName();
        this.facts = facts;
        this.sockets = sockets;
        this.netlink = netlink;
        this.timeSource = context.timeSource();
        this.frameListener = context.frameListener();
        this.framesPerCycle = context.framesPerCycle();
        this.batch = new TransmitBatch(
                Math.min(MAX_FRAME_LENGTH, Math.max(STANDARD_FRAME_LENGTH, facts.mtu() + ETHERNET_LENGTH)));
        this.nextLookNs = timeSource.timeNs();
    }

    /**
     * Open an interface. Frames wait from now on.
     *
     * @param context what to open, and how.
     * @return the port, to be closed.
     * @throws PortException if it cannot be done; the message says what is needed.
     */
    public static AfPacketPort open(final AfPacketContext context) throws PortException {
        try {
            return NetworkNamespace.run(context.networkNamespace(), () -> openHere(context));
        } catch (final PortException failure) {
            throw new PortException(failure.getMessage() + ": interface=" + context.interfaceName(), failure);
        } catch (final LinkageError failure) {
            throw new PortException("cannot call the C library: " + failure.getMessage(), failure);
        }
    }

    private static AfPacketPort openHere(final AfPacketContext context) throws PortException {
        final Netlink netlink = Netlink.open();
        boolean isOpen = false;
        try {
            final InterfaceFacts facts = netlink.find(context.interfaceName());
            if (facts == null) {
                throw new PortException("no such interface");
            }
            if (facts.hardwareType() != InterfaceFacts.ETHERNET) {
                throw new PortException("not an Ethernet interface: hardware type " + facts.hardwareType());
            }
            final AfPacketPort port = new AfPacketPort(context, facts, PacketSockets.open(facts, context), netlink);
            isOpen = true;
            return port;
        } finally {
            if (!isOpen) {
                netlink.close();
            }
        }
    }

    /**
     * Attach the interface to an engine that has this port as its sink.
     *
     * @param engineClient of the calling thread; the port keeps it.
     * @param interfaceSettings what the kernel does not know: versions, variables, limits, dialect. Index, addresses,
     *     MTU and state are put in by the port.
     * @throws IllegalStateException if it was attached before or is closed, or the engine does not take commands.
     */
    public void attach(final EngineClient engineClient, final InterfaceConfiguration interfaceSettings) {
        if (state != State.OPEN) {
            throw new IllegalStateException("cannot be attached: interface=" + interfaceName + ", state=" + state);
        }
        client = Objects.requireNonNull(engineClient);
        settings = Objects.requireNonNull(interfaceSettings);
        final long sequence = client.attach(facts.toConfiguration(settings), attachment.reset());
        if (sequence < 0) {
            throw new IllegalStateException("engine refused: status=" + IngressStatus.describe(sequence));
        }
        state = State.ATTACHING;
    }

    @Override
    public int doWork() {
        cycleTimeNs = timeSource.timeNs();
        switch (state) {
            case OPEN, REMOVED, CLOSED -> {
                return detachIfDue();
            }
            case ATTACHING -> {
                return finishAttaching();
            }
            case ATTACHED -> {
                // First: a frame that came when the link was back is behind that news in the engine's ring.
                final int changes = follow();
                if (state != State.ATTACHED) {
                    return changes;
                }
                final int frames = sockets.ring().poll(frameHandler, framesPerCycle);
                flush();
                return changes + frames;
            }
        }
        return 0;
    }

    private int finishAttaching() {
        if (!attachment.isDone()) {
            return 0;
        }
        if (attachment.result() < 0) {
            state = State.OPEN;
            throw new IllegalStateException(
                    "engine refused: interface=" + interfaceName + ", status=" + attachment.result());
        }
        interfaceHandle = attachment.result();
        state = State.ATTACHED;
        return 1;
    }

    private boolean onFrame(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
        final long sequence =
                client.offer(interfaceHandle, LinkType.ETHERNET, buffer, offset, lengthBytes, cycleTimeNs);
        if (sequence == IngressStatus.BACK_PRESSURED) {
            return false;
        }
        received++;
        frameListener.onFrame(cycleTimeNs, false, buffer, offset, lengthBytes);
        return true;
    }

    /** Look from time to time whether the interface is what it was, and say so if it is not. */
    private int follow() {
        if (cycleTimeNs - nextLookNs >= 0 || !facts.isUp()) {
            nextLookNs = cycleTimeNs + LOOK_INTERVAL_NS;
            isLookDue |= netlink.hasChanged(facts.index());
        }
        if (!isLookDue) {
            return 0;
        }
        try {
            final InterfaceFacts now = netlink.read(facts.index());
            if (now == null) {
                remove();
            } else {
                change(now);
            }
            return 1;
        } catch (final PortException unanswered) {
            // The kernel is short of memory: the question stands, and is asked again.
            return 0;
        }
    }

    private void change(final InterfaceFacts now) {
        if (now.equals(facts)) {
            isLookDue = false;
        } else if (client.configure(interfaceHandle, now.toConfiguration(settings), null) >= 0) {
            facts = now;
            isLookDue = false;
        }
        if (now.isUp()) {
            isLinkLost = false;
        } else {
            // Nothing of before may come out when the link is back.
            batch.loseAll();
        }
    }

    private void remove() {
        batch.loseAll();
        isLinkLost = true;
        isDetachDue = true;
        detachIfDue();
        state = State.REMOVED;
    }

    private int detachIfDue() {
        if (!isDetachDue) {
            return 0;
        }
        final long sequence = client.detach(interfaceHandle, null);
        isDetachDue = sequence == IngressStatus.BACK_PRESSURED;
        return isDetachDue ? 0 : 1;
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
        if (isOfOther(handle)) {
            return true;
        }
        if (!batch.hasRoom()) {
            flush();
        }
        if (isLinkLost || state == State.CLOSED || !batch.hasRoom()) {
            return false;
        }
        batch.add(buffer, offset, lengthBytes);
        frameListener.onFrame(timeNs, true, buffer, offset, lengthBytes);
        return true;
    }

    /** The handle is not known while the interface is being attached, and already something is said. */
    private boolean isOfOther(final long handle) {
        return interfaceHandle != NO_HANDLE && handle != interfaceHandle;
    }

    /** Let leave what the engine has said: for who closes an engine, after its last words. */
    public void flush() {
        while (!batch.isEmpty() && state != State.CLOSED) {
            final int errno = batch.flush(sockets.sender());
            switch (errno) {
                case 0, LibC.EAGAIN, LibC.ENOBUFS -> {
                    return;
                }
                case LibC.ENETDOWN, LibC.ENXIO, LibC.ENODEV -> {
                    batch.loseAll();
                    isLinkLost = true;
                    isLookDue = true;
                }
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
        return !isOfOther(handle) && state != State.REMOVED && state != State.CLOSED;
    }

    /**
     * Handle of the engine's interface.
     *
     * @return the handle, or {@link #NO_HANDLE} while it is not attached.
     */
    public long interfaceHandle() {
        return interfaceHandle;
    }

    /**
     * Is the interface gone?
     *
     * @return true once it was removed, and the engine was told or will be in a cycle to come.
     */
    public boolean isRemoved() {
        return state == State.REMOVED;
    }

    /**
     * What the kernel says of the interface, as the engine was told.
     *
     * @return the facts.
     */
    public InterfaceFacts facts() {
        return facts;
    }

    /**
     * Frames that the engine took.
     *
     * @return the number.
     */
    public long receivedFrames() {
        return received;
    }

    /**
     * Frames that the kernel took.
     *
     * @return the number.
     */
    public long sentFrames() {
        return batch.sentFrames();
    }

    /**
     * Frames that were taken from the engine and never left: the link went down, or they were too long for it.
     *
     * @return the number.
     */
    public long lostFrames() {
        return batch.lostFrames();
    }

    /**
     * Frames that the kernel dropped because its ring was full.
     *
     * @return the number.
     */
    public long droppedFrames() {
        return sockets.droppedFrames();
    }

    /**
     * Changes of the hardware filter that the kernel refused.
     *
     * @return the number.
     */
    public long refusedMemberships() {
        return refusedMemberships;
    }

    @Override
    public String roleName() {
        return "covey-port-" + interfaceName;
    }

    /** Send what waits, and give everything back. The engine is not told: detach the interface, or close the engine. */
    @Override
    public void close() {
        if (state != State.CLOSED) {
            flush();
            state = State.CLOSED;
            sockets.close();
            netlink.close();
        }
    }

    @Override
    public void onClose() {
        close();
    }

    @Override
    public String toString() {
        return "AfPacketPort{facts=" + facts + ", state=" + state + ", interfaceHandle=" + interfaceHandle
                + ", receivedFrames=" + received + ", sentFrames=" + sentFrames() + ", lostFrames=" + lostFrames()
                + '}';
    }
}
