package dev.covey.linux;

import dev.covey.engine.EngineClient;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.membership.InterfaceConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;

/**
 * The ports of one engine, one for each interface that there was. Each of them leaves alone what is not its own.
 *
 * <p>Threading: the engine's thread, but for {@link #add}, {@link #refuse} and {@link #attempts}.
 */
final class LivePorts implements Agent, PacketSink, MembershipListener, AutoCloseable {
    private final InterfaceConfiguration settings;
    private final Supplier<EngineClient> clients;
    private final ConcurrentLinkedQueue<PacketPort> opened = new ConcurrentLinkedQueue<>();
    private final List<PacketPort> ports = new ArrayList<>();
    private volatile boolean isRefusing;
    private volatile long attempts;

    LivePorts(final InterfaceConfiguration settings, final Supplier<EngineClient> clients) {
        this.settings = settings;
        this.clients = clients;
    }

    /** Have a port attached in the next cycle. */
    void add(final PacketPort port) {
        opened.add(port);
    }

    /** From now on: is everything refused that is to be sent? */
    void refuse(final boolean isRefused) {
        isRefusing = isRefused;
    }

    /** How often the engine has tried to send, whatever came of it. */
    long attempts() {
        return attempts;
    }

    @Override
    public int doWork() {
        int work = 0;
        final PacketPort next = opened.poll();
        if (next != null) {
            ports.add(next);
            next.attach(clients.get(), settings);
            work++;
        }
        for (final PacketPort port : ports) {
            work += port.doWork();
        }
        return work;
    }

    @Override
    public boolean send(
            final long timeNs,
            final long interfaceHandle,
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes) {
        attempts = attempts + 1;
        boolean isTaken = !isRefusing;
        for (int i = 0; i < ports.size() && isTaken; i++) {
            isTaken = ports.get(i).send(timeNs, interfaceHandle, buffer, offset, lengthBytes);
        }
        return isTaken;
    }

    @Override
    public void onLinkFilter(final long handle, final long macAddress, final boolean isAdded) {
        ports.forEach(port -> port.onLinkFilter(handle, macAddress, isAdded));
    }

    @Override
    public void onAllMulticast(final long handle, final boolean isOn) {
        ports.forEach(port -> port.onAllMulticast(handle, isOn));
    }

    @Override
    public String roleName() {
        return "live-ports";
    }

    @Override
    public void close() {
        ports.addAll(opened);
        CloseHelper.closeAll(ports);
    }
}
