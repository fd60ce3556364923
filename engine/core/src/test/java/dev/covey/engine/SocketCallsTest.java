package dev.covey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.membership.Dialect;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.record.FilterMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call of RFC 3678 in every state of the membership before it, in both dialects and both families. */
class SocketCallsTest {
    /** Rows: the call. Columns: the state before it. {@code A/B}: FreeBSD's answer and Linux's. */
    private static final String MATRIX =
            """
            call        none           EX       EX_S           EX_T           IN_S        IN_T        IN_ST
            join        OK             INUSE    INUSE          INUSE          INVAL/INUSE INVAL/INUSE INVAL/INUSE
            leave       NOTAVAIL       OK       OK             OK             OK          OK          OK
            joinSource  OK             INVAL/OK INVAL          INVAL          NOTAVAIL    OK          NOTAVAIL
            leaveSource NOTAVAIL/INVAL NOTAVAIL NOTAVAIL/INVAL NOTAVAIL/INVAL OK          NOTAVAIL    OK
            block       NOTAVAIL/INVAL OK       NOTAVAIL       OK             INVAL       INVAL       INVAL
            unblock     NOTAVAIL/INVAL NOTAVAIL OK             NOTAVAIL       INVAL       INVAL       INVAL
            setInclude  OK             OK       OK             OK             OK          OK          OK
            setExclude  OK             OK       OK             OK             OK          OK          OK
            setNothing  NOTAVAIL       OK       OK             OK             OK          OK          OK
            getFilter   NOTAVAIL       OK       OK             OK             OK          OK          OK
            """;

    /** What the membership is after a call that was answered with OK; a dash where there is none. */
    private static final String AFTER =
            """
            call          none     EX       EX_S     EX_T     IN_S     IN_T     IN_ST
            join          EX       .        .        .        .        .        .
            leave         .        -        -        -        -        -        -
            joinSource    IN_S     IN_S     .        .        .        IN_ST    .
            leaveSource   .        .        .        .        -        .        IN_T
            block         .        EX_S     .        EX_ST    .        .        .
            unblock       .        .        EX       .        .        .        .
            setInclude    IN_S     IN_S     IN_S     IN_S     IN_S     IN_S     IN_S
            setExclude    EX_S     EX_S     EX_S     EX_S     EX_S     EX_S     EX_S
            setNothing    .        -        -        -        -        -        -
            getFilter     .        EX       EX_S     EX_T     IN_S     IN_T     IN_ST
            """;

    /** On what no state helps. */
    private static final String REFUSED =
            """
            call          closed   detached  left       unicast  family   multicast  unspecified  loopback
            join          EBADF    ENODEV    ENODEV     EINVAL   .        .          .            .
            leave         EBADF    OK        NOTAVAIL   EINVAL   .        .          .            .
            joinSource    EBADF    ENODEV    ENODEV     EINVAL   EINVAL   EINVAL     EINVAL       EINVAL
            leaveSource   EBADF    ENODEV    ENODEV     EINVAL   EINVAL   EINVAL     EINVAL       EINVAL
            block         EBADF    ENODEV    ENODEV     EINVAL   EINVAL   EINVAL     EINVAL       EINVAL
            unblock       EBADF    ENODEV    ENODEV     EINVAL   EINVAL   EINVAL     EINVAL       EINVAL
            setInclude    EBADF    ENODEV    ENODEV     EINVAL   EINVAL   EINVAL     EINVAL       EINVAL
            setExclude    EBADF    ENODEV    ENODEV     EINVAL   EINVAL   EINVAL     EINVAL       EINVAL
            setNothing    EBADF    OK        NOTAVAIL   EINVAL   .        .          .            .
            getFilter     EBADF    OK        NOTAVAIL   EINVAL   .        .          .            .
            """;

    private static List<String> row(final String table, final int row) {
        return List.of(table.lines().toList().get(row).strip().split(" +", -1));
    }

