package dev.covey.tools.replay;

import dev.covey.engine.counters.DropReason;
import dev.covey.tools.capture.CaptureFormatException;
import dev.covey.tools.capture.CaptureReader;
import dev.covey.tools.capture.CapturedPacket;
import dev.covey.tools.capture.Framing;
import dev.covey.tools.capture.LinkType;
import dev.covey.tools.observe.Summary;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Hands the packets of a capture to an engine, each at its own time. Used once. */
final class Replay {
    private final ReplayEngine engine;
    private final Links links;
    private final Summary summary;
    private final StopTime stop;
    private final Consumer<String> warnings;
    private final Set<Integer> unknownLinkTypes = new HashSet<>();
    private final CapturedPacket packet = new CapturedPacket();
    private PacketStore store;
    private boolean isTooLargeToStore;
    private boolean hasTime;
    private long firstTimeNs;
    private long timeNs;
    private int refusedLinks;

    /** @param warnings told, once each, what is not replayed and why. */
    Replay(
            final ReplayEngine engine,
            final Links links,
            final Summary summary,
            final StopTime stop,
            final Consumer<String> warnings) {
        this.engine = engine;
        this.links = links;
        this.summary = summary;
        this.stop = stop;
        this.warnings = warnings;
    }

    /** Also keep the packets that reach the engine. */
    void storeTo(final PacketStore target) {
        store = target;
    }

    /**
     * Replay up to the end of the capture or the time to stop, and bring the engine to that time.
     *
     * @param reader of the capture.
     * @param progress told after each packet.
     * @throws CaptureFormatException after everything before the defect was replayed.
     */
    void run(final CaptureReader reader, final Runnable progress) throws CaptureFormatException {
        try {
            while (reader.next(packet) && replayPacket()) {
                progress.run();
            }
        } catch (final CaptureFormatException defect) {
            settle();
            throw defect;
        }
        settle();
    }

    boolean isTooLargeToStore() {
        return isTooLargeToStore;
    }

    boolean hasTime() {
        return hasTime;
    }

    /** When the first packet was, in nanoseconds since the Unix epoch. */
    long firstTimeNs() {
        return firstTimeNs;
    }

    /** The engine's time, in nanoseconds since the Unix epoch. */
    long timeNs() {
        return timeNs;
    }

    private boolean replayPacket() {
        if (!hasTime) {
            hasTime = true;
            // Nobody captured anything before 1970: such a time is a broken clock's.
            firstTimeNs = Math.max(0, packet.timeNs());
            timeNs = firstTimeNs;
        }
        // Captures of several queues are not always in order; time stands still rather than going back.
        final long packetTimeNs = Math.max(timeNs, packet.timeNs());
        if (packetTimeNs > stop.resolveNs(firstTimeNs)) {
            return false;
        }
        timeNs = packetTimeNs;
        summary.onPacket();
        if (packet.framing() == Framing.NONE) {
            warnOfUnknownLinkType();
            summary.onOther();
            return true;
        }
        final long linkHandle = links.handleOf(packet.linkName(), timeNs);
        if (linkHandle == Links.REFUSED) {
            warnOfRefusedLink();
            summary.onDrop(DropReason.ENGINE_DROP_NOIFACE);
            return true;
        }
        engine.receive(
                timeNs, linkHandle, packet.framing(), packet.buffer(), packet.frameOffset(), packet.frameLength());
        if (store != null && !isTooLargeToStore) {
            isTooLargeToStore = !store.add(timeNs, packet);
        }
        return true;
    }

    private void settle() {
        if (!hasTime) {
            return;
        }
        if (!stop.isNever()) {
            timeNs = Math.max(timeNs, stop.resolveNs(firstTimeNs));
        }
        engine.advanceTo(timeNs);
    }

    private void warnOfUnknownLinkType() {
        if (packet.linkType() == LinkType.UNKNOWN && unknownLinkTypes.add(packet.linkTypeCode())) {
            warnings.accept("skipped packets of an unknown link type: code=" + packet.linkTypeCode() + ", interface="
                    + packet.interfaceName());
        }
    }

    private void warnOfRefusedLink() {
        if (links.refused().size() != refusedLinks) {
            refusedLinks = links.refused().size();
            warnings.accept("skipped packets of a link that the engine refused: link=" + packet.linkName());
        }
    }
}
