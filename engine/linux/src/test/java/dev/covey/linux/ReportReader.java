package dev.covey.linux;

import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupRecordCursor;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.ReceiveProfile;
import dev.covey.engine.wire.SourceListFlyweight;
import dev.covey.engine.wire.Verdict;
import java.util.Collection;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.agrona.DirectBuffer;

/** Says in words what a host says of groups: {@code MODE_IS_INCLUDE 239.1.1.1 [10.0.0.1]}, {@code V2_REPORT ...}. */
final class ReportReader {
    private final PacketClassifier classifier = new PacketClassifier(ReceiveProfile.PASSIVE_OBSERVER);
    private final GroupRecordCursor records = new GroupRecordCursor();
    private final SourceListFlyweight list = new SourceListFlyweight();

    /** What a record says. */
    static String record(final GroupRecordType type, final String group, final Collection<String> sources) {
        return type + " " + group + " " + new TreeSet<>(sources);
    }

    /** What a report or leave of an older version says. */
    static String message(final MessageKind kind, final String group) {
        return kind + " " + group;
    }

    /** Tell the group and the words of each record or message of a frame, if it is a report or leave. */
    void read(
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes,
            final BiConsumer<String, String> consumer) {
        final DecodedPacket packet = classifier.classify(buffer, offset, lengthBytes, LinkType.ETHERNET);
        if (packet.verdict() != Verdict.MEMBERSHIP || packet.kind().isQuery()) {
            return;
        }
        if (!packet.kind().hasRecords()) {
            final String group = InternetAddress.toString(packet.groupHigh(), packet.groupLow());
            consumer.accept(group, message(packet.kind(), group));
            return;
        }
        records.wrap(buffer, packet);
        while (records.next()) {
            final String group = InternetAddress.toString(records.groupHigh(), records.groupLow());
            final TreeSet<String> sources = new TreeSet<>();
            list.wrap(records);
            for (int i = 0; i < list.count(); i++) {
                sources.add(InternetAddress.toString(list.high(i), list.low(i)));
            }
            consumer.accept(group, record(records.type(), group, sources));
        }
    }
}
