package dev.covey.engine;

import static dev.covey.engine.EngineHarness.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.HostModel.Announced;
import dev.covey.engine.HostModel.Filter;
import dev.covey.engine.SentReports.Sent;
import dev.covey.engine.SentReports.SentRecord;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.wire.InternetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random calls of sockets on an engine and on {@link HostModel}: after each of them both agree on the status, on the
 * merged state of the interface, on who receives what, and on what is announced at once and by every repetition.
 *
 * <p>The universe is small (two groups, four sources, three sockets), so that all cases occur many times.
 */
class HostAlgebraModelTest {
    private static final int TRANSITIONS = 20_000;
    private static final int AUDIT_EVERY = 1_000;
    private static final TableSizes SIZES = new TableSizes(4, 64, 16, 64, 256, 1024, 4);
    private static final int SOCKETS = 3;
    private static final int SOURCES = 4;
    private static final long URI_NS = TimeUnit.SECONDS.toNanos(1);
    /** Of repetitions, which are due at any time in the interval. */
    private static final long STEP_NS = URI_NS / 8;

    @ParameterizedTest
    @CsvSource({"1, false, 2", "2, true, 2", "3, false, 1", "4, true, 3", "5, false, 3", "6, true, 1"})
    void shouldAgreeWithPlainSets(final long seed, final boolean isIpv6, final int robustness) {
        final SentReports sent = new SentReports();
        try (EngineHarness harness = new EngineHarness(
                new EngineContext().tableSizes(SIZES).packetSink(sent).seed(seed))) {
            final Run run = new Run(new Random(seed), harness, sent, isIpv6, robustness);
            for (int i = 0; i < TRANSITIONS; i++) {
                try {
                    run.step();
                } catch (final AssertionError | RuntimeException failure) {
                    throw new AssertionError(
                            "seed=" + seed + ", transition=" + i + ", last call: " + run.call, failure);
                }
                if (i % AUDIT_EVERY == 0) {
                    harness.assertClean();
                }
            }
            run.end();
        }
    }

    private static final class Run {
        private final Random random;
        private final EngineHarness harness;
        private final SentReports sent;
        private final HostModel model;
        private final String[] groups;
        private final String[] sources = new String[SOURCES];
        private final Map<InternetAddress, Integer> numbers = new HashMap<>();
        private final long em0;
        private final long[] sockets = new long[SOCKETS];
        private final Map<Integer, Long> lastSentNs = new HashMap<>();
        private boolean isRefusing;
        private String call = "";

        Run(
                final Random random,
                final EngineHarness harness,
                final SentReports sent,
                final boolean isIpv6,
                final int robustness) {
            this.random = random;
            this.harness = harness;
            this.sent = sent;
            model = new HostModel(robustness);
            groups = isIpv6 ? new String[] {"ff15::1", "ff0e::2"} : new String[] {"239.1.1.1", "224.1.1.1"};
            for (int i = 0; i < groups.length; i++) {
                numbers.put(address(groups[i]), i);
            }
            for (int i = 0; i < SOURCES; i++) {
                sources[i] = (isIpv6 ? "2001:db8::" : "198.51.100.") + (i + 1);
                numbers.put(address(sources[i]), i);
            }
            final InternetAddress own = address("192.0.2.7");
            final InternetAddress own6 = address("fe80::7");
            em0 = harness.attach(InterfaceConfiguration.builder(1, 0x0200_0000_0001L)
                    .addresses(InterfaceAddresses.NONE
                            .with(own.high(), own.low(), 24)
                            .with(own6.high(), own6.low(), 64))
                    .hostVariables(
                            HostVariables.builder().robustness(robustness).build())
                    .build());
            Arrays.setAll(sockets, i -> harness.open());
        }

