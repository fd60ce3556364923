package dev.covey.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.counters.InquiryDescriptor;
import dev.covey.engine.inspect.AnswerReader;
import dev.covey.engine.inspect.EngineSnapshot;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.AuditReport;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketEnvelope;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What another process asks an engine, and what it is answered. */
class InquiryTest {
    private static final int MANY = 3_000;
    private static final InternetAddress GROUP = InternetAddress.parse("239.4.5.6");
    private static final InternetAddress REPORTER = InternetAddress.parse("192.0.2.9");

    private final EngineHarness harness = new EngineHarness(new EngineContext()
            .tableSizes(new TableSizes(8, 4096, 64, 8192, 4096, 8192, 512))
            .inquiryLimit(10_000));
    private final AtomicBuffer region = harness.engine.counters().memory().inquiry();
    private final ExpandableArrayBuffer answer = new ExpandableArrayBuffer();
    private int chunks;

    @AfterEach
    void close() {
        harness.close();
    }

    private static InterfaceConfiguration host(final String name, final long cookie) {
        return InterfaceConfiguration.builder(cookie, 0x0200_0000_0000L + cookie)
                .name(name)
                .build();
    }

    private long request(final int kind, final int options, final String name) {
        final long number = region.getLongVolatile(InquiryDescriptor.REQUEST_NUMBER_OFFSET) + 1;
        region.putInt(InquiryDescriptor.KIND_OFFSET, kind);
        region.putInt(InquiryDescriptor.OPTIONS_OFFSET, options);
        region.putInt(
                InquiryDescriptor.NAME_LENGTH_OFFSET,
                region.putStringWithoutLengthUtf8(InquiryDescriptor.NAME_OFFSET, name));
        region.putLongRelease(InquiryDescriptor.REQUEST_NUMBER_OFFSET, number);
        return number;
    }

    /** Ask, and take every chunk, one per cycle. */
    private AnswerReader ask(final int kind, final int options, final String name) {
        final long number = request(kind, options, name);
        int length = 0;
        chunks = 0;
        do {
            harness.engine.agent().doWork();
            final long word = InquiryDescriptor.answerWord(number, chunks);
            assertThat(region.getLongAcquire(InquiryDescriptor.ANSWER_OFFSET)).isEqualTo(word);
            assertThat(region.getInt(InquiryDescriptor.STATUS_OFFSET)).isZero();
            final int chunk = region.getInt(InquiryDescriptor.CHUNK_LENGTH_OFFSET);
            region.getBytes(InquiryDescriptor.CHUNK_OFFSET, answer, length, chunk);
            length += chunk;
            chunks++;
            region.putLongRelease(InquiryDescriptor.TAKEN_OFFSET, word);
        } while (length < region.getLong(InquiryDescriptor.ANSWER_LENGTH_OFFSET));
        harness.engine.agent().doWork();
        return new AnswerReader(answer, length);
    }

    private int status(final int kind, final int options, final String name) {
        final long number = request(kind, options, name);
        harness.engine.agent().doWork();
        assertThat(region.getLongAcquire(InquiryDescriptor.ANSWER_OFFSET))
                .isEqualTo(InquiryDescriptor.answerWord(number, 0));
        return region.getInt(InquiryDescriptor.STATUS_OFFSET);
    }

    private long reserved() {
        harness.settle();
        return harness.engine.counters().get(EngineCounter.ENGINE_MEMORY_RESERVED);
    }

    @Test
    void shouldShowInterfacesGroupsSourcesAndSocketsWhenAskedForTheState() {
        final long eth0 = harness.attach(host("eth0", 3));
        harness.attach(host("eth1", 4));
        final long socket = harness.answer(completion -> harness.client.openSocket(77, completion));
        harness.join(socket, eth0, "239.1.1.1");
        harness.setFilter(socket, eth0, "ff15::1", FilterMode.INCLUDE, "2001:db8::7", "2001:db8::8");
        harness.setFilter(socket, eth0, "239.1.1.2", FilterMode.EXCLUDE, "10.0.0.1");

        final EngineSnapshot state = ask(InquiryDescriptor.STATE, 0, "").state();

        assertThat(state.interfaces())
                .extracting(EngineSnapshot.Interface::name)
                .containsExactlyInAnyOrder("eth0", "eth1");
        final EngineSnapshot.Interface shown = named(state, "eth0");
        assertThat(shown.handle()).isEqualTo(eth0);
        assertThat(shown.cookie()).isEqualTo(3);
        assertThat(shown.isUp()).isTrue();
        assertThat(shown.isHost()).isTrue();
        assertThat(shown.isRouter()).isFalse();
        assertThat(shown.igmp().version()).isEqualTo(3);
        assertThat(shown.igmp().robustness()).isEqualTo(2);
        assertThat(shown.igmp().querier()).isNull();
        assertThat(shown.mld().version()).isEqualTo(2);
        assertThat(shown.mld().queryIntervalNs()).isEqualTo(TimeUnit.SECONDS.toNanos(125));
        assertThat(shown.hostGroups()).hasSize(3);
        assertThat(group(shown, "239.1.1.1").mode()).isEqualTo(FilterMode.EXCLUDE);
        assertThat(group(shown, "239.1.1.1").sources()).isEmpty();
        assertThat(group(shown, "239.1.1.1").sockets()).containsExactly(77L);
        assertThat(group(shown, "239.1.1.2").sources()).singleElement().satisfies(source -> {
            assertThat(source.address()).hasToString("10.0.0.1");
            assertThat(source.isBlocked()).isTrue();
        });
        assertThat(group(shown, "ff15::1").sources())
                .extracting(source -> source.address().toString())
                .containsExactlyInAnyOrder("2001:db8::7", "2001:db8::8");
        assertThat(harness.engine.counters().get(EngineCounter.ENGINE_INQUIRIES))
                .isOne();
    }

