package dev.covey.linux;

import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupRecordCursor;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.ReceiveProfile;
import dev.covey.engine.wire.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** Which groups were reported, seen by the peer, how long after each general query of IGMPv3 that the host heard. */
final class AnswerRecorder {
    /** What threads that are not scheduled on a busy machine add. */
    private static final long TOLERANCE_NS = TimeUnit.MILLISECONDS.toNanos(300);

    private final PacketClassifier classifier = new PacketClassifier(ReceiveProfile.PASSIVE_OBSERVER);
    private final GroupRecordCursor records = new GroupRecordCursor();
    private final List<Answer> answers = new ArrayList<>();

    /** A query and what came of it. */
    private static final class Answer {
        private final long timeNs;
        private final long maxResponseNs;
        private final Set<Long> groups = new HashSet<>();
        private long lastNs;

        Answer(final long timeNs, final long maxResponseNs) {
            this.timeNs = timeNs;
            this.maxResponseNs = maxResponseNs;
        }
    }

    synchronized void onQuery(
            final long timeNs, final boolean isSent, final DirectBuffer buffer, final int offset, final int length) {
        final DecodedPacket packet = classifier.classify(buffer, offset, length, LinkType.ETHERNET);
        if (!isSent
                && packet.verdict() == Verdict.MEMBERSHIP
                && packet.kind() == MessageKind.V3_QUERY
                && packet.isGeneralQuery()) {
            answers.add(new Answer(timeNs, packet.maxResponseNs()));
        }
    }

    synchronized void onReport(
            final long timeNs, final boolean isSent, final DirectBuffer buffer, final int offset, final int length) {
        final DecodedPacket packet = classifier.classify(buffer, offset, length, LinkType.ETHERNET);
        if (isSent
                || answers.isEmpty()
                || packet.verdict() != Verdict.MEMBERSHIP
                || packet.kind() != MessageKind.V3_REPORT) {
            return;
        }
        final Answer answer = answers.get(answers.size() - 1);
        records.wrap(buffer, packet);
        while (records.next()) {
            if (records.type() == GroupRecordType.MODE_IS_EXCLUDE && answer.groups.add(records.groupLow())) {
                answer.lastNs = timeNs;
            }
        }
    }

    /** Queries that were answered for all groups within their time. */
    synchronized int answersInTime(final int groupCount) {
        return count(groupCount, true);
    }

    /** Queries that were answered for all groups later than that. */
    synchronized int answersNotInTime(final int groupCount) {
        return count(groupCount, false);
    }

    private int count(final int groupCount, final boolean isInTime) {
        int count = 0;
        for (final Answer answer : answers) {
            final boolean wasInTime = answer.lastNs - answer.timeNs <= answer.maxResponseNs + TOLERANCE_NS;
            if (answer.groups.size() >= groupCount && wasInTime == isInTime) {
                count++;
            }
        }
        return count;
    }

    @Override
    public synchronized String toString() {
        final StringBuilder text = new StringBuilder("AnswerRecorder{");
        for (final Answer answer : answers) {
            text.append(answer.groups.size())
                    .append(" groups in ")
                    .append(TimeUnit.NANOSECONDS.toMillis(answer.lastNs - answer.timeNs))
                    .append(" ms of ")
                    .append(TimeUnit.NANOSECONDS.toMillis(answer.maxResponseNs))
                    .append("; ");
        }
        return text.append('}').toString();
    }
}