    static List<Arguments> statesAndCalls() {
        final List<Arguments> cells = new ArrayList<>();
        final int rows = (int) MATRIX.lines().count();
        final List<String> states = row(MATRIX, 0);
        for (int row = 1; row < rows; row++) {
            final List<String> answers = row(MATRIX, row);
            for (int column = 1; column < states.size(); column++) {
                for (final Dialect dialect : Dialect.values()) {
                    final String[] both = answers.get(column).split("/", -1);
                    final String answer = both[dialect == Dialect.LINUX ? both.length - 1 : 0];
                    for (final boolean isIpv6 : new boolean[] {false, true}) {
                        cells.add(Arguments.of(
                                answers.get(0),
                                states.get(column),
                                dialect,
                                isIpv6,
                                answer,
                                row(AFTER, row).get(column)));
                    }
                }
            }
        }
        return cells;
    }

    @ParameterizedTest(name = "{0} when {1}, {2}, IPv6: {3}")
    @MethodSource("statesAndCalls")
    void line62ShouldAnswerAsDocumentedInEveryState(
            final String call,
            final String before,
            final Dialect dialect,
            final boolean isIpv6,
            final String answer,
            final String after) {
        try (EngineHarness harness = new EngineHarness()) {
            final Names names = new Names(isIpv6);
            final long eth0 = harness.attach(configuration(dialect));
            final long socket = harness.open();
            final long other = harness.open();
            harness.join(other, eth0, names.group());
            names.put(harness, socket, eth0, before);
            final String filterBefore = harness.filter(socket, eth0, names.group());

            final long status = names.call(harness, call, socket, eth0, names.group(), names.s());

            assertThat(OperationStatus.errno(status)).isEqualTo(errno(answer));
            final String expected = answer.equals("OK") ? names.filter(after) : filterBefore;
            assertThat(harness.filter(socket, eth0, names.group())).isEqualTo(expected);
            names.assertDelivery(harness, eth0, socket, expected);
            harness.assertClean();
            harness.close(other);
            harness.end(socket, eth0);
        }
    }

    static List<Arguments> refusedCalls() {
        final List<Arguments> cells = new ArrayList<>();
        final int rows = (int) REFUSED.lines().count();
        final List<String> states = row(REFUSED, 0);
        for (int row = 1; row < rows; row++) {
            final List<String> answers = row(REFUSED, row);
            for (int column = 1; column < states.size(); column++) {
                for (final Dialect dialect : Dialect.values()) {
                    if (!answers.get(column).equals(".")) {
                        cells.add(Arguments.of(answers.get(0), states.get(column), dialect, answers.get(column)));
                    }
                }
            }
        }
        return cells;
    }

    @ParameterizedTest(name = "{0} when {1}, {2}")
    @MethodSource("refusedCalls")
    void line62ShouldRefuseWhatCannotBe(
            final String call, final String circumstance, final Dialect dialect, final String answer) {
        try (EngineHarness harness = new EngineHarness()) {
            final Names names = new Names(false);
            final long eth0 = harness.attach(configuration(dialect));
            final long eth1 = harness.attach(configuration(dialect));
            final long socket = harness.open();
            // Another membership pins the interface when it is detached.
            names.put(harness, socket, eth0, "EX_T");
            harness.join(socket, eth0, "239.9.9.9");
            String group = names.group();
            String source = names.s();
            switch (circumstance) {
                case "closed" -> harness.close(socket);
                case "detached" -> harness.detach(eth0);
                case "left" -> {
                    harness.detach(eth0);
                    assertThat(harness.leave(socket, eth0, group)).isZero();
                }
                case "unicast" -> group = "192.0.2.99";
                case "family" -> source = "2001:db8::1";
                case "multicast" -> source = "224.0.0.9";
                case "unspecified" -> source = "0.0.0.0";
                case "loopback" -> source = "127.0.0.1";
                default -> throw new IllegalArgumentException(circumstance);
            }
            final String before = harness.filter(socket, eth0, names.group());

            final long status = names.call(harness, call, socket, eth0, group, source);

            assertThat(OperationStatus.errno(status)).isEqualTo(errno(answer));
            if (!answer.equals("OK")) {
                assertThat(harness.filter(socket, eth0, names.group())).isEqualTo(before);
            } else if (!call.equals("getFilter")) {
                assertThat(OperationStatus.errno(names.call(harness, call, socket, eth0, group, source)))
                        .isEqualTo("EADDRNOTAVAIL");
            }
            harness.close(socket);
            harness.detach(eth0);
            harness.detach(eth1);
            harness.assertEmpty();
        }
    }

