package dev.covey.engine;

import static dev.covey.engine.membership.OperationStatus.BAD_SOCKET;
import static dev.covey.engine.membership.OperationStatus.INTERFACE_GONE;
import static dev.covey.engine.membership.OperationStatus.NO_ROOM;
import static dev.covey.engine.membership.OperationStatus.OK;
import static dev.covey.engine.record.FilterMode.EXCLUDE;
import static dev.covey.engine.record.FilterMode.INCLUDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.membership.OperationStep;
import dev.covey.engine.record.FilterMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation, from every state before it that leads it another way, with every fault at every place: each of its
 * allocations fails, alone or with all later ones; at each of its steps the interface is destroyed, the socket is
 * closed, or memory runs out. Enumerated, not drawn.
 *
 * <p>An operation that fails leaves every record as it was, byte for byte. One that was interrupted leaves what would
 * be there if it, as far as it succeeded, and the interruption had come one after the other.
 */
class FaultEnumerationTest {
    /** Places that are reached in an operation; more would mean that the enumeration does not end. */
    private static final int MAX_PLACES = 64;

    /** An operation and the state it meets. */
    private record Case(String name, boolean isIpv6, Consumer<FaultFixture> before, Operation operation) {
        @Override
        public String toString() {
            return name + (isIpv6 ? ", IPv6" : ", IPv4");
        }
    }

    /** Returns its status. */
    private interface Operation {
        long apply(FaultFixture fixture);
    }

    static Stream<Case> cases() {
        final List<Case> cases = new ArrayList<>();
        for (final boolean isIpv6 : new boolean[] {false, true}) {
            addWhole(cases, isIpv6);
            addSources(cases, isIpv6);
            addFilters(cases, isIpv6);
            addInterfaces(cases, isIpv6);
        }
        return cases.stream();
    }

    private static void add(
            final List<Case> cases,
            final String name,
            final boolean isIpv6,
            final Consumer<FaultFixture> before,
            final Operation operation) {
        cases.add(new Case(name, isIpv6, before, operation));
    }

    private static void addWhole(final List<Case> cases, final boolean isIpv6) {
        final Operation join = f -> f.harness.join(f.socket, f.em0, f.group);
        final Operation leave = f -> f.harness.leave(f.socket, f.em0, f.group);
        final Operation close = f -> f.harness.close(f.socket);
        add(cases, "open", isIpv6, f -> {}, f -> f.opened = f.harness.open());
        add(cases, "join a new group", isIpv6, f -> {}, join);
        add(
                cases,
                "join a group with another's address",
                isIpv6,
                f -> f.harness.join(f.other, f.em0, f.otherGroup),
                join);
        add(cases, "join another's group", isIpv6, f -> f.harness.join(f.other, f.em0, f.group), join);
        add(cases, "join a group of included sources", isIpv6, f -> include(f, f.other, 0, 1), join);
        add(cases, "leave alone", isIpv6, join::apply, leave);
        add(cases, "leave another's group", isIpv6, f -> both(f, join), leave);
        add(cases, "leave included sources", isIpv6, f -> include(f, f.socket, 0, 1), leave);
        add(cases, "close without members", isIpv6, f -> {}, close);
        add(
                cases,
                "close with two groups",
                isIpv6,
                f -> {
                    both(f, join);
                    f.harness.setFilter(f.socket, f.em0, f.otherGroup, INCLUDE, f.sources);
                },
                close);
    }

    private static void both(final FaultFixture fixture, final Operation join) {
        join.apply(fixture);
        fixture.harness.join(fixture.other, fixture.em0, fixture.group);
    }

    private static void include(final FaultFixture fixture, final long socket, final int... sources) {
        set(fixture, socket, INCLUDE, sources);
    }

    private static long set(
            final FaultFixture fixture, final long socket, final FilterMode mode, final int... sources) {
        final String[] names = new String[sources.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = fixture.sources[sources[i]];
        }
        return fixture.harness.setFilter(socket, fixture.em0, fixture.group, mode, names);
    }

