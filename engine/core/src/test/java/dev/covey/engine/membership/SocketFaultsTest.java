package dev.covey.engine.membership;

import static dev.covey.engine.membership.OperationStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call in every state, broken at every place where it can break: each allocation refused, the interface detached
 * and the socket closed at each step. What is left is what was before, or what the call makes of it, and nothing else.
 */
class SocketFaultsTest {
    private static final Map<String, Call> CALLS = new LinkedHashMap<>();
    private static final List<String> STATES = List.of("none", "EX", "EX_S", "EX_T", "IN_S", "IN_T", "IN_ST", "EX_ST");

    static {
        CALLS.put("join", (f, n, s, i) -> f.sockets.join(s, i, n.group.high(), n.group.low()));
        CALLS.put("leave", (f, n, s, i) -> f.sockets.leave(s, i, n.group.high(), n.group.low()));
        CALLS.put(
                "joinSource",
                (f, n, s, i) -> f.sockets.joinSource(s, i, n.group.high(), n.group.low(), n.s.high(), n.s.low()));
        CALLS.put(
                "leaveSource",
                (f, n, s, i) -> f.sockets.leaveSource(s, i, n.group.high(), n.group.low(), n.s.high(), n.s.low()));
        CALLS.put(
                "block",
                (f, n, s, i) -> f.sockets.blockSource(s, i, n.group.high(), n.group.low(), n.s.high(), n.s.low()));
        CALLS.put(
                "unblock",
                (f, n, s, i) -> f.sockets.unblockSource(s, i, n.group.high(), n.group.low(), n.s.high(), n.s.low()));
        CALLS.put("setInclude", (f, n, s, i) -> f.set(s, i, n.group, FilterMode.INCLUDE, n.s, n.u));
        CALLS.put("setExclude", (f, n, s, i) -> f.set(s, i, n.group, FilterMode.EXCLUDE, n.s, n.u));
        CALLS.put("setAny", (f, n, s, i) -> f.set(s, i, n.group, FilterMode.EXCLUDE));
        CALLS.put("setNothing", (f, n, s, i) -> f.set(s, i, n.group, FilterMode.INCLUDE));
    }

    /** A call on the socket's membership. */
    private interface Call {
        long call(SocketFixture fixture, Names names, long socket, long interfaceHandle);
    }

    /** A group and sources of one family. */
    private record Names(InternetAddress group, InternetAddress s, InternetAddress t, InternetAddress u) {
        static Names of(final boolean isIpv6) {
            final String source = isIpv6 ? "2001:db8::" : "192.0.2.";
            return new Names(
                    InternetAddress.parse(isIpv6 ? "ff15::1:1" : "239.1.1.1"),
                    InternetAddress.parse(source + 1),
                    InternetAddress.parse(source + 2),
                    InternetAddress.parse(source + 3));
        }

        void put(final SocketFixture fixture, final long socket, final long interfaceHandle, final String state) {
            if (state.equals("none")) {
                return;
            }
            final List<InternetAddress> sources = new ArrayList<>();
            if (state.endsWith("_S") || state.endsWith("_ST")) {
                sources.add(s);
            }
            if (state.endsWith("_T") || state.endsWith("_ST")) {
                sources.add(t);
            }
            final FilterMode mode = state.startsWith("EX") ? FilterMode.EXCLUDE : FilterMode.INCLUDE;
            assertThat(fixture.set(socket, interfaceHandle, group, mode, sources.toArray(InternetAddress[]::new)))
                    .isEqualTo(OK);
        }
    }

    /** What goes wrong at a step. */
    private enum Fault {
        DETACH,
        CLOSE
    }

    static List<Arguments> cases() {
        final List<Arguments> cases = new ArrayList<>();
        for (final String call : CALLS.keySet()) {
            for (final String state : STATES) {
                for (final boolean hasOther : new boolean[] {false, true}) {
                    for (final boolean isIpv6 : new boolean[] {false, true}) {
                        cases.add(Arguments.of(call, state, hasOther, isIpv6));
                    }
                }
            }
        }
        return cases;
    }

    @ParameterizedTest(name = "{0} when {1}, other member: {2}, IPv6: {3}")
    @MethodSource("cases")
    void shouldChangeNothingWhenAnAllocationFails(
            final String call, final String state, final boolean hasOther, final boolean isIpv6) {
        final Names names = Names.of(isIpv6);
        boolean isDone = false;
        for (int n = 1; !isDone; n++) {
            try (SocketFixture fixture = new SocketFixture()) {
                final long eth0 = fixture.attach(Dialect.LINUX);
                final long socket = fixture.sockets.open(1);
                final long other = fixture.sockets.open(2);
                names.put(fixture, socket, eth0, state);
                names.put(fixture, other, eth0, hasOther ? "IN_T" : "none");
                fixture.settle();
                final String before = fixture.state(eth0, names.group, socket, other);
                final Map<String, Integer> live = fixture.live();
                fixture.frames = 0;

                fixture.gate.refuse(n);
                final long status = CALLS.get(call).call(fixture, names, socket, eth0);
                isDone = fixture.gate.calls() < n;
                fixture.gate.open();

                assertThat(fixture.store.openLeases()).isZero();
                if (!isDone) {
                    assertThat(OperationStatus.errno(status)).isEqualTo("ENOBUFS");
                }
                if (status != OK) {
                    assertThat(fixture.state(eth0, names.group, socket, other)).isEqualTo(before);
                    fixture.settle();
                    assertThat(fixture.frames).as("frames sent").isZero();
                    assertThat(fixture.live()).isEqualTo(live);
                    assertThat(fixture.state(eth0, names.group, socket, other)).isEqualTo(before);
                }
                end(fixture, eth0, socket, other);
            }
            assertThat(n).as("allocations of one call").isLessThan(20);
        }
    }

