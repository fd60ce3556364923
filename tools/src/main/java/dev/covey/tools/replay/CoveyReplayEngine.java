package dev.covey.tools.replay;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.IngressStatus;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.table.AuditReport;
import dev.covey.engine.timer.VirtualTimeSource;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.ReceiveProfile;
import dev.covey.tools.capture.Framing;
import dev.covey.tools.observe.EngineObservation;
import dev.covey.tools.observe.ObservedEngine;
import org.agrona.DirectBuffer;

/**
 * The engine itself, through its ring, with its duty cycle in the loop of the replay.
 *
 * <p>The clock stands at the time of the last packet handed in, so the cycle that empties the ring finds no timer due
 * that a packet still in the ring could have put off.
 */
public final class CoveyReplayEngine implements ReplayEngine {
    private static final int EVENTS_PER_CYCLE = 256;
    private static final int BYTES_PER_CYCLE = 1024 * 1024;

    /** No IP packet is longer with its link header, and captures of offloaded packets do end in padding. */
    private static final int MAX_PACKET_LENGTH = 128 * 1024;

    /** Nothing is sent, so no link has an address of its own. */
    private static final long NO_MAC_ADDRESS = 0;

    private static final int MTU = 1500;

    private final VirtualTimeSource clock = new VirtualTimeSource(0);
    private final Completion completion = new Completion();
    private final MulticastEngine engine;
    private final EngineClient client;
    private final EngineObservation observation;
    private int linkCount;
    private int eventsInRing;
    private int bytesInRing;

    /**
     * Launch an engine.
     *
     * @param listener told of everything that happens in it.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the engine is closed with this
    public CoveyReplayEngine(final MembershipListener listener) {
        engine = MulticastEngine.launch(new EngineContext()
                .timeSource(clock)
                .listener(listener)
                // Who only watches shows what the peers on the link made of each other's messages.
                .receiveProfile(ReceiveProfile.PASSIVE_OBSERVER)
                .eventsPerCycle(EVENTS_PER_CYCLE));
        client = engine.newClient();
        observation = new EngineObservation(engine, clock);
    }

    @Override
    public long attach(final String name, final long timeNs) {
        // What is in the ring belongs before the link: its time is the clock's.
        advanceTo(timeNs);
        linkCount++;
        requireTaken(client.attach(
                InterfaceConfiguration.builder(linkCount, NO_MAC_ADDRESS)
                        .mtu(MTU)
                        .router(true)
                        .host(false)
                        .build(),
                completion.reset()));
        while (!completion.isDone()) {
            engine.agent().doWork();
        }
        return completion.result();
    }

    @Override
    public void receive(
            final long timeNs,
            final long linkHandle,
            final Framing framing,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final int offeredLength = Math.min(length, MAX_PACKET_LENGTH);
        clock.advanceTo(timeNs);
        requireTaken(client.offer(
                linkHandle,
                framing == Framing.ETHERNET ? LinkType.ETHERNET : LinkType.INTERNET,
                buffer,
                offset,
                offeredLength,
                timeNs));
        eventsInRing++;
        bytesInRing += offeredLength;
        if (eventsInRing == EVENTS_PER_CYCLE || bytesInRing >= BYTES_PER_CYCLE) {
            drain();
        }
    }

    @Override
    public void advanceTo(final long timeNs) {
        drain();
        clock.advanceTo(timeNs);
        engine.agent().doWork();
    }

    @Override
    public ObservedEngine observed() {
        return observation;
    }

    @Override
    public AuditReport audit() {
        return engine.view().audit();
    }

    @Override
    public void close() {
        engine.close();
    }

    /** Let the engine take everything out of the ring. */
    private void drain() {
        if (eventsInRing > 0) {
            engine.agent().doWork();
            eventsInRing = 0;
            bytesInRing = 0;
        }
    }

    private static void requireTaken(final long sequence) {
        if (sequence < 0) {
            // The ring holds more than the loop puts into it before it empties it.
            throw new IllegalStateException("engine refused: status=" + IngressStatus.describe(sequence));
        }
    }
}
