package dev.covey.examples;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.linux.AfPacketContext;
import dev.covey.linux.AfPacketPort;
import dev.covey.linux.PacketPort;
import dev.covey.linux.PortException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.ShutdownSignalBarrier;

/** Forwards an IPv4 group from one interface of Linux to another: {@code ForwardGroup 239.1.1.1 eth0 eth1}. */
public final class ForwardGroup {
    private ForwardGroup() {}

    public static void main(final String[] args) throws PortException {
        final AtomicBoolean isRunning = new AtomicBoolean(true);
        try (ShutdownSignalBarrier ended = new ShutdownSignalBarrier(() -> isRunning.set(false))) {
            run(InternetAddress.parse(args[0]), new AfPacketContext(args[1]), new AfPacketContext(args[2]), isRunning);
        } // the signal that ends the machine waits for this
    }

    static void run(
            final InternetAddress group,
            final AfPacketContext from,
            final AfPacketContext to,
            final AtomicBoolean isRunning)
            throws PortException {
        try (PacketPort in = AfPacketPort.open(from.dataWanted(true));
                PacketPort out = AfPacketPort.open(to);
                MulticastEngine engine = MulticastEngine.launch(new EngineContext().packetSink(both(in, out)))) {
            in.addFrameListener(new GroupForwarder(group, engine.view().routers(), out));
            final AgentInvoker loop =
                    new AgentInvoker(Throwable::printStackTrace, null, new CompositeAgent(engine.agent(), in, out));
            loop.start();

            // A host on the link that the group comes from: it joins. A router on the other: it hears who joins there.
            final EngineClient client = engine.newClient();
            in.attach(client, InterfaceConfiguration.builder(0, 0).build());
            while (in.interfaceHandle() == 0) { // until then, the engine has no other interface
                loop.invoke();
            }
            final InterfaceConfiguration router = InterfaceConfiguration.builder(0, 0)
                    .host(false)
                    .router(true)
                    .build();
            out.attach(client, router);
            final Completion socket = new Completion();
            client.openSocket(0, socket);
            while (!socket.isDone() || out.interfaceHandle() == 0) {
                loop.invoke();
            }
            client.join(socket.result(), in.interfaceHandle(), group.high(), group.low(), null);
            in.onLinkFilter(in.interfaceHandle(), InternetAddress.multicastMac(group.high(), group.low()), true);
            out.onAllMulticast(out.interfaceHandle(), true); // the reports of old hosts go to the groups themselves
            final IdleStrategy idle = new BackoffIdleStrategy();
            while (isRunning.get()) {
                idle.idle(loop.invoke());
            }
        } // closed in reverse: the engine leaves the group while its port is still there to say so
    }

    /** Each frame leaves by the port of its interface. */
    private static PacketSink both(final PacketPort in, final PacketPort out) {
        return (timeNs, link, frame, offset, lengthBytes) -> {
            final PacketPort port = in.interfaceHandle() == 0 || link == in.interfaceHandle() ? in : out;
            return port.send(timeNs, link, frame, offset, lengthBytes);
        };
    }
}