    @ParameterizedTest(name = "{0} when {1}, other member: {2}, IPv6: {3}")
    @MethodSource("cases")
    void shouldLeaveNothingHalfDoneWhenTheInterfaceOrTheSocketGoesAtAStep(
            final String call, final String state, final boolean hasOther, final boolean isIpv6) {
        final Names names = Names.of(isIpv6);
        for (final Fault fault : Fault.values()) {
            boolean isReached = true;
            for (int n = 1; isReached; n++) {
                try (SocketFixture fixture = new SocketFixture()) {
                    final long eth0 = fixture.attach(Dialect.LINUX);
                    final long socket = fixture.sockets.open(1);
                    final long other = fixture.sockets.open(2);
                    names.put(fixture, socket, eth0, state);
                    names.put(fixture, other, eth0, hasOther ? "IN_T" : "none");
                    fixture.settle();
                    final String before = filter(fixture, eth0, names, socket);

                    final int[] left = {n};
                    fixture.steps = step -> {
                        left[0]--;
                        if (left[0] == 0) {
                            fixture.steps = StepListener.NONE;
                            assertThat(fault == Fault.DETACH ? fixture.detach(eth0) : fixture.sockets.close(socket))
                                    .isEqualTo(OK);
                        }
                    };
                    final long status = CALLS.get(call).call(fixture, names, socket, eth0);
                    fixture.steps = StepListener.NONE;
                    isReached = left[0] <= 0;

                    assertThat(fixture.store.openLeases()).isZero();
                    fixture.live();
                    if (isReached) {
                        final String after = filter(fixture, eth0, names, socket);
                        if (status != OK) {
                            assertThat(OperationStatus.errno(status))
                                    .isEqualTo(fault == Fault.DETACH ? "ENODEV" : "EBADF");
                            assertThat(after).isEqualTo(fault == Fault.DETACH ? before : "EBADF[]");
                        }
                        assertThat(fixture.sockets.leave(socket, eth0, names.group.high(), names.group.low()))
                                .isEqualTo(
                                        fault == Fault.CLOSE
                                                ? OperationStatus.BAD_SOCKET
                                                : after.startsWith("OK") ? OK : OperationStatus.NOT_JOINED);
                        if (hasOther) {
                            assertThat(filter(fixture, eth0, names, other)).isEqualTo("OK[" + names.t + ", INCLUDE]");
                        }
                    }
                    end(fixture, eth0, socket, other);
                }
                assertThat(n).as("steps of one call").isLessThan(20);
            }
        }
    }

    @ParameterizedTest(name = "{0} when {1}, other member: {2}, IPv6: {3}")
    @MethodSource("cases")
    void shouldTellTheHostWhatTheMembersWantTogether(
            final String call, final String state, final boolean hasOther, final boolean isIpv6) {
        final Names names = Names.of(isIpv6);
        try (SocketFixture fixture = new SocketFixture()) {
            final long eth0 = fixture.attach(Dialect.LINUX);
            final long socket = fixture.sockets.open(1);
            final long other = fixture.sockets.open(2);
            names.put(fixture, socket, eth0, state);
            // Who wants what nobody else does changes nothing for a member that excludes, and adds to one that
            // includes.
            final InternetAddress alone = InternetAddress.parse(isIpv6 ? "2001:db8::99" : "192.0.2.99");
            if (hasOther) {
                fixture.set(other, eth0, names.group, FilterMode.INCLUDE, alone);
            }
            fixture.settle();

            CALLS.get(call).call(fixture, names, socket, eth0);

            final String own = filter(fixture, eth0, names, socket);
            final TreeSet<String> expected = new TreeSet<>();
            if (own.startsWith("OK[")) {
                expected.addAll(List.of(own.substring(3, own.length() - 1).split(", ", -1)));
            } else {
                expected.add("INCLUDE");
            }
            if (hasOther && expected.contains("INCLUDE")) {
                expected.add(alone.toString());
            }
            assertThat(fixture.merged(eth0, names.group)).isEqualTo(expected.toString());
            fixture.settle();
            assertThat(fixture.merged(eth0, names.group)).isEqualTo(expected.toString());
            end(fixture, eth0, socket, other);
        }
    }

    private static String filter(
            final SocketFixture fixture, final long interfaceHandle, final Names names, final long socket) {
        final String state = fixture.state(interfaceHandle, names.group, socket);
        return state.substring(0, state.indexOf(']') + 1);
    }

    /** Close and detach whatever is left, and see that no record is. */
    private static void end(
            final SocketFixture fixture, final long interfaceHandle, final long socket, final long other) {
        fixture.sockets.close(socket);
        fixture.sockets.close(other);
        fixture.live();
        fixture.detach(interfaceHandle);
        fixture.settle();
        assertThat(fixture.live().values()).containsOnly(0);
        assertThat(fixture.store.inLimbo()).isZero();
        assertThat(fixture.timers.isEmpty()).isTrue();
    }
}
