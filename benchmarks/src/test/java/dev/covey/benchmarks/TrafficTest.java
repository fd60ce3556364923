package dev.covey.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupRecordCursor;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.Verdict;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrafficTest {
    private static final int GROUPS = 1024;

    private final PacketClassifier classifier = new PacketClassifier();
    private final GroupRecordCursor record = new GroupRecordCursor();

    @ParameterizedTest
    @EnumSource
    void shouldBeAcceptedAsItsKindWhenClassified(final TrafficKind kind) {
        final Traffic traffic = Traffic.shuffled(kind, GROUPS);

        for (int i = 0; i < traffic.count(); i++) {
            final DecodedPacket packet = classify(traffic, i);
            assertThat(packet.verdict()).isEqualTo(kind.isData() ? Verdict.DATA : Verdict.MEMBERSHIP);
            assertThat(packet.kind()).isEqualTo(kind.messageKind());
            assertThat(packet.countedReason()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameEveryGroupWhenReadToTheEnd(final TrafficKind kind) {
        assertThat(groups(Traffic.shuffled(kind, GROUPS), kind)).isEqualTo(expected(kind));
        assertThat(groups(Traffic.inOrder(kind, GROUPS), kind)).isEqualTo(expected(kind));
    }

    private static Set<Long> expected(final TrafficKind kind) {
        final Set<Long> lows = new HashSet<>();
        for (int i = 0; i < GROUPS; i++) {
            lows.add(Addresses.groups(kind.family()).low(i));
        }
        return lows;
    }

    private Set<Long> groups(final Traffic traffic, final TrafficKind kind) {
        final Set<Long> lows = new HashSet<>();
        for (int i = 0; i < traffic.count(); i++) {
            final DecodedPacket packet = classify(traffic, i);
            if (kind.groupsPerPacket() == 1) {
                lows.add(kind.isData() ? packet.destinationLow() : packet.groupLow());
                continue;
            }
            int records = 0;
            record.wrap(traffic.buffer(), packet);
            while (record.next()) {
                assertThat(record.type()).isEqualTo(GroupRecordType.MODE_IS_EXCLUDE);
                assertThat(record.groupHigh())
                        .isEqualTo(Addresses.groups(kind.family()).high());
                lows.add(record.groupLow());
                records++;
            }
            assertThat(records).isEqualTo(kind.groupsPerPacket());
        }
        return lows;
    }

    private DecodedPacket classify(final Traffic traffic, final int packet) {
        return classifier.classify(traffic.buffer(), traffic.offset(packet), traffic.length(), LinkType.ETHERNET);
    }
}
