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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;

/** What was said on a link, in the order in which it was seen; any thread may ask. */
final class FrameLog implements FrameListener {
    private final PacketClassifier classifier = new PacketClassifier(ReceiveProfile.PASSIVE_OBSERVER);
    private final GroupRecordCursor records = new GroupRecordCursor();
    private final SourceListFlyweight sources = new SourceListFlyweight();
    private final List<Message> messages = new ArrayList<>();

    /**
     * A message, or one record of it.
     *
     * @param timeNs when it was seen.
     * @param isSent true if it left, false if it came in.
     * @param from its source address.
     * @param kind of the message.
     * @param type of the record; UNRECOGNISED if the message has none.
     * @param group of the message or record.
     * @param sources of the query or record, as they were sent.
     * @param isSuppressing whether a query has the S flag.
     */
    record Message(
            long timeNs,
            boolean isSent,
            String from,
            MessageKind kind,
            GroupRecordType type,
            String group,
            List<String> sources,
            boolean isSuppressing) {
        boolean isGeneralQuery() {
            return kind.isQuery() && (group.equals("0.0.0.0") || group.equals("::"));
        }

        boolean isQueryOf(final String address) {
            return kind.isQuery() && group.equals(address);
        }

        /** True for reports, leaves and done messages of a group. */
        boolean isAbout(final String address) {
            return !kind.isQuery() && group.equals(address);
        }
    }

    @Override
    public synchronized void onFrame(
            final long timeNs,
            final boolean isSent,
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes) {
        final DecodedPacket packet = classifier.classify(buffer, offset, lengthBytes, LinkType.ETHERNET);
        if (packet.verdict() != Verdict.MEMBERSHIP) {
            return;
        }
        final String from = InternetAddress.toString(packet.sourceHigh(), packet.sourceLow());
        if (packet.kind().hasRecords()) {
            records.wrap(buffer, packet);
            while (records.next()) {
                messages.add(new Message(
                        timeNs,
                        isSent,
                        from,
                        packet.kind(),
                        records.type(),
                        InternetAddress.toString(records.groupHigh(), records.groupLow()),
                        texts(sources.wrap(records)),
                        false));
            }
        } else {
            messages.add(new Message(
                    timeNs,
                    isSent,
                    from,
                    packet.kind(),
                    GroupRecordType.UNRECOGNISED,
                    InternetAddress.toString(packet.groupHigh(), packet.groupLow()),
                    texts(sources.wrap(buffer, packet)),
                    packet.kind().isSourceQuery() && packet.suppressesRouterSide()));
        }
    }

    private static List<String> texts(final SourceListFlyweight sources) {
        final List<String> texts = new ArrayList<>();
        for (int i = 0; i < sources.count(); i++) {
            texts.add(InternetAddress.toString(sources.high(i), sources.low(i)));
        }
        return texts;
    }

    /** What was said so far that is wanted. */
    synchronized List<Message> of(final Predicate<Message> wanted) {
        return messages.stream().filter(wanted).toList();
    }

    /** What we have said so far that is wanted. */
    List<Message> sent(final Predicate<Message> wanted) {
        return of(message -> message.isSent() && wanted.test(message));
    }

    /** What others have said so far that is wanted. */
    List<Message> heard(final Predicate<Message> wanted) {
        return of(message -> !message.isSent() && wanted.test(message));
    }

    /** Begin anew. */
    synchronized void clear() {
        messages.clear();
    }
}
