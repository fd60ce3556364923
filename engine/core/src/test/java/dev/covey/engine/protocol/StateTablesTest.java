package dev.covey.engine.protocol;

import static dev.covey.engine.protocol.RouterFixture.SECOND_NS;
import static dev.covey.engine.wire.GroupRecordType.ALLOW_NEW_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.BLOCK_OLD_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_EXCLUDE_MODE;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_INCLUDE_MODE;
import static dev.covey.engine.wire.GroupRecordType.MODE_IS_EXCLUDE;
import static dev.covey.engine.wire.GroupRecordType.MODE_IS_INCLUDE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.wire.GroupRecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Line 44: every row of the tables of RFC 9776 section 6.4, once by hand, and over all small sets against the model.
 */
class StateTablesTest {
    private static final int UNIVERSE = 4;
    private static final String G = "239.1.1.1";

    private final TestPacket packet = new TestPacket();

    /**
     * Sources a, b, c, d are 10.0.1.1 to 10.0.1.4. A state is built at time 0 and the record comes at 100 s, when what
     * was set at time 0 has 170 s left.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // state       | record  | new state                           | queries
                "I ab; IS_IN bc; INCLUDE {a@170 b@270 c@270 |};",
                "I ab; ALLOW bc; INCLUDE {a@170 b@270 c@270 |};",
                "I ab; BLOCK bc; INCLUDE {a@170 b@2 |}; Q(G,b)",
                "I ab; TO_IN bc; INCLUDE {a@2 b@270 c@270 |}; Q(G,a)",
                "I ab; IS_EX bc; EXCLUDE@270 {b@170 | c};",
                "I ab; TO_EX bc; EXCLUDE@270 {b@2 | c}; Q(G,b)",
                "E ab cd; IS_IN bc; EXCLUDE@170 {a@170 b@270 c@270 | d};",
                "E ab cd; ALLOW bc; EXCLUDE@170 {a@170 b@270 c@270 | d};",
                "E ab c; BLOCK bcd; EXCLUDE@170 {a@170 b@2 d@2 | c}; Q(G,b) Q(G,d)",
                "E ab c; TO_IN bc; EXCLUDE@2 {a@2 b@270 c@270 |}; Q(G,a) Q(G)",
                "E ab c; IS_EX bcd; EXCLUDE@270 {b@170 d@270 | c};",
                "E ab c; TO_EX bcd; EXCLUDE@270 {b@2 d@2 | c}; Q(G,b) Q(G,d)",
            })
    void shouldFollowTheRowOfTheTable(
            final String state, final String record, final String expected, final String queries) {
        try (RouterFixture router = new RouterFixture().open()) {
            final String[] parts = state.trim().split(" ", -1);
            final boolean isExclude = parts[0].equals("E");
            if (isExclude) {
                router.receive(packet.report(MODE_IS_EXCLUDE, G, addresses(parts[2])));
            }
            router.receive(packet.report(MODE_IS_INCLUDE, G, addresses(parts[1])));
            router.advanceSeconds(100);

            final String[] words = record.trim().split(" ", -1);
            router.receive(packet.report(type(words[0]), G, addresses(words[1])));

            assertEquals(expected.trim(), names(router.state(G)));
            final List<String> asked = new ArrayList<>();
            router.queries.forEach(query -> asked.add(names(query)));
            asked.sort(null);
            final List<String> wanted = new ArrayList<>(queries == null ? List.of() : List.of(queries.split(" ", -1)));
            wanted.sort(null);
            assertEquals(wanted, asked);
            router.check();
        }
    }

    private static GroupRecordType type(final String word) {
        return switch (word) {
            case "IS_IN" -> MODE_IS_INCLUDE;
            case "IS_EX" -> MODE_IS_EXCLUDE;
            case "TO_IN" -> CHANGE_TO_INCLUDE_MODE;
            case "TO_EX" -> CHANGE_TO_EXCLUDE_MODE;
            case "ALLOW" -> ALLOW_NEW_SOURCES;
            default -> BLOCK_OLD_SOURCES;
        };
    }

    private static String[] addresses(final String letters) {
        return letters.chars().mapToObj(c -> "10.0.1." + (c - 'a' + 1)).toArray(String[]::new);
    }

    private static String names(final String text) {
        String result = text.replace(G, "G");
        for (char c = 'a'; c <= 'd'; c++) {
            result = result.replace("10.0.1." + (c - 'a' + 1), Character.toString(c));
        }
        return result;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAgreeWithTheModelOverAllSmallSetsAsQuerier(final boolean isIpv6) {
        assertEquals(allCases(), compareAll(isIpv6, false));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAgreeWithTheModelOverAllSmallSetsWhileAnotherIsQuerier(final boolean isIpv6) {
        assertEquals(allCases(), compareAll(isIpv6, true));
    }

    private static int allCases() {
        return ((1 << UNIVERSE) + (int) Math.pow(3, UNIVERSE)) * 6 * (1 << UNIVERSE);
    }

    private int compareAll(final boolean isIpv6, final boolean hasQuerier) {
        int cases = 0;
        try (ModelComparison comparison = new ModelComparison()) {
            for (final GroupRecordType type : GroupRecordType.values()) {
                if (type == GroupRecordType.UNRECOGNISED) {
                    continue;
                }
                for (int listed = 0; listed < 1 << UNIVERSE; listed++) {
                    for (int a = 0; a < 1 << UNIVERSE; a++) {
                        compare(comparison, isIpv6, hasQuerier, type, listed, a, -1);
                        cases++;
                    }
                    for (int x = 0; x < 1 << UNIVERSE; x++) {
                        for (int y = 0; y < 1 << UNIVERSE; y++) {
                            if ((x & y) == 0) {
                                compare(comparison, isIpv6, hasQuerier, type, listed, x, y);
                                cases++;
                            }
                        }
                    }
                }
            }
        }
        return cases;
    }

    /** One transition, and what the timers make of it; y is -1 in INCLUDE mode. */
    private void compare(
            final ModelComparison comparison,
            final boolean isIpv6,
            final boolean hasQuerier,
            final GroupRecordType type,
            final int listed,
            final int wanted,
            final int y) {
        final String group = isIpv6 ? "ff15::77" : G;
        if (hasQuerier) {
            comparison.query(isIpv6, isIpv6 ? "fe80::2" : "10.0.0.2", null, 10 * SECOND_NS, false, 2, 125 * SECOND_NS);
        }
        if (y >= 0) {
            comparison.record(isIpv6, MODE_IS_EXCLUDE, group, sources(isIpv6, y));
        }
        for (int i = 0; i < UNIVERSE; i++) {
            if ((wanted & 1 << i) != 0) {
                // Every timer different, so that none is taken for another.
                comparison.advance(3 * SECOND_NS);
                comparison.record(isIpv6, ALLOW_NEW_SOURCES, group, sources(isIpv6, 1 << i));
            }
        }
        comparison.advance(7 * SECOND_NS);
        comparison.assertEqual();

        comparison.record(isIpv6, type, group, sources(isIpv6, listed));
        comparison.assertEqual();
        for (final long seconds : new long[] {1, 1, 1, 255, 3, 3, 3, 10}) {
            comparison.advance(seconds * SECOND_NS);
            comparison.assertEqual();
        }
        comparison.advance(300 * SECOND_NS);
        comparison.assertEqual();
        assertTrue(comparison.isEmpty(), "nobody reports any more");
    }