        void step() {
            final int socket = random.nextInt(SOCKETS);
            final int group = random.nextInt(groups.length);
            final int source = random.nextInt(SOURCES);
            final Filter[] before = {model.merged(0), model.merged(1)};
            switch (random.nextInt(17)) {
                case 0, 1 -> join(socket, group);
                case 2 -> leave(socket, group);
                case 3 -> reopen(socket);
                case 4, 5, 6, 7 -> setFilter(socket, group);
                case 8, 9 -> changeSource(socket, group, source);
                case 16 -> refuse();
                default -> pass();
            }
            compareChanges(before);
            compareState();
        }

        private void join(final int socket, final int group) {
            call = "join " + socket + ' ' + group;
            agree(harness.join(sockets[socket], em0, groups[group]), model.join(socket, group));
        }

        private void leave(final int socket, final int group) {
            call = "leave " + socket + ' ' + group;
            agree(harness.leave(sockets[socket], em0, groups[group]), model.leave(socket, group));
        }

        private void reopen(final int socket) {
            call = "close " + socket;
            agree(harness.close(sockets[socket]), OperationStatus.OK);
            model.close(socket);
            sockets[socket] = harness.open();
        }

        private void setFilter(final int socket, final int group) {
            final FilterMode mode = random.nextBoolean() ? FilterMode.INCLUDE : FilterMode.EXCLUDE;
            final Set<Integer> numbersOfSources = new TreeSet<>();
            for (int i = 0; i < SOURCES; i++) {
                if (random.nextBoolean()) {
                    numbersOfSources.add(i);
                }
            }
            call = "set filter " + socket + ' ' + group + ' ' + mode + ' ' + numbersOfSources;
            agree(
                    harness.setFilter(
                            sockets[socket],
                            em0,
                            groups[group],
                            mode,
                            numbersOfSources.stream().map(i -> sources[i]).toArray(String[]::new)),
                    model.setFilter(socket, group, mode, numbersOfSources));
        }

        private void changeSource(final int socket, final int group, final int source) {
            final long handle = sockets[socket];
            final int kind = random.nextInt(4);
            call = "change source " + kind + ' ' + socket + ' ' + group + ' ' + source;
            switch (kind) {
                case 0 ->
                    agree(
                            harness.joinSource(handle, em0, groups[group], sources[source]),
                            model.joinSource(socket, group, source));
                case 1 ->
                    agree(
                            harness.leaveSource(handle, em0, groups[group], sources[source]),
                            model.leaveSource(socket, group, source));
                case 2 ->
                    agree(
                            harness.blockSource(handle, em0, groups[group], sources[source]),
                            model.blockSource(socket, group, source));
                default ->
                    agree(
                            harness.unblockSource(handle, em0, groups[group], sources[source]),
                            model.unblockSource(socket, group, source));
            }
        }

        /** A failed transmission counts for nothing: it is tried again within the interval. */
        private void refuse() {
            // Mostly one after the other, so that changes meet as well what was never said.
            isRefusing = !isRefusing && random.nextInt(3) == 0;
            call = "refuse " + isRefusing;
            sent.refuse(isRefusing);
            for (int group = 0; group < groups.length; group++) {
                lastSentNs.put(group, harness.time.timeNs());
            }
        }

        private static void agree(final long status, final long expected) {
            assertThat(OperationStatus.errno(status)).isEqualTo(OperationStatus.errno(expected));
        }

        /** Time passes: whatever is pending has to be repeated within the interval, and nothing else is said. */
        private void pass() {
            call = "time passes";
            final int steps = 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 6);
            for (int i = 0; i < steps; i++) {
                advance(1 + (long) (random.nextDouble() * STEP_NS));
            }
        }

        private void advance(final long byNs) {
            final long beforeNs = harness.time.timeNs();
            final long nowNs = beforeNs + byNs;
            harness.time.advanceTo(nowNs);
            harness.settle();
            for (final Sent message : sent.take()) {
                assertThat(message.timeNs()).isBetween(beforeNs, nowNs);
                accept(message);
            }
            for (int group = 0; group < groups.length; group++) {
                if (model.isPending(group) && !isRefusing) {
                    assertThat(nowNs - lastSentNs.get(group))
                            .as("time since group %d was announced", group)
                            .isLessThanOrEqualTo(URI_NS);
                }
            }
        }

