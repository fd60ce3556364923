package dev.covey.engine;

import static dev.covey.engine.EngineHarness.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.HostModel.Filter;
import dev.covey.engine.SimulatedLink.EngineStation;
import dev.covey.engine.SimulatedQuerier.Version;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.protocol.RouterView;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Hosts with many sockets and a querier of each version on one bad link, over a year in all: packets are lost, doubled
 * and reordered, sockets join and leave, interfaces come and go, clocks jump and machines stand still. When nothing
 * changes and nothing is lost any more, the table of a router on the link is the union of what the hosts want, as far
 * as the version can tell it.
 */
class LinkSimulationTest {
    private static final int DAYS = 74;
    private static final int ROUNDS_PER_DAY = 2;
    private static final long ROUND_NS = TimeUnit.DAYS.toNanos(1) / ROUNDS_PER_DAY;
    /** Longer than anything is remembered that nobody says again: 270 s; and longer than three query intervals. */
    private static final long SETTLING_NS = 5 * SimulatedQuerier.QUERY_INTERVAL_NS;

    private static final long MEAN_PAUSE_NS = TimeUnit.MINUTES.toNanos(8);
    /** Of three sources, each of which is included or excluded or neither, by the newest versions. */
    private static final int DIFFERENT_FILTERS = 12;

    private static final int HOSTS = 4;
    private static final TableSizes SIZES = new TableSizes(64, 256, 64, 256, 256, 1024, 64);

    @ParameterizedTest
    @CsvSource({"IGMPV1, 1", "IGMPV2, 2", "IGMPV3, 3", "MLDV1, 4", "MLDV2, 5"})
    void shouldSettleOnTheUnionOfWhatHostsWant(final Version version, final long seed) {
        try (Simulation simulation = new Simulation(version, seed)) {
            for (int round = 0; round < DAYS * ROUNDS_PER_DAY; round++) {
                try {
                    simulation.round();
                } catch (final AssertionError | RuntimeException failure) {
                    throw new AssertionError("seed=" + seed + ", version=" + version + ", round=" + round, failure);
                }
            }
            simulation.end();
        }
    }

    private static final class Simulation implements AutoCloseable {
        private final Random random;
        private final Version version;
        private final SimulatedLink link;
        private final SimulatedQuerier querier;
        private final EngineStation observer;
        private final List<SimulatedHost> hosts = new ArrayList<>();
        private final Universe universe;
        private final Set<Filter> compared = new HashSet<>();

        Simulation(final Version version, final long seed) {
            this.version = version;
            random = new Random(seed);
            link = new SimulatedLink(random);
            universe = new Universe(version.isIpv6);
            querier = new SimulatedQuerier(link, version);
            observer = new EngineStation(link, new EngineContext().tableSizes(SIZES));
            observer.connect(observer.harness.attach(InterfaceConfiguration.builder(1, 0x0200_0000_0099L)
                    .router(true)
                    .host(false)
                    .build()));
            for (int i = 0; i < HOSTS; i++) {
                // One of them never speaks the newest version.
                hosts.add(new SimulatedHost(
                        new EngineStation(
                                link, new EngineContext().tableSizes(SIZES).seed(seed * HOSTS + i)),
                        random,
                        universe,
                        i,
                        i == HOSTS - 1));
            }
        }

        void round() {
            final long endNs = link.nowNs() + ROUND_NS;
            link.quality(0.2, 0.1, TimeUnit.SECONDS.toNanos(2));
            while (link.nowNs() < endNs) {
                final long pauseNs = (long) (-Math.log(1 - random.nextDouble()) * MEAN_PAUSE_NS);
                link.runUntil(Math.min(endNs, link.nowNs() + pauseNs));
                hosts.get(random.nextInt(HOSTS)).change();
            }
            hosts.forEach(SimulatedHost::calmDown);
            link.quality(0, 0, TimeUnit.MILLISECONDS.toNanos(5));
            link.runUntil(link.nowNs() + SETTLING_NS);
            // All answers to the last query are there, and the next one is still to come.
            final long answeredNs =
                    querier.lastGeneralNs() + SimulatedQuerier.QUERY_RESPONSE_INTERVAL_NS + TimeUnit.SECONDS.toNanos(3);
            link.runUntil(Math.max(link.nowNs(), answeredNs));
            compare();
        }