    private static void addSources(final List<Case> cases, final boolean isIpv6) {
        final Operation joinSource = f -> f.harness.joinSource(f.socket, f.em0, f.group, f.sources[0]);
        final Operation leaveSource = f -> f.harness.leaveSource(f.socket, f.em0, f.group, f.sources[0]);
        final Operation block = f -> f.harness.blockSource(f.socket, f.em0, f.group, f.sources[0]);
        final Operation unblock = f -> f.harness.unblockSource(f.socket, f.em0, f.group, f.sources[0]);
        add(cases, "join the first source", isIpv6, f -> {}, joinSource);
        add(cases, "join another source", isIpv6, f -> include(f, f.socket, 1, 2), joinSource);
        add(cases, "join another's source", isIpv6, f -> include(f, f.other, 0), joinSource);
        add(cases, "join a source that is excluded", isIpv6, f -> set(f, f.other, EXCLUDE, 0, 1), joinSource);
        add(cases, "leave one of two sources", isIpv6, f -> include(f, f.socket, 0, 1), leaveSource);
        add(cases, "leave the last source", isIpv6, f -> include(f, f.socket, 0), leaveSource);
        add(cases, "block the first source", isIpv6, f -> set(f, f.socket, EXCLUDE), block);
        add(cases, "block another source", isIpv6, f -> set(f, f.socket, EXCLUDE, 1, 2), block);
        add(cases, "unblock one of two sources", isIpv6, f -> set(f, f.socket, EXCLUDE, 0, 1), unblock);
        add(cases, "unblock the last source", isIpv6, f -> set(f, f.socket, EXCLUDE, 0), unblock);
    }

    private static void addFilters(final List<Case> cases, final boolean isIpv6) {
        add(cases, "include two, of nothing", isIpv6, f -> {}, f -> set(f, f.socket, INCLUDE, 0, 1));
        add(cases, "exclude one, of nothing", isIpv6, f -> {}, f -> set(f, f.socket, EXCLUDE, 0));
        add(
                cases,
                "exclude two, of include",
                isIpv6,
                f -> include(f, f.socket, 0, 1),
                f -> set(f, f.socket, EXCLUDE, 1, 2));
        add(
                cases,
                "include two, of exclude",
                isIpv6,
                f -> set(f, f.socket, EXCLUDE, 0, 1),
                f -> set(f, f.socket, INCLUDE, 1, 2));
        add(cases, "include other two", isIpv6, f -> include(f, f.socket, 0, 1), f -> set(f, f.socket, INCLUDE, 1, 2));
        add(cases, "exclude nothing", isIpv6, f -> set(f, f.socket, EXCLUDE, 0, 1), f -> set(f, f.socket, EXCLUDE));
        add(cases, "include nothing", isIpv6, f -> set(f, f.socket, EXCLUDE, 0, 1), f -> set(f, f.socket, INCLUDE));
    }

