package dev.covey.examples;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.MembershipReader;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.IngressStatus;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.wire.InternetAddress;
import org.agrona.concurrent.AgentInvoker;

/** A program with a loop of its own, and the engine inside that loop: one thread does the work of both. */
public final class OwnLoop {
    private static final InternetAddress GROUP = InternetAddress.parse("232.1.2.3");
    private static final InternetAddress PUBLISHER = InternetAddress.parse("192.0.2.7");
    private static final InternetAddress STRANGER = InternetAddress.parse("192.0.2.66");

    private OwnLoop() {}

    public static void main(final String[] args) {
        // What the engine has to say on the link. A network card would send it.
        final PacketSink card = (timeNs, link, frame, offset, lengthBytes) -> {
            System.out.println("sends a report, " + lengthBytes + " bytes");
            return true;
        };
        try (MulticastEngine engine = MulticastEngine.launch(new EngineContext().packetSink(card));
                AgentInvoker invoker = new AgentInvoker(Throwable::printStackTrace, null, engine.agent());
                MembershipReader reader = engine.openPollingReader("own loop")) {
            invoker.start();
            final EngineClient client = engine.newClient();
            final Completion answer = new Completion(); // used again and again
            final long eth0 = result(invoker, answer, client.attach(eth0(), answer.reset()));
            final long socket = result(invoker, answer, client.openSocket(7, answer.reset()));
            final long joined = client.joinSource(
                    socket, eth0, GROUP.high(), GROUP.low(), PUBLISHER.high(), PUBLISHER.low(), answer.reset());
            result(invoker, answer, joined);

            final long[] sockets = new long[16];
            for (int turn = 0; turn < 3; turn++) { // a program would go on until it is told to stop
                invoker.invoke(); // the engine's part of the loop: commands, packets, timers, and what is to be said
                // The program's part. Who gets the datagrams that came in? Asking takes no lock and never waits.
                final InternetAddress from = turn == 1 ? STRANGER : PUBLISHER;
                final int count = reader.deliver(eth0, GROUP.high(), GROUP.low(), from.high(), from.low(), sockets);
                System.out.println(GROUP + " from " + from + " goes to " + count + " of our sockets");
                reader.quiescent(); // once per turn: nothing that was found is held on to
            }
        } // closed in reverse. The engine leaves what is joined, and says so.
    }

    private static InterfaceConfiguration eth0() {
        final InternetAddress address = InternetAddress.parse("192.0.2.10");
        return InterfaceConfiguration.builder(2, 0x0200_0000_0001L)
                .addresses(InterfaceAddresses.NONE.with(address.high(), address.low(), 24))
                .build();
    }

    /** The answer. A command rides the engine's ring, and is answered when the engine has done its part. */
    private static long result(final AgentInvoker invoker, final Completion answer, final long sequence) {
        if (sequence < 0) {
            throw new IllegalStateException("not taken: " + IngressStatus.describe(sequence));
        }
        while (!answer.isDone() && invoker.isRunning()) {
            invoker.invoke();
        }
        if (answer.result() < 0) {
            throw new IllegalStateException("refused: " + OperationStatus.errno(answer.result()));
        }
        return answer.result();
    }
}