        private void compare() {
            final Map<Integer, Filter> wanted = new TreeMap<>();
            for (int group = 0; group < universe.groups.length; group++) {
                final HostModel all = new HostModel(1);
                for (int i = 0; i < HOSTS; i++) {
                    final Filter filter = hosts.get(i).told(group, version);
                    all.setFilter(i, group, filter.mode(), filter.sources());
                }
                if (!all.groups().isEmpty()) {
                    wanted.put(group, all.merged(group));
                }
            }
            assertThat(table()).as("table of the router").isEqualTo(wanted);
            compared.addAll(wanted.values());
            observer.harness.assertClean();
            hosts.forEach(SimulatedHost::check);
        }

        private Map<Integer, Filter> table() {
            final Map<Integer, Filter> table = new TreeMap<>();
            final RouterView view = observer.harness.engine.view().routers();
            observer.wake();
            final long nowNs = link.nowNs();
            view.forEachGroup(
                    observer.interfaceHandle(),
                    nowNs,
                    (handle, high, low, mode, timerNs, olderVersion, reporterHigh, reporterLow) -> {
                        final Set<Integer> sources = new TreeSet<>();
                        view.forEachSource(handle, nowNs, (sourceHigh, sourceLow, isBlocked, sourceTimerNs) -> {
                            if (isBlocked == (mode == FilterMode.EXCLUDE)) {
                                sources.add(universe.numbers.get(new InternetAddress(sourceHigh, sourceLow)));
                            }
                        });
                        table.put(universe.numbers.get(new InternetAddress(high, low)), new Filter(mode, sources));
                    });
            return table;
        }

        void end() {
            // Tables that are empty or alike would prove little.
            assertThat(compared).hasSizeGreaterThanOrEqualTo(version.isNewest() ? DIFFERENT_FILTERS : 1);
            hosts.forEach(SimulatedHost::end);
            observer.harness.detach(observer.interfaceHandle());
            observer.harness.assertEmpty();
        }

        @Override
        public void close() {
            observer.close();
            hosts.forEach(SimulatedHost::close);
        }
    }

    /** What can be joined. */
    private static final class Universe {
        final String[] groups;
        final String[] sources;
        final Map<InternetAddress, Integer> numbers = new HashMap<>();

        Universe(final boolean isIpv6) {
            // The last one is for sources only.
            groups = isIpv6
                    ? new String[] {"ff15::1", "ff1e::1", "ff02::fb", "ff35::1"}
                    : new String[] {"239.1.1.1", "224.1.1.1", "224.0.0.251", "232.1.1.1"};
            sources = isIpv6
                    ? new String[] {"2001:db8::1", "2001:db8::2", "2001:db8::3"}
                    : new String[] {"198.51.100.1", "198.51.100.2", "198.51.100.3"};
            for (int i = 0; i < groups.length; i++) {
                numbers.put(address(groups[i]), i);
            }
            for (int i = 0; i < sources.length; i++) {
                numbers.put(address(sources[i]), i);
            }
        }

        boolean isForSourcesOnly(final int group) {
            return group == groups.length - 1;
        }
    }

    /** An engine, what its sockets want, and what befalls it. */
    private static final class SimulatedHost implements AutoCloseable {
        private static final int SOCKETS = 3;
        private static final Filter ANY_SOURCE = new Filter(FilterMode.EXCLUDE, Set.of());

        private final EngineStation station;
        private final Random random;
        private final Universe universe;
        private final int number;
        private final boolean isOlder;
        private final long[] sockets = new long[SOCKETS];
        private HostModel model = new HostModel(1);
        private boolean isUp = true;

        SimulatedHost(
                final EngineStation station,
                final Random random,
                final Universe universe,
                final int number,
                final boolean isOlder) {
            this.station = station;
            this.random = random;
            this.universe = universe;
            this.number = number;
            this.isOlder = isOlder;
            attach();
            for (int i = 0; i < SOCKETS; i++) {
                sockets[i] = station.harness.open();
            }
        }

