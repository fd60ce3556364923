package dev.covey.tools.drive;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupRecordCursor;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.SourceListFlyweight;
import dev.covey.engine.wire.Verdict;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** Says in one line for people what a message is: {@code IGMPv3 report: TO_EX 239.1.1.1 {}}. */
public final class PacketSummary {
    /** Records and sources beyond are counted, not listed: the packet is printed beside it. */
    private static final int MAX_LISTED = 8;

    private static final String[] RECORD_TYPES = {"?", "IS_IN", "IS_EX", "TO_IN", "TO_EX", "ALLOW", "BLOCK"};

    private final GroupRecordCursor records = new GroupRecordCursor();
    private final SourceListFlyweight sources = new SourceListFlyweight();
    private final StringBuilder text = new StringBuilder();

    /** Protocol and version of a message: 3 for IGMPv3, 2 for MLDv2. */
    public static int version(final MessageKind kind) {
        return switch (kind) {
            case V1_QUERY, V1_REPORT, MLD_V1_QUERY, MLD_V1_REPORT, MLD_DONE -> 1;
            case V2_QUERY, V2_REPORT, LEAVE, MLD_V2_QUERY, MLD_V2_REPORT -> 2;
            case V3_QUERY, V3_REPORT -> 3;
        };
    }

    public String of(final DecodedPacket packet, final DirectBuffer buffer) {
        if (packet.verdict() != Verdict.MEMBERSHIP) {
            return packet.dropReason() == null
                    ? "no membership message"
                    : "defective: " + packet.dropReason().label();
        }
        final MessageKind kind = packet.kind();
        text.setLength(0);
        text.append(packet.family() == AddressFamily.IPV4 ? "IGMPv" : "MLDv").append(version(kind));
        switch (kind) {
            case V1_QUERY, V2_QUERY, V3_QUERY, MLD_V1_QUERY, MLD_V2_QUERY -> query(packet, buffer);
            case V3_REPORT, MLD_V2_REPORT -> report(packet, buffer);
            case V1_REPORT, V2_REPORT, MLD_V1_REPORT -> group(" report: ", packet);
            case LEAVE -> group(" leave: ", packet);
            case MLD_DONE -> group(" done: ", packet);
        }
        return text.toString();
    }

    private void group(final String words, final DecodedPacket packet) {
        InternetAddress.append(text.append(words), packet.groupHigh(), packet.groupLow());
    }

    private void query(final DecodedPacket packet, final DirectBuffer buffer) {
        if (packet.isGeneralQuery()) {
            text.append(" general query");
        } else {
            group(" query: ", packet);
        }
        if (packet.numberOfSources() > 0) {
            sources(sources.wrap(buffer, packet));
        }
        text.append(", answer within ")
                .append(TimeUnit.NANOSECONDS.toMillis(packet.maxResponseNs()))
                .append(" ms");
    }

    private void report(final DecodedPacket packet, final DirectBuffer buffer) {
        text.append(" report:");
        records.wrap(buffer, packet);
        int count = 0;
        while (records.next()) {
            if (count < MAX_LISTED) {
                text.append(count == 0 ? " " : "; ")
                        .append(RECORD_TYPES[records.type().code()])
                        .append(' ');
                InternetAddress.append(text, records.groupHigh(), records.groupLow());
                sources(sources.wrap(records));
            }
            count++;
        }
        if (count > MAX_LISTED) {
            text.append("; ").append(count - MAX_LISTED).append(" more");
        }
        if (count == 0) {
            text.append(" nothing");
        }
    }

    private void sources(final SourceListFlyweight list) {
        text.append(" {");
        for (int i = 0; i < Math.min(list.count(), MAX_LISTED); i++) {
            InternetAddress.append(i == 0 ? text : text.append(", "), list.high(i), list.low(i));
        }
        if (list.count() > MAX_LISTED) {
            text.append(", ").append(list.count() - MAX_LISTED).append(" more");
        }
        text.append('}');
    }
}
