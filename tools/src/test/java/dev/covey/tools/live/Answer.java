package dev.covey.tools.live;

import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupRecordCursor;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.ReceiveProfile;
import dev.covey.engine.wire.Verdict;
import dev.covey.tools.capture.CaptureReader;
import dev.covey.tools.capture.CapturedPacket;
import dev.covey.tools.capture.Captures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/** What came of a general query of the newest version. Times count from the query, by the clock of who took it down. */
public final class Answer {
    private final String prefix;
    private final MessageKind kind;
    private final long queriedNs;
    private final Map<InternetAddress, Integer> timesByGroup = new HashMap<>();
    private final List<Long> packetsNs = new ArrayList<>();

    Answer(final boolean isIpv6, final String prefix, final long queriedNs) {
        this.prefix = prefix;
        this.kind = isIpv6 ? MessageKind.MLD_V2_REPORT : MessageKind.V3_REPORT;
        this.queriedNs = queriedNs;
    }

    /** The answers that a capture has, one for each query. Groups of the kernels have another prefix. */
    public static List<Answer> read(final Path capture, final boolean isIpv6, final String prefix) throws IOException {
        final MessageKind query = isIpv6 ? MessageKind.MLD_V2_QUERY : MessageKind.V3_QUERY;
        final PacketClassifier classifier = new PacketClassifier(ReceiveProfile.STRICT);
        final CapturedPacket captured = new CapturedPacket();
        final List<Answer> answers = new ArrayList<>();
        try (CaptureReader reader = Captures.open(List.of(capture.toString()), InputStream.nullInputStream())) {
            while (reader.next(captured)) {
                final DecodedPacket packet =
                        classifier.classify(captured.buffer(), 0, captured.capturedLength(), LinkType.ETHERNET);
                if (packet.verdict() == Verdict.MEMBERSHIP && packet.kind() == query) {
                    answers.add(new Answer(isIpv6, prefix, captured.timeNs()));
                } else if (!answers.isEmpty()) {
                    answers.get(answers.size() - 1).take(captured.timeNs(), packet, captured.buffer());
                }
            }
        }
        return answers;
    }

    /** Take a packet down, if it is one of the answer. */
    void take(final long timeNs, final DecodedPacket packet, final DirectBuffer buffer) {
        if (packet.verdict() != Verdict.MEMBERSHIP || packet.kind() != kind) {
            return;
        }
        boolean isOfHost = false;
        final GroupRecordCursor records = new GroupRecordCursor();
        records.wrap(buffer, packet);
        while (records.next()) {
            final InternetAddress group = new InternetAddress(records.groupHigh(), records.groupLow());
            // The kernels on the link answer for groups of their own.
            if (records.type() == GroupRecordType.MODE_IS_EXCLUDE
                    && group.toString().startsWith(prefix)) {
                timesByGroup.merge(group, 1, Integer::sum);
                isOfHost = true;
            }
        }
        if (isOfHost) {
            packetsNs.add(timeNs - queriedNs);
        }
    }

    /** How often each group was answered for. */
    public Map<InternetAddress, Integer> timesByGroup() {
        return timesByGroup;
    }

    /** When each packet of the answer came, or left. */
    public List<Long> packetsNs() {
        return packetsNs;
    }

    public long firstNs() {
        return packetsNs.get(0);
    }

    public long lastNs() {
        return packetsNs.get(packetsNs.size() - 1);
    }

    @Override
    public String toString() {
        return "Answer{groups=" + timesByGroup.size() + ", packets=" + packetsNs.size()
                + (packetsNs.isEmpty() ? "" : ", first=" + firstNs() + " ns, last=" + lastNs() + " ns") + '}';
    }
}
