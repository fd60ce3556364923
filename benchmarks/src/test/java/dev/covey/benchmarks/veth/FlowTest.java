package dev.covey.benchmarks.veth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupRecordCursor;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.Verdict;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowTest {
    private static final long MAC_ADDRESS = 0x0200_0000_000aL;

    private final PacketClassifier classifier = new PacketClassifier();

    @ParameterizedTest
    @EnumSource(Flow.class)
    void shouldNameEveryGroupOnceAndNothingElse(final Flow flow) {
        final Flow.Frames frames = flow.encode(MAC_ADDRESS);
        final Set<Long> groups = new TreeSet<>();
        int records = 0;
        for (int i = 0; i < frames.count(); i++) {
            final DecodedPacket packet =
                    classifier.classify(frames.buffer(), i * frames.stride(), frames.length(), LinkType.ETHERNET);
            assertThat(packet.verdict()).isEqualTo(Verdict.MEMBERSHIP);
            if (flow.isForHost()) {
                assertThat(packet.kind()).isEqualTo(MessageKind.V3_QUERY);
                assertThat(packet.maxResponseNs()).isZero();
                groups.add(packet.groupLow());
                records++;
            } else {
                assertThat(packet.kind()).isEqualTo(MessageKind.V3_REPORT);
                final GroupRecordCursor cursor = new GroupRecordCursor();
                cursor.wrap(frames.buffer(), packet);
                while (cursor.next()) {
                    groups.add(cursor.groupLow());
                    records++;
                }
            }
        }

        assertThat(records).isEqualTo(Flow.GROUPS);
        assertThat(groups).hasSize(Flow.GROUPS).contains(Flow.groupLow(0), Flow.groupLow(Flow.GROUPS - 1));
    }

    @Test
    void shouldHaveNamesForPeople() {
        assertThat(Flow.values()).extracting(Flow::label).containsExactly("report-1", "report-10", "query");
    }
}