    private static List<String> sources(final boolean isIpv6, final int bits) {
        final List<String> result = new ArrayList<>();
        for (int i = 0; i < UNIVERSE; i++) {
            if ((bits & 1 << i) != 0) {
                result.add((isIpv6 ? "2001:db8::" : "10.0.1.") + (i + 1));
            }
        }
        return result;
    }

    @Test
    void shouldNotMindSourcesListedTwice() {
        for (final GroupRecordType type : new GroupRecordType[] {
            MODE_IS_INCLUDE,
            MODE_IS_EXCLUDE,
            CHANGE_TO_INCLUDE_MODE,
            CHANGE_TO_EXCLUDE_MODE,
            ALLOW_NEW_SOURCES,
            BLOCK_OLD_SOURCES
        }) {
            for (final boolean isExclude : new boolean[] {false, true}) {
                assertEquals(
                        twice(type, isExclude, addresses("bcd")),
                        twice(type, isExclude, addresses("bbcbddcb")),
                        type + " from EXCLUDE=" + isExclude);
            }
        }
    }

    private Map<String, List<String>> twice(
            final GroupRecordType type, final boolean isExclude, final String... listed) {
        try (RouterFixture router = new RouterFixture().open()) {
            if (isExclude) {
                router.receive(packet.report(MODE_IS_EXCLUDE, G, addresses("c")));
            }
            router.receive(packet.report(MODE_IS_INCLUDE, G, addresses("ab")));
            router.advanceSeconds(50);
            router.receive(packet.report(type, G, listed));
            router.check();
            return Map.of("state", List.of(router.state(G)), "asked", router.queries, "told", router.changes);
        }
    }
}
