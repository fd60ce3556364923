package dev.covey.linux;

import dev.covey.engine.EngineClient;
import dev.covey.engine.membership.InterfaceConfiguration;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * Another port, with everything that the engine takes and sends written to a capture. What cannot be written stops
 * nothing: ask {@link FrameCapture#fault}.
 *
 * <p>The capture belongs to whoever made it, and may outlive the port: the next port of the same link may write to it.
 *
 * <p>Threading: as {@link PacketPort} has it.
 */
public final class CapturePort implements PacketPort {
    private final PacketPort port;
    private final FrameCapture capture;

    /**
     * A port in front of another.
     *
     * @param port that has the link; closed with this one.
     * @param capture to write to; flushed when there is nothing else to do, not closed.
     */
    public CapturePort(final PacketPort port, final FrameCapture capture) {
        this.port = Objects.requireNonNull(port);
        this.capture = Objects.requireNonNull(capture);
        port.addFrameListener(capture);
    }

    /**
     * What is written to.
     *
     * @return the capture.
     */
    public FrameCapture capture() {
        return capture;
    }

    @Override
    public int doWork() {
        final int work = port.doWork();
        if (work == 0) {
            capture.flush();
        }
        return work;
    }

    @Override
    public void attach(final EngineClient engineClient, final InterfaceConfiguration interfaceSettings) {
        port.attach(engineClient, interfaceSettings);
    }

    @Override
    public void addFrameListener(final FrameListener listener) {
        port.addFrameListener(listener);
    }

    @Override
    public boolean send(
            final long timeNs, final long handle, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        return port.send(timeNs, handle, buffer, offset, lengthBytes);
    }

    @Override
    public void onTooLong(final long timeNs, final long handle) {
        port.onTooLong(timeNs, handle);
    }

    @Override
    public void onLinkFilter(final long handle, final long macAddress, final boolean isAdded) {
        port.onLinkFilter(handle, macAddress, isAdded);
    }

    @Override
    public void onAllMulticast(final long handle, final boolean isOn) {
        port.onAllMulticast(handle, isOn);
    }

    @Override
    public void flush() {
        port.flush();
        capture.flush();
    }

    @Override
    public long interfaceHandle() {
        return port.interfaceHandle();
    }

    @Override
    public boolean isRemoved() {
        return port.isRemoved();
    }

    @Override
    public InterfaceFacts facts() {
        return port.facts();
    }

    @Override
    public long receivedFrames() {
        return port.receivedFrames();
    }

    @Override
    public long sentFrames() {
        return port.sentFrames();
    }

    @Override
    public long lostFrames() {
        return port.lostFrames();
    }

    @Override
    public long droppedFrames() {
        return port.droppedFrames();
    }

    @Override
    public long refusedMemberships() {
        return port.refusedMemberships();
    }

    @Override
    public String roleName() {
        return port.roleName();
    }

    @Override
    public void onStart() {
        port.onStart();
    }

    @Override
    public void close() {
        port.close();
        capture.flush();
    }

    @Override
    public String toString() {
        return "CapturePort{port=" + port + ", capture=" + capture + '}';
    }
}