    @Test
    void shouldShowInterfacesWhateverTheLengthOfTheirNames() {
        final String[] names = {"x".repeat(10_000), "\u20ac".repeat(5_000), "\ud83d\ude00".repeat(2_000), "eth0"};
        for (int i = 0; i < names.length; i++) {
            harness.attach(host(names[i], i + 1));
        }

        final EngineSnapshot state = ask(InquiryDescriptor.STATE, 0, "").state();

        assertThat(state.interfaces())
                .extracting(EngineSnapshot.Interface::name)
                .containsExactlyInAnyOrder(names);
    }

    private static EngineSnapshot.Interface named(final EngineSnapshot state, final String name) {
        return state.interfaces().stream()
                .filter(shown -> shown.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static EngineSnapshot.Group group(final EngineSnapshot.Interface shown, final String address) {
        return shown.hostGroups().stream()
                .filter(group -> group.address().toString().equals(address))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldShowWhatALinkHasWhenTheInterfaceIsARouter() {
        final long link = harness.attach(InterfaceConfiguration.builder(1, 0x0200_0000_0001L)
                .name("link0")
                .host(false)
                .router(true)
                .build());
        final PacketEnvelope envelope = new PacketEnvelope(AddressFamily.IPV4).source(REPORTER.high(), REPORTER.low());
        final int length =
                new GroupMessageEncoder(envelope).report(answer, 0, MessageKind.V2_REPORT, GROUP.high(), GROUP.low());
        harness.client.offer(link, LinkType.INTERNET, answer, 0, length, 0);
        harness.engine.agent().doWork();
        final EngineSnapshot state = ask(InquiryDescriptor.STATE, 0, "link0").state();

        assertThat(state.interfaces()).singleElement().satisfies(shown -> {
            assertThat(shown.handle()).isEqualTo(link);
            assertThat(shown.isRouter()).isTrue();
            assertThat(shown.isHost()).isFalse();
            assertThat(shown.igmp().version()).isZero();
            assertThat(shown.igmp().robustness()).isEqualTo(2);
            assertThat(shown.routerGroups()).singleElement().satisfies(group -> {
                assertThat(group.address()).isEqualTo(GROUP);
                assertThat(group.lastReporter()).isEqualTo(REPORTER);
                assertThat(group.mode()).isEqualTo(FilterMode.EXCLUDE);
                assertThat(group.version()).isEqualTo(2);
                assertThat(group.timerNs()).isEqualTo(TimeUnit.SECONDS.toNanos(270));
                assertThat(group.sockets()).isEmpty();
            });
        });
    }

    @Test
    void shouldHandOutOneMomentInChunksWhileEventsGoOn() {
        final long eth0 = harness.attach(host("eth0", 3));
        final long socket = harness.open();
        for (int i = 0; i < MANY; i++) {
            harness.join(socket, eth0, "239.7." + i / 250 + "." + (i % 250 + 1));
        }
        final long before = reserved();
        final long number = request(InquiryDescriptor.STATE, 0, "");
        harness.engine.agent().doWork();
        assertThat(harness.engine.counters().get(EngineCounter.ENGINE_MEMORY_RESERVED))
                .isGreaterThan(before);
        harness.leave(socket, eth0, "239.7.0.1");
        assertThat(region.getLongAcquire(InquiryDescriptor.ANSWER_OFFSET))
                .as("no further chunk before the first is taken")
                .isEqualTo(InquiryDescriptor.answerWord(number, 0));

        final EngineSnapshot later = ask(InquiryDescriptor.STATE, 0, "").state();
        assertThat(chunks).isGreaterThan(2);
        assertThat(later.interfaces().get(0).hostGroups()).hasSize(MANY - 1);
        assertThat(reserved()).as("the answers are given back").isEqualTo(before);
    }

    @Test
    void shouldGiveUpAnAnswerWhenNobodyTakesIt() {
        harness.attach(host("eth0", 3));
        final long before = reserved();
        request(InquiryDescriptor.STATE, 0, "");
        harness.engine.agent().doWork();
        harness.time.advanceTo(TimeUnit.SECONDS.toNanos(10));
        assertThat(reserved()).isGreaterThan(before);

        harness.time.advanceTo(TimeUnit.SECONDS.toNanos(10) + 1);
        assertThat(reserved()).isEqualTo(before);
        assertThat(harness.engine.counters().get(EngineCounter.ENGINE_INQUIRIES))
                .isZero();
    }

    @Test
    void shouldSayWhyWhenThereIsNoAnswer() {
        final long eth0 = harness.attach(host("eth0", 3));
        final long socket = harness.open();
        for (int i = 0; i < MANY; i++) {
            harness.join(socket, eth0, "239.7." + i / 250 + "." + (i % 250 + 1));
        }
        assertThat(status(9, 0, "")).isEqualTo(InquiryDescriptor.UNKNOWN);
        assertThat(status(InquiryDescriptor.STATE, 0, "eth7")).isEqualTo(InquiryDescriptor.NO_INTERFACE);
        assertThat(status(InquiryDescriptor.AUDIT, 0, "")).isEqualTo(InquiryDescriptor.TOO_MANY);
        assertThat(status(InquiryDescriptor.AUDIT, InquiryDescriptor.UNBOUNDED, ""))
                .isZero();
    }

    @Test
    void shouldWalkNoMoreRecordsThanTheLimitWhenAskedForTheState() {
        final long eth0 = harness.attach(host("eth0", 3));
        harness.attach(host("eth1", 4));
        final long socket = harness.open();
        for (int i = 0; i < MANY; i++) {
            harness.setFilter(
                    socket,
                    eth0,
                    "239.7." + i / 250 + "." + (i % 250 + 1),
                    FilterMode.EXCLUDE,
                    i % 2 == 0 ? new String[] {"10.0.0.1", "10.0.0.2"} : new String[] {"10.0.0.3"});
        }
        // Two interfaces, 3,000 groups, 4,500 sources, 3,000 memberships: above the limit of 10,000.
        final long before = reserved();
        assertThat(status(InquiryDescriptor.STATE, 0, "")).isEqualTo(InquiryDescriptor.TOO_MANY);
        assertThat(reserved()).isEqualTo(before);
        assertThat(ask(InquiryDescriptor.STATE, 0, "eth1").state().interfaces()).hasSize(1);
        final EngineSnapshot all =
                ask(InquiryDescriptor.STATE, InquiryDescriptor.UNBOUNDED, "").state();
        assertThat(named(all, "eth0").hostGroups()).hasSize(MANY);
    }

    @Test
    void shouldAuditWhenAsked() {
        final long eth0 = harness.attach(host("eth0", 3));
        final long socket = harness.open();
        harness.join(socket, eth0, "239.1.1.1");
        final AuditReport report = ask(InquiryDescriptor.AUDIT, 0, "").audit();

        assertThat(report).isEqualTo(harness.audit());
        assertThat(report.isClean()).isTrue();
        assertThat(report.live()).containsEntry("socket", 1);
    }

    @Test
    void shouldGoOnWhenTheRegionIsFullOfJunk() {
        final long seed = 0x1a_11_0e_57L;
        final Random random = new Random(seed);
        harness.attach(host("eth0", 3));
        final byte[] junk = new byte[InquiryDescriptor.CHUNK_OFFSET];
        for (int i = 0; i < 2_000; i++) {
            random.nextBytes(junk);
            region.putBytes(0, junk);
            if (i % 3 == 0) {
                region.putInt(InquiryDescriptor.KIND_OFFSET, 1 + i % 2);
            }
            harness.engine.agent().doWork();
        }
        assertThat(harness.audit().isClean()).as("seed=%x", seed).isTrue();
        assertThat(ask(InquiryDescriptor.STATE, 0, "eth0").state().interfaces()).hasSize(1);
    }

    @Test
    void shouldRefuseToReadAnAnswerThatIsCut() {
        final long eth0 = harness.attach(host("eth0", 3));
        final long socket = harness.open();
        harness.join(socket, eth0, "239.1.1.1");
        final AnswerReader whole = ask(InquiryDescriptor.STATE, 0, "");
        assertThat(whole.state().interfaces()).hasSize(1);
        final int length = (int) region.getLong(InquiryDescriptor.ANSWER_LENGTH_OFFSET);
        for (int cut = 0; cut < length; cut += Long.BYTES) {
            final AnswerReader reader = new AnswerReader(answer, cut);
            assertThatThrownBy(reader::state).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldAnswerWithTheTimeOfTheMoment() {
        harness.time.advanceTo(12_345);
        assertThat(ask(InquiryDescriptor.STATE, 0, "").state()).isEqualTo(new EngineSnapshot(12_345, List.of()));
    }
}