        /** A change of the interface is announced at once, and nothing else is. */
        private void compareChanges(final Filter[] before) {
            final long nowNs = harness.time.timeNs();
            final Set<Integer> told = new HashSet<>();
            for (final Sent message : sent.take()) {
                assertThat(message.timeNs()).isEqualTo(nowNs);
                accept(message).forEach(group -> assertThat(told.add(group)).isTrue());
            }
            for (int group = 0; group < groups.length; group++) {
                assertThat(told.contains(group))
                        .as("group %d is announced", group)
                        .isEqualTo(!isRefusing && !model.merged(group).equals(before[group]));
            }
        }

        /** Compare a message with what the model says next; returns the groups it is about. */
        private Set<Integer> accept(final Sent message) {
            final Map<Integer, Set<Announced>> byGroup = new HashMap<>();
            for (final SentRecord record : message.records()) {
                final Set<Integer> listed = new TreeSet<>();
                record.sources().forEach(source -> listed.add(numbers.get(source)));
                assertThat(byGroup.computeIfAbsent(numbers.get(record.group()), key -> new HashSet<>())
                                .add(new Announced(record.type(), listed)))
                        .isTrue();
            }
            byGroup.forEach((group, records) -> {
                assertThat(records).as("records of group %d", group).isEqualTo(model.next(group));
                model.sent(group);
                lastSentNs.put(group, message.timeNs());
            });
            return byGroup.keySet();
        }

        private void compareState() {
            final Map<Integer, Filter> held = new HashMap<>();
            harness.engine
                    .view()
                    .hosts()
                    .forEachGroup(
                            em0,
                            (groupHigh, groupLow, mode, count, answerNs, reporterHigh, reporterLow) -> held.put(
                                    numbers.get(new InternetAddress(groupHigh, groupLow)), new Filter(mode, Set.of())));
            assertThat(held.keySet()).isEqualTo(model.groups());
            for (final int group : model.groups()) {
                final InternetAddress to = address(groups[group]);
                final Set<Integer> listed = new TreeSet<>();
                final FilterMode mode = harness.engine
                        .view()
                        .hosts()
                        .forEachSource(
                                em0,
                                to.high(),
                                to.low(),
                                (high, low) -> listed.add(numbers.get(new InternetAddress(high, low))));
                assertThat(new Filter(mode, listed)).isEqualTo(model.merged(group));
            }
            compareDeliveries();
        }

        private void compareDeliveries() {
            final long[] found = new long[SOCKETS];
            for (int group = 0; group < groups.length; group++) {
                final InternetAddress to = address(groups[group]);
                for (int source = 0; source < SOURCES; source++) {
                    final InternetAddress from = address(sources[source]);
                    final int count = harness.engine
                            .view()
                            .lookup()
                            .deliver(em0, to.high(), to.low(), from.high(), from.low(), found);
                    final Set<Long> expected = new HashSet<>();
                    model.receivers(group, source).forEach(socket -> expected.add(sockets[socket]));
                    final Set<Long> receivers = new HashSet<>();
                    Arrays.stream(found, 0, count).forEach(receivers::add);
                    assertThat(receivers).hasSize(count).isEqualTo(expected);
                }
            }
        }

        void end() {
            isRefusing = true;
            refuse();
            for (int i = 0; i < SOCKETS; i++) {
                assertThat(harness.close(sockets[i])).isZero();
                model.close(i);
                sent.take().forEach(this::accept);
            }
            while (model.isPending(0) || model.isPending(1)) {
                advance(STEP_NS);
            }
            assertThat(harness.detach(em0)).isZero();
            harness.assertEmpty();
        }
    }
}