    private static InterfaceConfiguration configuration(final Dialect dialect) {
        return InterfaceConfiguration.builder(1, 0x0200_0000_0001L)
                .host(false)
                .dialect(dialect)
                .build();
    }

    private static String errno(final String answer) {
        return switch (answer) {
            case "INUSE" -> "EADDRINUSE";
            case "INVAL" -> "EINVAL";
            case "NOTAVAIL" -> "EADDRNOTAVAIL";
            default -> answer;
        };
    }

    /** The group and the sources S, T and another of one family, and what is said about them. */
    private record Names(String group, String s, String t, String another) {
        Names(final boolean isIpv6) {
            this(
                    isIpv6 ? "ff15::1:1" : "239.1.1.1",
                    isIpv6 ? "2001:db8::1" : "192.0.2.1",
                    isIpv6 ? "2001:db8::2" : "192.0.2.2",
                    isIpv6 ? "2001:db8::3" : "192.0.2.3");
        }

        private String[] sources(final String state) {
            final List<String> sources = new ArrayList<>();
            if (state.endsWith("_S") || state.endsWith("_ST")) {
                sources.add(s);
            }
            if (state.endsWith("_T") || state.endsWith("_ST")) {
                sources.add(t);
            }
            return sources.toArray(String[]::new);
        }

        private static FilterMode mode(final String state) {
            return state.startsWith("EX") ? FilterMode.EXCLUDE : FilterMode.INCLUDE;
        }

        void put(final EngineHarness harness, final long socket, final long interfaceHandle, final String state) {
            if (!state.equals("none")) {
                assertThat(harness.setFilter(socket, interfaceHandle, group, mode(state), sources(state)))
                        .isZero();
            }
        }

        String filter(final String state) {
            return state.equals("-") ? "EADDRNOTAVAIL" : mode(state) + " " + String.join(",", sources(state));
        }

        long call(
                final EngineHarness harness,
                final String call,
                final long socket,
                final long interfaceHandle,
                final String to,
                final String source) {
            return switch (call) {
                case "join" -> harness.join(socket, interfaceHandle, to);
                case "leave" -> harness.leave(socket, interfaceHandle, to);
                case "joinSource" -> harness.joinSource(socket, interfaceHandle, to, source);
                case "leaveSource" -> harness.leaveSource(socket, interfaceHandle, to, source);
                case "block" -> harness.blockSource(socket, interfaceHandle, to, source);
                case "unblock" -> harness.unblockSource(socket, interfaceHandle, to, source);
                case "setInclude" -> harness.setFilter(socket, interfaceHandle, to, FilterMode.INCLUDE, source);
                case "setExclude" -> harness.setFilter(socket, interfaceHandle, to, FilterMode.EXCLUDE, source);
                case "setNothing" -> harness.setFilter(socket, interfaceHandle, to, FilterMode.INCLUDE);
                case "getFilter" -> harness.getFilter(socket, interfaceHandle, to);
                default -> throw new IllegalArgumentException(call);
            };
        }

        /** What is received is what the filter says. */
        void assertDelivery(
                final EngineHarness harness, final long interfaceHandle, final long socket, final String filter) {
            for (final String source : new String[] {s, t, another}) {
                final boolean isListed = filter.contains(source);
                final boolean isReceived = filter.startsWith(FilterMode.EXCLUDE.name())
                        ? !isListed
                        : filter.startsWith(FilterMode.INCLUDE.name()) && isListed;
                assertThat(harness.deliver(interfaceHandle, group, source).contains(socket))
                        .as("%s from %s", filter.toLowerCase(Locale.ROOT), source)
                        .isEqualTo(isReceived);
            }
        }
    }
}
