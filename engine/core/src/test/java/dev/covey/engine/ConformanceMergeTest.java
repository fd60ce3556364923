package dev.covey.engine;

import static dev.covey.engine.ConformanceSteps.end;
import static dev.covey.engine.ConformanceSteps.host;
import static dev.covey.engine.ConformanceSteps.quiet;
import static dev.covey.engine.ConformanceSteps.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What several sockets want together, and how often each change of it is announced, against sets: lines 22 and 24 of
 * engine/docs/conformance.md (RFC 9776 sections 3.2 and 5.1, RFC 9777 sections 4.2 and 6.1).
 */
class ConformanceMergeTest {
    private static final int SOURCES = 5;
    private static final int ROBUSTNESS = 3;
    private static final int INTERVAL = 1000;

    /** A filter, or the merge of some. INCLUDE of nothing stands for none. */
    private record Filter(boolean isExclude, Set<String> sources) {
        private static final Filter NONE = new Filter(false, Set.of());

        /** RFC 9776 section 3.2, in its words. */
        static Filter merge(final List<Filter> filters) {
            Set<String> excluded = null;
            final Set<String> included = new TreeSet<>();
            for (final Filter filter : filters) {
                if (!filter.isExclude) {
                    included.addAll(filter.sources);
                } else if (excluded == null) {
                    excluded = new TreeSet<>(filter.sources);
                } else {
                    excluded.retainAll(filter.sources);
                }
            }
            if (excluded == null) {
                return new Filter(false, included);
            }
            excluded.removeAll(included);
            return new Filter(true, excluded);
        }

        boolean receives(final String source) {
            return isExclude != sources.contains(source);
        }
    }

    private static Filter random(final Random random, final ConformanceFamily family) {
        final Set<String> sources = new TreeSet<>();
        for (int i = 1; i <= SOURCES; i++) {
            if (random.nextInt(3) == 0) {
                sources.add(family.source(i));
            }
        }
        return new Filter(random.nextInt(3) == 0, sources);
    }

    private static void apply(
            final HostHarness host, final long socket, final ConformanceFamily family, final Filter filter) {
        final FilterMode mode = filter.isExclude ? FilterMode.EXCLUDE : FilterMode.INCLUDE;
        final long result =
                host.harness.setFilter(socket, host.eth0, family.group(), mode, filter.sources.toArray(new String[0]));
        assertThat(result).isIn(0L, (long) OperationStatus.NOT_JOINED);
    }

    private static Filter inForce(final HostHarness host, final ConformanceFamily family) {
        final InternetAddress group = InternetAddress.parse(family.group());
        final Set<String> sources = new TreeSet<>();
        final FilterMode mode = host.harness
                .engine
                .view()
                .hosts()
                .forEachSource(
                        host.eth0,
                        group.high(),
                        group.low(),
                        (high, low) -> sources.add(InternetAddress.toString(high, low)));
        return new Filter(mode == FilterMode.EXCLUDE, sources);
    }

    @ParameterizedTest
    @CsvSource({"IGMP, 11", "IGMP, 12", "MLD, 13", "MLD, 14"})
    void shouldLine22MergeTheFiltersOfManySockets(final ConformanceFamily family, final long seed) {
        final Random random = new Random(seed);
        try (HostHarness host = host()) {
            final List<Long> sockets = new ArrayList<>(List.of(host.socket));
            final List<Filter> filters = new ArrayList<>(List.of(Filter.NONE));
            for (int i = 0; i < 4; i++) {
                sockets.add(host.harness.open());
                filters.add(Filter.NONE);
            }
            Filter heard = Filter.NONE;
            for (int step = 0; step < 500; step++) {
                final int which = random.nextInt(sockets.size());
                filters.set(which, random.nextInt(4) == 0 ? Filter.NONE : random(random, family));
                apply(host, sockets.get(which), family, filters.get(which));
                final Filter merged = Filter.merge(filters);
                assertThat(inForce(host, family))
                        .as("seed=%s, step=%s", seed, step)
                        .isEqualTo(merged);
                for (final String line : words(host)) {
                    heard = hear(heard, line);
                }
                assertThat(heard)
                        .as("what routers heard: seed=%s, step=%s", seed, step)
                        .isEqualTo(merged);
                host.at(host.nowMs() + random.nextInt(3 * INTERVAL));
                host.sent.clear();
            }
            sockets.subList(1, sockets.size())
                    .forEach(socket -> assertThat(host.harness.close(socket)).isZero());
            end(host);
        }
    }

    /** What holds for a router that takes state-change records at their word. */
    private static Filter hear(final Filter before, final String line) {
        Filter filter = before;
        for (final String record : line.split("; ", -1)) {
            final Set<String> listed = new TreeSet<>(ConformanceSteps.sources(record));
            filter = switch (record.split(" ", -1)[0]) {
                case "TO_IN" -> new Filter(false, listed);
                case "TO_EX" -> new Filter(true, listed);
                case "ALLOW" -> change(filter, listed, filter.isExclude);
                case "BLOCK" -> change(filter, listed, !filter.isExclude);
                default -> throw new AssertionError("not a change: " + record);
            };
        }
        return filter;
    }