    private static void addInterfaces(final List<Case> cases, final boolean isIpv6) {
        final Consumer<FaultFixture> members = f -> {
            set(f, f.socket, EXCLUDE, 0, 1);
            f.harness.join(f.other, f.em0, f.otherGroup);
        };
        final Operation attach =
                f -> f.attached = f.harness.attach(FaultFixture.configuration(2, "203.0.113.7", "fe80::8"));
        cases.add(new Case("attach", isIpv6, members, attach));
        cases.add(new Case(
                "configure",
                isIpv6,
                members,
                f -> f.harness.configure(f.em0, FaultFixture.configuration(1, "192.0.2.8", "fe80::9"))));
        cases.add(new Case("detach", isIpv6, members, f -> f.harness.detach(f.em0)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldChangeNothingWhenAnAllocationFails(final Case wanted) {
        for (final boolean isAllLater : new boolean[] {false, true}) {
            int call = 1;
            while (failAllocation(wanted, call, isAllLater)) {
                call++;
                assertThat(call).isLessThan(MAX_PLACES);
            }
        }
    }

    /** Returns false if the operation makes fewer allocations than that. */
    private static boolean failAllocation(final Case wanted, final int call, final boolean isAllLater) {
        // As an app runs it; its twin is watched.
        try (FaultFixture fixture = begin(wanted, false)) {
            final SortedMap<String, String> before = EngineState.of(fixture.harness);
            final Set<String> receivedBefore = fixture.linkFilter();
            fixture.sent.take();
            if (isAllLater) {
                fixture.gate.refuseFrom(call);
            } else {
                fixture.gate.refuse(call);
            }
            final long status = wanted.operation().apply(fixture);
            final boolean isReached = fixture.gate.refusedName() != null;
            fixture.gate.open();
            if (status < OK) {
                requireUnchanged(fixture, status, before, receivedBefore);
                assertThat(wanted.operation().apply(fixture)).as("again").isNotNegative();
            }
            requireTwin(fixture, wanted, f -> {});
            fixture.end();
            return isReached;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldChangeNothingWhenMemoryRunsOutAtAnyStep(final Case wanted) {
        final int steps = stepsOf(wanted).size();
        for (int step = 0; step < steps; step++) {
            try (FaultFixture fixture = begin(wanted)) {
                final SortedMap<String, String> before = EngineState.of(fixture.harness);
                final Set<String> receivedBefore = fixture.linkFilter();
                fixture.sent.take();
                fixture.interrupt(step, f -> f.gate.refuseFrom(1));
                final long status = wanted.operation().apply(fixture);
                fixture.gate.open();
                if (status < OK) {
                    requireUnchanged(fixture, status, before, receivedBefore);
                    assertThat(wanted.operation().apply(fixture)).as("again").isNotNegative();
                }
                requireTwin(fixture, wanted, f -> {});
                fixture.end();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldBeWholeWhenTheInterfaceIsDestroyedAtAnyStep(final Case wanted) {
        interruptEveryStep(wanted, f -> f.harness.engine.interfaces().detach(f.em0), INTERFACE_GONE);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldBeWholeWhenTheSocketIsClosedAtAnyStep(final Case wanted) {
        interruptEveryStep(wanted, f -> f.harness.engine.sockets().close(f.socket), BAD_SOCKET);
    }

    private static void interruptEveryStep(
            final Case wanted, final Consumer<FaultFixture> interruption, final long refusal) {
        final int steps = stepsOf(wanted).size();
        for (int step = 0; step < steps; step++) {
            try (FaultFixture fixture = begin(wanted)) {
                fixture.interrupt(step, interruption);
                final long status = wanted.operation().apply(fixture);
                assertThat(status)
                        .as("step %d of %s", step, fixture.steps())
                        .satisfiesAnyOf(value -> assertThat(value).isNotNegative(), value -> assertThat(value)
                                .isEqualTo(refusal));
                fixture.harness.settle();
                fixture.harness.assertClean();
                if (status < OK) {
                    final Operation nothing = f -> OK;
                    requireTwin(
                            fixture, new Case(wanted.name(), wanted.isIpv6(), wanted.before(), nothing), interruption);
                } else {
                    requireTwin(fixture, wanted, interruption);
                }
                fixture.end();
            }
        }
    }

    @Test
    void shouldPassEveryStepThatHasAName() {
        final Set<OperationStep> passed = EnumSet.noneOf(OperationStep.class);
        cases().forEach(wanted -> passed.addAll(stepsOf(wanted)));
        assertThat(passed).isEqualTo(EnumSet.allOf(OperationStep.class));
    }

    private static List<OperationStep> stepsOf(final Case wanted) {
        try (FaultFixture fixture = begin(wanted)) {
            fixture.interrupt(-1, null);
            assertThat(wanted.operation().apply(fixture)).as(wanted.name()).isNotNegative();
            return List.copyOf(fixture.steps());
        }
    }

    private static FaultFixture begin(final Case wanted) {
        return begin(wanted, true);
    }

    private static FaultFixture begin(final Case wanted, final boolean isWatched) {
        final FaultFixture fixture = new FaultFixture(wanted.isIpv6(), isWatched);
        wanted.before().accept(fixture);
        return fixture;
    }

    private static void requireUnchanged(
            final FaultFixture fixture,
            final long status,
            final SortedMap<String, String> before,
            final Set<String> receivedBefore) {
        assertThat(OperationStatus.code(status)).isEqualTo(NO_ROOM);
        assertThat(EngineState.of(fixture.harness)).as("after %s", fixture).isEqualTo(before);
        assertThat(fixture.linkFilter()).isEqualTo(receivedBefore);
        assertThat(fixture.sent.take()).isEmpty();
        fixture.harness.assertClean();
    }

    /** Compare with an engine in which the operation met no fault, and something came after it. */
    private static void requireTwin(
            final FaultFixture fixture, final Case wanted, final Consumer<FaultFixture> afterwards) {
        try (FaultFixture twin = begin(wanted)) {
            wanted.operation().apply(twin);
            afterwards.accept(twin);
            assertThat(fixture.told()).as("%s", fixture).isEqualTo(twin.told());
            assertThat(fixture.linkFilter()).isEqualTo(twin.linkFilter());
        }
    }
}
