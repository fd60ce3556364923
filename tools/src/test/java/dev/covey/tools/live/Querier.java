package dev.covey.tools.live;

import dev.covey.engine.EngineContext;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.timer.MonotonicTimeSource;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.PacketEnvelope;
import dev.covey.engine.wire.QueryEncoder;
import dev.covey.engine.wire.ReceiveProfile;
import dev.covey.linux.AfPacketContext;
import dev.covey.linux.AfPacketPort;
import dev.covey.linux.PacketPort;
import dev.covey.linux.PortException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableDirectByteBuffer;

/**
 * A querier of the newest versions that is made of frames: it asks, and takes down when who answers for which group.
 */
public final class Querier implements AutoCloseable {
    private static final int RING_LENGTH = 1 << 24;
    private static final long QUERY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(125);
    private static final InternetAddress IPV4_SOURCE = InternetAddress.parse("10.88.0.254");
    private static final InternetAddress IPV6_SOURCE = InternetAddress.parse("fe80::fe");

    private final TimeSource clock = new MonotonicTimeSource();
    private final PacketClassifier classifier = new PacketClassifier(ReceiveProfile.STRICT);
    private final ExpandableDirectByteBuffer frame = new ExpandableDirectByteBuffer(256);
    private final MulticastEngine engine;
    private final PacketPort port;
    private Answer answer;

    @SuppressWarnings("MustBeClosedChecker") // closed with this
    public Querier(final String namespace, final String interfaceName) throws PortException {
        port = AfPacketPort.open(new AfPacketContext(interfaceName)
                .networkNamespace(namespace)
                .timeSource(clock)
                .ringLength(RING_LENGTH)
                .frameListener(this::onFrame));
        engine = MulticastEngine.launch(new EngineContext().timeSource(clock));
        port.attach(
                engine.newClient(),
                InterfaceConfiguration.builder(0, 0).host(false).build());
        while (port.interfaceHandle() == PacketPort.NO_HANDLE) {
            cycle();
        }
        // Nobody on this machine has asked the interface for the addresses that reports go to.
        port.onAllMulticast(port.interfaceHandle(), true);
    }

    /** Ask for all groups, and take the answers down for as long as they may take, and a while longer. */
    public Answer askForAll(
            final boolean isIpv6, final long maxResponseNs, final long listenNs, final String groupPrefix) {
        final InternetAddress source = isIpv6 ? IPV6_SOURCE : IPV4_SOURCE;
        final InternetAddress all = InternetAddress.parse(isIpv6 ? "::" : "0.0.0.0");
        final QueryEncoder encoder =
                new QueryEncoder(new PacketEnvelope(isIpv6 ? AddressFamily.IPV6 : AddressFamily.IPV4)
                        .source(source.high(), source.low())
                        .ethernet(port.facts().macAddress()));
        encoder.begin(frame, 0, all.high(), all.low(), maxResponseNs, false, 2, QUERY_INTERVAL_NS);
        final int length = encoder.end();
        final long sentNs = clock.timeNs();
        answer = new Answer(isIpv6, groupPrefix, sentNs);
        port.send(sentNs, port.interfaceHandle(), frame, 0, length);
        port.flush();
        while (clock.timeNs() - sentNs < listenNs) {
            if (cycle() == 0) {
                LockSupport.parkNanos(100_000);
            }
        }
        return answer;
    }

    /** Frames that came when there was no room for them. */
    public long lostFrames() {
        return port.droppedFrames();
    }

    private int cycle() {
        return engine.agent().doWork() + port.doWork();
    }

    private void onFrame(
            final long timeNs, final boolean isSent, final DirectBuffer buffer, final int offset, final int length) {
        final DecodedPacket packet = classifier.classify(buffer, offset, length, LinkType.ETHERNET);
        if (!isSent && answer != null) {
            answer.take(timeNs, packet, buffer);
        }
    }

    @Override
    public void close() {
        try {
            engine.close();
        } finally {
            port.close();
        }
    }
}
