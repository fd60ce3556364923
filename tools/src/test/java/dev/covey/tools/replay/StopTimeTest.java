package dev.covey.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StopTimeTest {
    private static final long FIRST_NS = 1_000;

    @ParameterizedTest
    @CsvSource({
        "12.5, 12500000000",
        "12.5s, 12500000000",
        "0, 0",
        "1m30s, 90000000000",
        "1m30, 90000000000",
        "2m, 120000000000",
        "1h0m0.000000001s, 3600000000001",
        "250ms, 250000000",
        "1s1.5ms, 1001500000"
    })
    void shouldCountFromTheFirstPacket(final String text, final long afterFirstNs) {
        assertEquals(FIRST_NS + afterFirstNs, StopTime.parse(text).resolveNs(FIRST_NS));
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:01Z, 1000000000",
        "1970-01-01T01:00:01.5+01:00, 1500000000",
        "1969-12-31T23:59:59Z, -1000000000"
    })
    void shouldTakeAMoment(final String text, final long timeNs) {
        assertEquals(timeNs, StopTime.parse(text).resolveNs(FIRST_NS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "-1",
                "1.2.3",
                "5x",
                "1970-01-01T00:00:00",
                "9999-01-01T00:00:00Z",
                "999999999h",
                "1s1m",
                "."
            })
    void shouldExplainWhatItDoesNotUnderstand(final String text) {
        final IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> StopTime.parse(text));

        assertEquals(true, refusal.getMessage().endsWith("text=" + text), refusal.getMessage());
    }

    @Test
    void shouldNotStopAtAllWhenTheTimeIsBeyondAnyClock() {
        assertEquals(Long.MAX_VALUE, StopTime.parse("3600").resolveNs(Long.MAX_VALUE - 1));
        assertEquals(Long.MAX_VALUE, StopTime.NEVER.resolveNs(-5));
    }
}
