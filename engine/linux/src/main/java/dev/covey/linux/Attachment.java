package dev.covey.linux;

import dev.covey.engine.EngineClient;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.counters.InterfaceCounters;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.IngressStatus;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.wire.LinkType;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * What is between a port and the engine, the same for every port: the interface is attached once, gets what comes in,
 * is told what becomes of the link, and is detached when the link is gone.
 *
 * <p>Threading: the port's thread; handle, state and facts are read by any.
 */
final class Attachment {
    /** Where the port is in its life. */
    enum State {
        OPEN,
        ATTACHING,
        ATTACHED,
        REMOVED,
        CLOSED
    }

    private final Completion completion = new Completion();
    private volatile State state = State.OPEN;
    private volatile InterfaceFacts facts;
    private volatile long interfaceHandle = PacketPort.NO_HANDLE;
    private InterfaceConfiguration settings;
    private EngineClient client;
    private FrameListener frameListener;
    private InterfaceCounters counters;
    private boolean isDetachDue;
    private long received;

    Attachment(final InterfaceFacts facts, final FrameListener frameListener) {
        this.facts = facts;
        this.frameListener = frameListener;
    }

    InterfaceFacts facts() {
        return facts;
    }

    State state() {
        return state;
    }

    boolean isAttached() {
        return state == State.ATTACHED;
    }

    boolean isRemoved() {
        return state == State.REMOVED;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    long interfaceHandle() {
        return interfaceHandle;
    }

    long receivedFrames() {
        return received;
    }

    void addFrameListener(final FrameListener listener) {
        frameListener = frameListener.andThen(listener);
    }

    void attach(final EngineClient engineClient, final InterfaceConfiguration interfaceSettings) {
        if (state != State.OPEN) {
            throw new IllegalStateException("cannot be attached: interface=" + facts.name() + ", state=" + state);
        }
        client = Objects.requireNonNull(engineClient);
        settings = Objects.requireNonNull(interfaceSettings);
        final long sequence = client.attach(facts.toConfiguration(settings), completion.reset());
        if (sequence < 0) {
            throw new IllegalStateException("engine refused: status=" + IngressStatus.describe(sequence));
        }
        state = State.ATTACHING;
    }

    /** What is to be done while the interface is not attached, or not any more; returns how much was. */
    int advance() {
        switch (state) {
            case OPEN, REMOVED, CLOSED -> {
                return detachIfDue();
            }
            case ATTACHING -> {
                return finishAttaching();
            }
            case ATTACHED -> {
                return 0;
            }
        }
        return 0;
    }

    private int finishAttaching() {
        if (!completion.isDone()) {
            return 0;
        }
        if (completion.result() < 0) {
            state = State.OPEN;
            throw new IllegalStateException(
                    "engine refused: interface=" + facts.name() + ", status=" + completion.result());
        }
        interfaceHandle = completion.result();
        counters = client.interfaceCounters(interfaceHandle);
        state = State.ATTACHED;
        return 1;
    }

    /** Hand a frame to the engine; false if it does not take it now. */
    boolean offer(final long timeNs, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final long sequence = client.offer(interfaceHandle, LinkType.ETHERNET, buffer, offset, lengthBytes, timeNs);
        if (sequence == IngressStatus.BACK_PRESSURED) {
            return false;
        }
        received++;
        frameListener.onFrame(timeNs, false, buffer, offset, lengthBytes);
        return true;
    }

    /** The port has taken a frame of the engine. */
    void taken(final long timeNs, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        frameListener.onFrame(timeNs, true, buffer, offset, lengthBytes);
    }

    /** The handle is not known while the interface is being attached, and already something is said. */
    boolean isOfOther(final long handle) {
        return interfaceHandle != PacketPort.NO_HANDLE && handle != interfaceHandle;
    }

    /** Tell the engine what is true now; false if it does not take it now. */
    boolean change(final InterfaceFacts now) {
        if (!now.equals(facts)) {
            if (client.configure(interfaceHandle, now.toConfiguration(settings), null) < 0) {
                return false;
            }
            facts = now;
        }
        return true;
    }

    /** The link is gone: the engine is told, now or as soon as it listens. */
    void remove() {
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

    /** Show what the port has counted among the counters of its interface. */
    void show(final PacketPort port) {
        if (counters != null) {
            counters.set(EngineCounter.PORT_RX_FRAMES, port.receivedFrames());
            counters.set(EngineCounter.PORT_RX_DROPPED, port.droppedFrames());
            counters.set(EngineCounter.PORT_TX_FRAMES, port.sentFrames());
            counters.set(EngineCounter.PORT_TX_LOST, port.lostFrames());
            counters.set(EngineCounter.PORT_FILTER_REFUSED, port.refusedMemberships());
        }
    }

    void close() {
        state = State.CLOSED;
    }

    @Override
    public String toString() {
        return "facts=" + facts + ", state=" + state + ", interfaceHandle=" + interfaceHandle + ", receivedFrames="
                + received;
    }
}
