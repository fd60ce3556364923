package dev.covey.engine;

import static dev.covey.engine.membership.OperationStatus.ALREADY_JOINED;
import static dev.covey.engine.membership.OperationStatus.BAD_SOCKET;
import static dev.covey.engine.membership.OperationStatus.INTERFACE_GONE;
import static dev.covey.engine.membership.OperationStatus.INVALID;
import static dev.covey.engine.membership.OperationStatus.NOT_JOINED;
import static dev.covey.engine.membership.OperationStatus.NO_ROOM;
import static dev.covey.engine.membership.OperationStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.testing.FailingGate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations on the engine and on plain maps, which must agree on every answer and every delivery. */
class MembershipModelTest {
    private static final int OPERATIONS = 60_000;
    private static final int CHECKS_EVERY = 500;
    /** Memberships pin interfaces that are gone: there have to be many more than can be attached. */
    private static final TableSizes SIZES = new TableSizes(4096, 4096, 256, 4096, 4096, 16384, 8);

    private static final int MAX_SOCKETS = 40;
    private static final int MAX_INTERFACES = 6;
    private static final String[] GROUPS = {
        "224.1.1.1", "225.1.1.1", "239.1.1.1", "232.1.1.1", "ff15::1", "ff1e::1", "ff02::fb", "ff35::1:2"
    };
    private static final String[] SOURCES4 = {"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"};
    private static final String[] SOURCES6 = {"2001:db8::1", "2001:db8::2", "2001:db8::3", "fe80::4"};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldAgreeWithPlainMapsOnEveryAnswerAndDelivery(final long seed) {
        run(seed, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void shouldAgreeWithPlainMapsWhenAllocationsFailAtRandom(final long seed) {
        run(seed, true);
    }

    private static void run(final long seed, final boolean isFailing) {
        final FailingGate gate = new FailingGate();
        try (EngineHarness harness =
                new EngineHarness(new EngineContext().tableSizes(SIZES).allocationGate(gate))) {
            final Model model = new Model(new Random(seed), harness, gate, isFailing);
            for (int i = 0; i < OPERATIONS; i++) {
                model.step();
                if (i % CHECKS_EVERY == 0) {
                    model.compareDeliveries("seed=" + seed + ", operation=" + i);
                    harness.assertClean();
                }
            }
            model.end();
        }
    }

    /** A socket's filter, as RFC 3678 has it. */
    private record Filter(FilterMode mode, Set<String> sources) {
        boolean passes(final String source) {
            return sources.contains(source) == (mode == FilterMode.INCLUDE);
        }
    }

    /** A membership by what identifies it. */
    private record Key(long socket, long interfaceHandle, String group) {}

    private static final class Model {
        private final Random random;
        private final EngineHarness harness;
        private final FailingGate gate;
        private final boolean isFailing;
        private final List<Long> sockets = new ArrayList<>();
        private final List<Long> interfaces = new ArrayList<>();
        private final List<Long> goneSockets = new ArrayList<>(List.of(0L));
        private final List<Long> goneInterfaces = new ArrayList<>(List.of(0L));
        private final Map<Key, Filter> filters = new HashMap<>();

        Model(final Random random, final EngineHarness harness, final FailingGate gate, final boolean isFailing) {
            this.random = random;
            this.harness = harness;
            this.gate = gate;
            this.isFailing = isFailing;
        }

        void step() {
            if (isFailing && random.nextInt(4) == 0) {
                gate.refuse(1 + random.nextInt(6));
            }
            switch (random.nextInt(20)) {
                case 0 -> attach();
                case 1 -> detach();
                case 2, 3 -> open();
                case 4 -> close();
                case 5, 6, 7, 8, 9 -> join();
                case 10, 11, 12 -> leave();
                default -> setFilter();
            }
            gate.open();
        }

        private void attach() {
            if (interfaces.size() < MAX_INTERFACES) {
                final long handle = harness.attach();
                if (granted(handle)) {
                    interfaces.add(handle);
                }
            }
        }

        private void detach() {
            final long handle = any(interfaces, goneInterfaces);
            final boolean isKnown = interfaces.remove(handle);
            assertThat(harness.detach(handle)).isEqualTo(isKnown ? OK : INTERFACE_GONE);
            if (isKnown) {
                goneInterfaces.add(handle);
            }
        }

        private void open() {
            if (sockets.size() < MAX_SOCKETS) {
                final long handle = harness.open();
                if (granted(handle)) {
                    sockets.add(handle);
                }
            }
        }

        private void close() {
            final long handle = any(sockets, goneSockets);
            final boolean isKnown = sockets.remove(handle);
            assertThat(harness.close(handle)).isEqualTo(isKnown ? OK : BAD_SOCKET);
            if (isKnown) {
                goneSockets.add(handle);
                filters.keySet().removeIf(key -> key.socket() == handle);
            }
        }

        private void join() {
            final Key key = anyKey();
            final long status = harness.join(key.socket(), key.interfaceHandle(), key.group());
            final long refusal = refusal(key);
            if (refusal != OK) {
                assertThat(status).isEqualTo(refusal);
            } else if (isSourceSpecific(key.group())) {
                assertThat(status).isEqualTo(INVALID);
            } else if (filters.containsKey(key)) {
                assertThat(status).isEqualTo(filters.get(key).mode() == FilterMode.EXCLUDE ? ALREADY_JOINED : INVALID);
            } else if (granted(status)) {
                filters.put(key, new Filter(FilterMode.EXCLUDE, Set.of()));
            }
        }

        private void leave() {
            final Key key = anyKey();
            final long status = harness.leave(key.socket(), key.interfaceHandle(), key.group());
            if (!sockets.contains(key.socket())) {
                assertThat(status).isEqualTo(BAD_SOCKET);
            } else {
                assertThat(status).isEqualTo(filters.remove(key) == null ? NOT_JOINED : OK);
            }
        }

        private void setFilter() {
            final Key key = anyKey();
            final FilterMode mode = random.nextBoolean() ? FilterMode.INCLUDE : FilterMode.EXCLUDE;
            final Set<String> sources = new TreeSet<>();
            for (final String source : sourcesOf(key.group())) {
                if (random.nextBoolean()) {
                    sources.add(source);
                }
            }
            final long status = harness.setFilter(
                    key.socket(), key.interfaceHandle(), key.group(), mode, sources.toArray(String[]::new));
            if (mode == FilterMode.INCLUDE && sources.isEmpty()) {
                final long expected =
                        !sockets.contains(key.socket()) ? BAD_SOCKET : filters.remove(key) == null ? NOT_JOINED : OK;
                assertThat(status).isEqualTo(expected);
                return;
            }
            final long refusal = refusal(key);
            if (refusal != OK) {
                assertThat(status).isEqualTo(refusal);
            } else if (mode == FilterMode.EXCLUDE && isSourceSpecific(key.group())) {
                assertThat(status).isEqualTo(INVALID);
            } else if (granted(status)) {
                filters.put(key, new Filter(mode, sources));
            }
        }

        private long refusal(final Key key) {
            if (!sockets.contains(key.socket())) {
                return BAD_SOCKET;
            }
            return interfaces.contains(key.interfaceHandle()) ? OK : INTERFACE_GONE;
        }

        private boolean granted(final long status) {
            if (status >= OK) {
                return true;
            }
            assertThat(status).as(OperationStatus.errno(status)).isEqualTo(NO_ROOM);
            assertThat(isFailing)
                    .as("refused without an allocation that failed")
                    .isTrue();
            return false;
        }

        private Key anyKey() {
            return new Key(
                    any(sockets, goneSockets), any(interfaces, goneInterfaces), GROUPS[random.nextInt(GROUPS.length)]);
        }

        /** Mostly one that is there, sometimes one that was. */
        private long any(final List<Long> present, final List<Long> gone) {
            final List<Long> from = present.isEmpty() || random.nextInt(10) == 0 ? gone : present;
            return from.get(random.nextInt(from.size()));
        }

        /** Of 232/8 and ff3x::/96. */
        private static boolean isSourceSpecific(final String group) {
            return group.startsWith("232.") || group.equals("ff35::1:2");
        }

        private static String[] sourcesOf(final String group) {
            return group.contains(":") ? SOURCES6 : SOURCES4;
        }

        void compareDeliveries(final String where) {
            final LookupProbe probe = new LookupProbe(harness, random.nextBoolean());
            final List<Long> everywhere = new ArrayList<>(interfaces);
            everywhere.add(goneInterfaces.get(goneInterfaces.size() - 1));
            for (final long interfaceHandle : everywhere) {
                for (final String group : GROUPS) {
                    for (final String source : sourcesOf(group)) {
                        final List<Long> expected = new ArrayList<>();
                        filters.forEach((key, filter) -> {
                            if (key.interfaceHandle() == interfaceHandle
                                    && key.group().equals(group)
                                    && filter.passes(source)
                                    && interfaces.contains(interfaceHandle)) {
                                expected.add(key.socket());
                            }
                        });
                        probe.add(interfaceHandle, group, source, expected.isEmpty());
                        assertThat(harness.deliver(interfaceHandle, group, source))
                                .as("%s, interface=%d, group=%s, source=%s", where, interfaceHandle, group, source)
                                .containsExactlyInAnyOrderElementsOf(expected);
                    }
                }
            }
            probe.run(where);
        }

        void end() {
            compareDeliveries("end");
            for (final long socket : sockets) {
                assertThat(harness.close(socket)).isEqualTo(OK);
            }
            for (final long interfaceHandle : interfaces) {
                assertThat(harness.detach(interfaceHandle)).isEqualTo(OK);
            }
            harness.assertEmpty();
        }
    }
}
