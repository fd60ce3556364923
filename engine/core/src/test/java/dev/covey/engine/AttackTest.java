package dev.covey.engine;

import static dev.covey.engine.EngineHarness.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.SentReports.Sent;
import dev.covey.engine.SentReports.SentRecord;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketEnvelope;
import dev.covey.engine.wire.QueryEncoder;
import dev.covey.engine.wire.ReportEncoder;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What anybody on the link can send (RFC 9776 section 9): memory stays bounded, members keep answering and receiving,
 * and the counters tell.
 */
class AttackTest {
    private static final long SEED = 7;
    private static final int QUERIES = 100_000;
    private static final int QUERIED_SOURCES = 70_000;
    private static final int REPORTS = 100_000;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MILLISECOND_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_RESPONSE_NS = 10 * SECOND_NS;
    private static final long QUERY_INTERVAL_NS = 125 * SECOND_NS;
    private static final TableSizes SIZES = new TableSizes(4, 64, 16, 64, 64, 4096, 64);
    private static final String GROUP = "239.1.1.1";
    private static final String SOURCE_GROUP = "232.1.1.1";
    private static final String SOURCE = "198.51.100.1";

    private final SentReports sent = new SentReports();
    private final EngineHarness harness =
            new EngineHarness(new EngineContext().tableSizes(SIZES).packetSink(sent));
    private final PacketEnvelope envelope = new PacketEnvelope(AddressFamily.IPV4).mtu(9000);
    private final GroupMessageEncoder messages = new GroupMessageEncoder(envelope);
    private final QueryEncoder queries = new QueryEncoder(envelope);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[9000]);
    private final Random random = new Random(SEED);
    private long em0;
    private long socket;

    @BeforeEach
    void join() {
        final InternetAddress own = address("192.0.2.7");
        em0 = harness.attach(InterfaceConfiguration.builder(1, 0x0200_0000_0001L)
                .router(true)
                .addresses(InterfaceAddresses.NONE.with(own.high(), own.low(), 24))
                .build());
        socket = harness.open();
        harness.join(socket, em0, GROUP);
        harness.setFilter(socket, em0, SOURCE_GROUP, FilterMode.INCLUDE, SOURCE);
        from("192.0.2.66");
        pass(5 * SECOND_NS, SECOND_NS);
        sent.take();
    }

    @AfterEach
    void close() {
        harness.assertClean();
        assertThat(harness.deliver(em0, GROUP, SOURCE)).containsExactly(socket);
        assertThat(harness.deliver(em0, SOURCE_GROUP, SOURCE)).containsExactly(socket);
        harness.end(socket, em0);
        harness.close();
    }

    private void from(final String source) {
        final InternetAddress address = address(source);
        envelope.source(address.high(), address.low());
    }

    private void pass(final long byNs, final long stepNs) {
        final long endNs = harness.time.timeNs() + byNs;
        while (harness.time.timeNs() < endNs) {
            harness.time.advanceTo(harness.time.timeNs() + stepNs);
            harness.settle();
        }
    }

    private void receive(final int length) {
        harness.client.offer(em0, LinkType.INTERNET, buffer, 0, length, harness.time.timeNs());
        harness.engine.agent().doWork();
    }

    private int generalQuery(final long maxResponseNs) {
        queries.begin(buffer, 0, 0, InternetAddress.ipv4Low(0), maxResponseNs, false, 2, QUERY_INTERVAL_NS);
        return queries.end();
    }

    private long count(final EngineCounter counter) {
        return harness.engine.counters().get(counter);
    }

    /** Does a general query get the whole answer? */
    private void requireAnswer() {
        sent.take();
        receive(generalQuery(MAX_RESPONSE_NS));
        pass(MAX_RESPONSE_NS + SECOND_NS, SECOND_NS / 4);
        assertThat(sent.take().stream()
                        .flatMap(message -> message.records().stream())
                        .toList())
                .containsExactlyInAnyOrder(
                        new SentRecord(GroupRecordType.MODE_IS_EXCLUDE, address(GROUP), List.of()),
                        new SentRecord(
                                GroupRecordType.MODE_IS_INCLUDE, address(SOURCE_GROUP), List.of(address(SOURCE))));
    }

    @Test
    void shouldAnswerOncePerResponseTimeWhenFloodedWithGeneralQueries() {
        final int records = harness.store().inUse();
        final long before = count(EngineCounter.IGMP_RX_QUERY);
        for (int i = 0; i < QUERIES; i++) {
            harness.time.advanceTo(harness.time.timeNs() + MILLISECOND_NS);
            receive(generalQuery(MAX_RESPONSE_NS));
        }
        assertThat(count(EngineCounter.IGMP_RX_QUERY) - before).isEqualTo(QUERIES);
        // A query a millisecond makes the time of the answer early, never more than one for each answer that was sent.
        assertThat(sent.take().size()).isBetween(10, QUERIES / 2);
        assertThat(harness.store().inUse()).isEqualTo(records);
        pass(MAX_RESPONSE_NS, SECOND_NS);
        requireAnswer();
    }

    @Test
    void shouldSayNoMoreThanItIsAskedWhenFloodedWithQueriesThatWantAnswersAtOnce() {
        for (int i = 0; i < QUERIES; i++) {
            receive(generalQuery(0));
        }
        assertThat(sent.take().size()).isBetween(1, QUERIES);
        pass(SECOND_NS, SECOND_NS);
        requireAnswer();
    }

    @Test
    void shouldRememberOnlySomeOfManyQueriedSourcesAndAnswerWithTheWholeState() {
        final int records = harness.store().inUse();
        final InternetAddress group = address(GROUP);
        int asked = 0;
        int most = 0;
        while (asked < QUERIED_SOURCES) {
            queries.begin(buffer, 0, group.high(), group.low(), SECOND_NS, false, 2, QUERY_INTERVAL_NS);
            for (int i = 0; i < 1000; i++) {
                queries.source(0, InternetAddress.ipv4Low(0x0b00_0000 + asked++));
            }
            receive(queries.end());
            most = Math.max(most, harness.store().inUse());
            harness.time.advanceTo(harness.time.timeNs() + 12 * MILLISECOND_NS);
        }
        assertThat(most - records).isLessThanOrEqualTo(HostVariables.DEFAULT.maxQueriedSources());
        // Section 6, number 6: what is asked from outside takes nothing from the applications.
        assertThat(harness.setFilter(socket, em0, SOURCE_GROUP, FilterMode.INCLUDE, SOURCE, "198.51.100.2"))
                .isZero();
        assertThat(harness.setFilter(socket, em0, SOURCE_GROUP, FilterMode.INCLUDE, SOURCE))
                .isZero();

        pass(2 * SECOND_NS, SECOND_NS / 4);
        assertThat(sent.take().stream().map(Sent::records).flatMap(List::stream))
                .contains(new SentRecord(GroupRecordType.MODE_IS_EXCLUDE, group, List.of()));
        pass(5 * SECOND_NS, SECOND_NS);
        assertThat(harness.store().inUse()).isEqualTo(records);
        requireAnswer();
    }

    @Test
    void shouldSpeakTheOldestVersionDuringAStormOfDowngradesAndItsOwnAfterwards() {
        final int records = harness.store().inUse();
        final InternetAddress any = address("0.0.0.0");
        for (int i = 0; i < 3_000; i++) {
            harness.time.advanceTo(harness.time.timeNs() + 100 * MILLISECOND_NS);
            receive(
                    switch (i % 3) {
                        case 0 -> messages.v1Query(buffer, 0);
                        case 1 -> messages.v2Query(buffer, 0, any.high(), any.low(), MAX_RESPONSE_NS);
                        default -> generalQuery(MAX_RESPONSE_NS);
                    });
            assertThat(harness.engine.view().hosts().version(em0, false)).isEqualTo(1);
        }
        // 300 s; an answer takes 5 s on average, earlier with every further query.
        assertThat(sent.take())
                .hasSizeBetween(10, 3_000)
                .allMatch(message -> message.kind() == MessageKind.V1_REPORT)
                .allMatch(message -> message.records().get(0).group().equals(address(GROUP)));
        assertThat(harness.store().inUse()).isEqualTo(records);

        pass(360 * SECOND_NS, SECOND_NS);
        assertThat(harness.engine.view().hosts().version(em0, false)).isEqualTo(3);
        requireAnswer();
    }

    @Test
    void shouldKeepWhatItKnowsAndRefuseTheRestWhenFloodedWithSpoofedReports() {
        receive(messages.report(
                buffer,
                0,
                MessageKind.V2_REPORT,
                address(GROUP).high(),
                address(GROUP).low()));
        final ReportEncoder reports = new ReportEncoder(envelope);
        for (int i = 0; i < REPORTS; i++) {
            from("192.0.2." + (100 + i % 100));
            final long group = InternetAddress.ipv4Low(0xef00_0000 | random.nextInt(1 << 24));
            if (i % 2 == 0) {
                receive(messages.report(buffer, 0, MessageKind.V2_REPORT, 0, group));
            } else {
                reports.beginReport(buffer, 0);
                reports.beginRecord(GroupRecordType.CHANGE_TO_INCLUDE_MODE, 0, group);
                reports.source(0, InternetAddress.ipv4Low(random.nextInt() | 1 << 24));
                reports.endRecord();
                receive(reports.end());
            }
        }
        assertThat(harness.engine.view().routers().groupCount(em0)).isEqualTo(SIZES.routerGroups());
        assertThat(harness.engine
                        .view()
                        .routers()
                        .findGroup(em0, address(GROUP).high(), address(GROUP).low()))
                .as("what was known before")
                .isPositive();
        assertThat(harness.engine.counters().get(DropReason.ENGINE_LIMIT_GROUPS))
                .isGreaterThan(REPORTS * 9L / 10);
        requireAnswer();
        // What nobody refreshes is forgotten, and there is room for others again.
        pass(300 * SECOND_NS, SECOND_NS);
        assertThat(harness.engine.view().routers().groupCount(em0)).isZero();
    }

    @Test
    void shouldAnswerAlthoughOthersReportItsGroupsInOlderWords() {
        receive(generalQuery(MAX_RESPONSE_NS));
        final InternetAddress group = address(GROUP);
        for (int i = 0; i < 1_000; i++) {
            receive(messages.report(buffer, 0, MessageKind.V2_REPORT, group.high(), group.low()));
            receive(messages.leave(buffer, 0, group.high(), group.low()));
        }
        pass(MAX_RESPONSE_NS + SECOND_NS, SECOND_NS / 4);
        assertThat(sent.take().stream().map(Sent::records).flatMap(List::stream))
                .contains(new SentRecord(GroupRecordType.MODE_IS_EXCLUDE, group, List.of()));
        requireAnswer();
    }
}
