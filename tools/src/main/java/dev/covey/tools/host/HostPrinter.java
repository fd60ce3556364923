package dev.covey.tools.host;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.ReceiveProfile;
import dev.covey.engine.wire.Verdict;
import dev.covey.tools.drive.PacketSummary;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** Says for people what happens, one line each, with seconds since the start. */
final class HostPrinter {
    private static final double NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter out;
    private final TimeSource timeSource;
    private final long startNs;
    private final PacketClassifier classifier = new PacketClassifier(ReceiveProfile.PASSIVE_OBSERVER);
    private final PacketSummary summary = new PacketSummary();

    HostPrinter(final PrintWriter out, final TimeSource timeSource) {
        this.out = out;
        this.timeSource = timeSource;
        this.startNs = timeSource.timeNs();
    }

    /** True if nobody reads any more. */
    boolean isBroken() {
        return out.checkError();
    }

    void line(final String word, final String text) {
        line(timeSource.timeNs(), word, text);
    }

    private void line(final long timeNs, final String word, final String text) {
        final double seconds = (timeNs - startNs) / NS_PER_SECOND;
        out.println(String.format(Locale.ROOT, "%+13.6f  %-8s  %s", seconds, word, text));
    }

    void dropped(final long timeNs, final DropReason reason) {
        line(timeNs, "dropped", reason.label());
    }

    /** Everything that is sent, and queries that are heard. */
    void frame(final long timeNs, final boolean isSent, final DirectBuffer buffer, final int offset, final int length) {
        final DecodedPacket packet = classifier.classify(buffer, offset, length, LinkType.ETHERNET);
        if (isSent) {
            line(timeNs, "sent", summary.of(packet, buffer));
        } else if (packet.verdict() == Verdict.MEMBERSHIP && packet.kind().isQuery()) {
            line(
                    timeNs,
                    "heard",
                    summary.of(packet, buffer) + ", from "
                            + InternetAddress.toString(packet.sourceHigh(), packet.sourceLow()));
        }
    }
}
