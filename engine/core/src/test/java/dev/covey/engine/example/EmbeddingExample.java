package dev.covey.engine.example;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.MembershipReader;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.IngressStatus;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.protocol.MembershipChange;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.timer.MonotonicTimeSource;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketEnvelope;
import java.io.PrintStream;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;

/** An engine embedded in a program: the README shows what is between the two marks. */
public final class EmbeddingExample {
    private static final InternetAddress GROUP = InternetAddress.parse("239.1.2.3");
    private static final InternetAddress SOURCE = InternetAddress.parse("192.0.2.7");
    private static final InternetAddress NEIGHBOUR = InternetAddress.parse("192.0.2.9");
    private static final InternetAddress ITS_GROUP = InternetAddress.parse("239.4.5.6");

    private EmbeddingExample() {}

    /**
     * Run the example.
     *
     * @param args not used.
     */
    public static void main(final String[] args) {
        run(System.out);
    }

    // README begins here
    static void run(final PrintStream out) {
        final MembershipListener listener = new MembershipListener() {
            @Override // on the engine's thread, in the order of events
            public void onMembershipChange(
                    final long timeNs,
                    final long interfaceHandle,
                    final MembershipChange change,
                    final long groupHigh,
                    final long groupLow,
                    final FilterMode mode,
                    final long reporterHigh,
                    final long reporterLow) {
                out.println(change + " " + InternetAddress.toString(groupHigh, groupLow) + " by "
                        + InternetAddress.toString(reporterHigh, reporterLow));
            }
        };
        final TimeSource clock = new MonotonicTimeSource();
        final EngineContext context = new EngineContext().timeSource(clock).listener(listener);

        try (MulticastEngine engine = MulticastEngine.launch(context);
                AgentRunner runner =
                        new AgentRunner(new BackoffIdleStrategy(), Throwable::printStackTrace, null, engine.agent());
                MembershipReader reader = engine.openReader("packet thread")) {
            AgentRunner.startOnThread(runner);

            // Commands ride the ring; their answers arrive in a completion, which is used again and again.
            final EngineClient client = engine.newClient();
            final Completion answer = new Completion();
            final InterfaceConfiguration configuration = InterfaceConfiguration.builder(2, 0x0200_0000_0001L)
                    .router(true)
                    .build();
            final long eth0 = result(client.attach(configuration, answer.reset()), answer);
            final long socket = result(client.openSocket(7, answer.reset()), answer);
            result(client.join(socket, eth0, GROUP.high(), GROUP.low(), answer.reset()), answer);

            // Who gets a packet? Any thread asks through a reader of its own, and never waits for the engine.
            final long[] sockets = new long[16];
            final int count = reader.deliver(eth0, GROUP.high(), GROUP.low(), SOURCE.high(), SOURCE.low(), sockets);
            out.println(GROUP + " from " + SOURCE + " goes to " + count + " socket, ours: " + (sockets[0] == socket));

            // Packets ride the same ring: here the report of a host on the link, who joins another group.
            final ExpandableArrayBuffer packet = new ExpandableArrayBuffer();
            final PacketEnvelope envelope =
                    new PacketEnvelope(AddressFamily.IPV4).source(NEIGHBOUR.high(), NEIGHBOUR.low());
            final int length = new GroupMessageEncoder(envelope)
                    .report(packet, 0, MessageKind.V2_REPORT, ITS_GROUP.high(), ITS_GROUP.low());
            requireTaken(client.offer(eth0, LinkType.INTERNET, packet, 0, length, clock.timeNs()));

            // What is done is done in order: when this is answered, the report has been applied.
            result(client.closeSocket(socket, answer.reset()), answer);
            out.println(
                    "left: " + reader.deliver(eth0, GROUP.high(), GROUP.low(), SOURCE.high(), SOURCE.low(), sockets));
            result(client.detach(eth0, answer.reset()), answer);
        } // closed in reverse: the reader, the engine's thread, the engine with its memory
    }

    private static void requireTaken(final long sequence) {
        if (sequence < 0) {
            throw new IllegalStateException("not taken: " + IngressStatus.describe(sequence));
        }
    }

    private static long result(final long sequence, final Completion answer) {
        requireTaken(sequence);
        while (!answer.isDone()) {
            Thread.onSpinWait();
        }
        if (answer.result() < 0) {
            throw new IllegalStateException("refused: " + OperationStatus.errno(answer.result()));
        }
        return answer.result();
    }
    // README ends here
}
