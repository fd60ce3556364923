package dev.covey.linux;

import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * An engine's place on a {@link MemoryLink}. It receives every frame, like an interface that takes all multicast.
 *
 * <p>Threading: that of the link.
 */
public final class MemoryPort extends AttachedPort {
    private static final int FRAMES_PER_CYCLE = 256;

    private final MemoryLink link;
    private final FrameQueue queue;
    private InterfaceFacts current;
    private boolean isRemovalDue;
    private boolean hasArrived;
    private long lastArrivalNs;
    private long sent;
    private long lost;
    private long dropped;

    MemoryPort(final MemoryLink link, final InterfaceFacts facts, final int queueLength) {
        super(new Attachment(facts, FrameListener.NONE), link::timeNs);
        this.link = link;
        this.current = facts;
        this.queue = new FrameQueue(queueLength);
    }

    /**
     * Be another interface from now on, as far as the link has it: down or up, with another MTU or other addresses. The
     * engine is told in the next duty cycle. What is on its way to an interface that goes down is dropped.
     *
     * @param facts that are true now, with the index of before.
     * @throws IllegalArgumentException if the index is another.
     */
    public void change(final InterfaceFacts facts) {
        Objects.requireNonNull(facts);
        if (facts.index() != current.index()) {
            throw new IllegalArgumentException(
                    "another interface: index=" + facts.index() + ", was=" + current.index());
        }
        current = facts;
        if (!facts.isUp()) {
            dropped += queue.clear();
        }
    }

    /**
     * Be down or up from now on.
     *
     * @param value true for up.
     */
    public void up(final boolean value) {
        change(new InterfaceFacts(
                current.index(),
                current.name(),
                current.hardwareType(),
                current.macAddress(),
                current.mtu(),
                value,
                current.isMulticast(),
                current.addresses()));
    }

    /** Disappear from the link: the engine is told in the next duty cycle. */
    public void remove() {
        isRemovalDue = true;
        leaveLink();
    }

    private void leaveLink() {
        link.remove(this);
        dropped += queue.clear();
    }

    /** True if frames come and go. */
    boolean isUp() {
        return current.isUp() && !isRemovalDue;
    }

    FrameQueue queue() {
        return queue;
    }

    /** A frame comes behind those that came before. */
    void arriveInOrder(final long timeNs, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        lastArrivalNs = hasArrived && timeNs - lastArrivalNs < 0 ? lastArrivalNs : timeNs;
        hasArrived = true;
        arrive(lastArrivalNs, buffer, offset, lengthBytes);
    }

    void arrive(final long timeNs, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (lengthBytes > current.mtu() + ETHERNET_LENGTH || !queue.add(timeNs, buffer, offset, lengthBytes)) {
            dropped++;
        }
    }

    @Override
    int cycle() {
        if (!attachment().isAttached()) {
            return attachment().advance();
        }
        if (isRemovalDue) {
            attachment().remove();
            return 1;
        }
        // First: a frame that came after the news is behind it in the engine's ring.
        return attachment().change(current) ? receive(link.timeNs()) : 0;
    }

    private int receive(final long nowNs) {
        int frames = 0;
        while (frames < FRAMES_PER_CYCLE && queue.size() > 0 && queue.firstTimeNs() - nowNs <= 0) {
            if (!attachment().offer(queue.firstTimeNs(), queue.firstFrame(), 0, queue.firstLength())) {
                break;
            }
            queue.removeFirst();
            frames++;
        }
        return frames;
    }

    /**
     * Take what has arrived, for whoever has this port and no engine.
     *
     * @param listener shown the frames, with the times of their arrival.
     * @return how many there were.
     * @throws IllegalStateException if an engine has the port.
     */
    public int poll(final FrameListener listener) {
        if (attachment().state() != Attachment.State.OPEN) {
            throw new IllegalStateException("an engine has the port: " + this);
        }
        final long nowNs = link.timeNs();
        int frames = 0;
        while (queue.size() > 0 && queue.firstTimeNs() - nowNs <= 0) {
            listener.onFrame(queue.firstTimeNs(), false, queue.firstFrame(), 0, queue.firstLength());
            queue.removeFirst();
            frames++;
        }
        return frames;
    }

    /**
     * Take a frame of the engine, or of whoever has this port and no engine. It is on its way at once.
     *
     * @param timeNs when it leaves.
     * @param handle it leaves by; anything while no engine is attached.
     * @param buffer that has it.
     * @param offset of its Ethernet header.
     * @param lengthBytes of the frame.
     * @return false if the link is not there.
     */
    @Override
    public boolean send(
            final long timeNs, final long handle, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (attachment().isOfOther(handle)) {
            return true;
        }
        if (!isUp() || attachment().isClosed()) {
            return false;
        }
        if (lengthBytes > current.mtu() + ETHERNET_LENGTH) {
            lost++;
            return true;
        }
        sent++;
        attachment().taken(timeNs, buffer, offset, lengthBytes);
        link.transmit(this, timeNs, buffer, offset, lengthBytes);
        return true;
    }

    /** Nothing waits here: every frame leaves as it is sent. */
    @Override
    public void flush() {}

    @Override
    public long sentFrames() {
        return sent;
    }

    @Override
    public long lostFrames() {
        return lost;
    }

    /**
     * Frames that came and were dropped: too many were on their way, the interface went down, or they were too long for
     * it. What a bad link has lost is counted by the link.
     *
     * @return the number.
     */
    @Override
    public long droppedFrames() {
        return dropped;
    }

    @Override
    public long refusedMemberships() {
        return 0;
    }

    @Override
    public void close() {
        if (!attachment().isClosed()) {
            attachment().close();
            leaveLink();
        }
    }
}