        private InterfaceConfiguration configuration() {
            final InternetAddress own = address("192.0.2." + (10 + number));
            final InternetAddress own6 = address("fe80::1" + number);
            final HostVariables.Builder variables = HostVariables.builder();
            if (isOlder) {
                variables.igmpVersion(2).mldVersion(1);
            }
            return InterfaceConfiguration.builder(1, 0x0200_0000_0010L + number)
                    .addresses(InterfaceAddresses.NONE
                            .with(own.high(), own.low(), 24)
                            .with(own6.high(), own6.low(), 64))
                    .hostVariables(variables.build())
                    .up(isUp)
                    .build();
        }

        private void attach() {
            station.connect(station.harness.attach(configuration()));
            model = new HostModel(1);
        }

        void change() {
            if (station.isStopped()) {
                station.resume();
                return;
            }
            station.wake();
            final boolean isAttached = station.interfaceHandle() != Handle.NULL_HANDLE;
            switch (random.nextInt(100)) {
                case 0, 1 -> station.stop();
                case 2, 3 -> station.jump((long) (random.nextDouble() * TimeUnit.HOURS.toNanos(1)));
                case 4, 5 -> changeInterface(isAttached);
                case 6, 7 -> {
                    isUp = !isUp;
                    if (isAttached) {
                        assertThat(station.harness.configure(station.interfaceHandle(), configuration()))
                                .isZero();
                    }
                }
                default -> {
                    if (isAttached) {
                        changeMembership();
                    }
                }
            }
        }

        private void changeInterface(final boolean isAttached) {
            if (!isAttached) {
                attach();
                return;
            }
            assertThat(station.harness.detach(station.interfaceHandle())).isZero();
            station.connect(Handle.NULL_HANDLE);
            // What was joined there is worth nothing any more, and ends with the socket.
            for (int i = 0; i < SOCKETS; i++) {
                assertThat(station.harness.close(sockets[i])).isZero();
                sockets[i] = station.harness.open();
            }
            model = new HostModel(1);
        }

        private void changeMembership() {
            final int socket = random.nextInt(SOCKETS);
            // The older host would make every group one of any source.
            final int group = random.nextInt(universe.groups.length) & (isOlder ? ~1 : ~0);
            final String name = universe.groups[group];
            final long handle = station.interfaceHandle();
            switch (random.nextInt(8)) {
                case 0 -> {
                    if (!universe.isForSourcesOnly(group)) {
                        assertThat(station.harness.join(sockets[socket], handle, name))
                                .isEqualTo(model.join(socket, group));
                    }
                }
                case 1, 2, 3 ->
                    assertThat(station.harness.leave(sockets[socket], handle, name))
                            .isEqualTo(model.leave(socket, group));
                default -> {
                    final FilterMode mode = universe.isForSourcesOnly(group) || random.nextBoolean()
                            ? FilterMode.INCLUDE
                            : FilterMode.EXCLUDE;
                    final Set<Integer> sources = new TreeSet<>();
                    for (int i = 0; i < universe.sources.length; i++) {
                        if (random.nextBoolean()) {
                            sources.add(i);
                        }
                    }
                    final String[] names =
                            sources.stream().map(i -> universe.sources[i]).toArray(String[]::new);
                    assertThat(station.harness.setFilter(sockets[socket], handle, name, mode, names))
                            .isEqualTo(model.setFilter(socket, group, mode, sources));
                }
            }
        }

        /** Everybody runs, everything is attached and up. */
        void calmDown() {
            station.resume();
            isUp = true;
            if (station.interfaceHandle() == Handle.NULL_HANDLE) {
                attach();
            } else {
                assertThat(station.harness.configure(station.interfaceHandle(), configuration()))
                        .isZero();
            }
        }

        /** What this host can tell of a group in the version that is in force. */
        Filter told(final int group, final Version version) {
            final Filter filter = model.merged(group);
            final boolean isNewest = !isOlder && version.isNewest();
            if (isNewest || !model.groups().contains(group)) {
                return filter;
            }
            return universe.isForSourcesOnly(group) ? HostModel.NOTHING : ANY_SOURCE;
        }

        void check() {
            station.harness.settle();
            station.harness.assertClean();
        }

        void end() {
            for (final long socket : sockets) {
                assertThat(station.harness.close(socket)).isZero();
            }
            assertThat(station.harness.detach(station.interfaceHandle())).isZero();
            station.harness.assertEmpty();
        }

        @Override
        public void close() {
            station.close();
        }
    }
}