    private static Filter change(final Filter before, final Set<String> listed, final boolean isRemoved) {
        final Set<String> sources = new TreeSet<>(before.sources);
        if (isRemoved) {
            sources.removeAll(listed);
        } else {
            sources.addAll(listed);
        }
        return new Filter(before.isExclude, sources);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine22LetAnyExcludeWinAndIncludesTakeFromIt(final ConformanceFamily family) {
        try (HostHarness host = host()) {
            final long second = host.harness.open();
            final long third = host.harness.open();
            final long fourth = host.harness.open();
            final Set<String> of123 = Set.of(family.source(1), family.source(2), family.source(3));
            final Set<String> of234 = Set.of(family.source(2), family.source(3), family.source(4));
            apply(host, host.socket, family, new Filter(true, of123));
            apply(host, second, family, new Filter(true, of234));
            assertThat(inForce(host, family).sources()).containsExactly(family.source(2), family.source(3));
            apply(host, third, family, new Filter(false, Set.of(family.source(3), family.source(5))));
            assertThat(inForce(host, family).sources()).containsExactly(family.source(2));
            apply(host, fourth, family, new Filter(true, Set.of()));
            assertThat(inForce(host, family)).isEqualTo(new Filter(true, new TreeSet<>()));
            List.of(host.socket, second, fourth).forEach(socket -> apply(host, socket, family, Filter.NONE));
            assertThat(inForce(host, family)).isEqualTo(new Filter(false, Set.of(family.source(3), family.source(5))));
            List.of(second, third, fourth)
                    .forEach(socket -> assertThat(host.harness.close(socket)).isZero());
            end(host);
        }
    }

    /** What is owed of each source and of the mode, by RFC 9776 section 5.1. */
    private static final class Owed {
        private final Map<String, Integer> sources = new HashMap<>();
        private int mode;

        void change(final Filter before, final Filter after, final ConformanceFamily family) {
            if (before.isExclude != after.isExclude) {
                mode = ROBUSTNESS;
                return;
            }
            for (int i = 1; i <= SOURCES; i++) {
                if (before.receives(family.source(i)) != after.receives(family.source(i))) {
                    sources.put(family.source(i), ROBUSTNESS);
                }
            }
        }

        boolean isNothing() {
            return mode == 0 && sources.isEmpty();
        }

        void expect(final String line, final Filter now, final ConformanceFamily family) {
            final StringBuilder expected = new StringBuilder();
            if (mode > 0) {
                expected.append(record(now.isExclude ? "TO_EX" : "TO_IN", now.sources, family));
                mode--;
            } else {
                final Set<String> allowed = new TreeSet<>(sources.keySet());
                allowed.removeIf(source -> !now.receives(source));
                final Set<String> blocked = new TreeSet<>(sources.keySet());
                blocked.removeIf(now::receives);
                expected.append(allowed.isEmpty() ? "" : record("ALLOW", allowed, family));
                expected.append(allowed.isEmpty() || blocked.isEmpty() ? "" : "; ");
                expected.append(blocked.isEmpty() ? "" : record("BLOCK", blocked, family));
            }
            assertThat(line).isEqualTo(expected.toString());
            sources.replaceAll((source, count) -> count - 1);
            sources.values().removeIf(count -> count == 0);
        }

        private static String record(final String type, final Set<String> sources, final ConformanceFamily family) {
            return type + ' ' + family.group() + " {" + String.join(", ", sources) + '}';
        }
    }

    @ParameterizedTest
    @CsvSource({"IGMP, 21", "IGMP, 22", "IGMP, 23", "MLD, 24", "MLD, 25", "MLD, 26"})
    void shouldLine24AnnounceEveryChangeAsOftenAsIsOwed(final ConformanceFamily family, final long seed) {
        final Random random = new Random(seed);
        try (HostHarness host = host(HostVariables.builder().robustness(ROBUSTNESS))) {
            Filter now = Filter.NONE;
            final Owed owed = new Owed();
            for (int step = 0; step < 600; step++) {
                final Filter next = random(random, family);
                apply(host, host.socket, family, next);
                owed.change(now, next, family);
                final boolean isChanged = !now.equals(next);
                now = next;
                assertThat(host.sent.size()).as("seed=%s, step=%s", seed, step).isEqualTo(isChanged ? 1 : 0);
                host.at(host.nowMs() + random.nextInt(2 * INTERVAL));
                for (final String line : words(host)) {
                    owed.expect(line, now, family);
                }
                if (random.nextInt(10) == 0) {
                    host.at(host.nowMs() + (ROBUSTNESS + 1) * INTERVAL);
                    for (final String line : words(host)) {
                        owed.expect(line, now, family);
                    }
                    assertThat(owed.isNothing())
                            .as("seed=%s, step=%s", seed, step)
                            .isTrue();
                }
            }
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine24AnnounceTheFirstChangeFullyWhenASecondOneComesInBetween(final ConformanceFamily family) {
        try (HostHarness host = host(HostVariables.builder().robustness(ROBUSTNESS))) {
            quiet(host.include(family.group(), family.source(1)));
            host.include(family.group(), family.source(1), family.source(2));
            host.include(family.group(), family.source(1), family.source(2), family.source(3));
            assertThat(words(host.at(host.nowMs() + ROBUSTNESS * INTERVAL)))
                    .containsExactly(
                            family.record("ALLOW", 2),
                            family.record("ALLOW", 2, 3),
                            family.record("ALLOW", 2, 3),
                            family.record("ALLOW", 3));
            end(host);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLine24LetAPendingModeChangeGoFirstWithTheListOfTheTime(final ConformanceFamily family) {
        try (HostHarness host = host(HostVariables.builder().robustness(ROBUSTNESS))) {
            quiet(host.include(family.group(), family.source(1)));
            host.exclude(family.group(), family.source(2));
            host.exclude(family.group(), family.source(3));
            assertThat(words(host.at(host.nowMs() + (ROBUSTNESS + 1) * INTERVAL)))
                    .containsExactly(
                            family.record("TO_EX", 2),
                            family.record("TO_EX", 3),
                            family.record("TO_EX", 3),
                            family.record("ALLOW", 2) + "; " + family.record("BLOCK", 3));
            end(host);
        }
    }
}
