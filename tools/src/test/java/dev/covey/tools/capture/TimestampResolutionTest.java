package dev.covey.tools.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimestampResolutionTest {
    private static final BigInteger NS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

    @Test
    void shouldAgreeWithExactArithmeticWhateverTheCode() {
        final long seed = 20_260_101;
        final SplittableRandom random = new SplittableRandom(seed);
        for (int code = 0; code <= 255; code++) {
            for (int i = 0; i < 500; i++) {
                final long ticks = random.nextLong() >>> random.nextInt(64);
                final long offsetSeconds = random.nextLong() >> random.nextInt(64);

                assertEquals(
                        exactNs(code, ticks, offsetSeconds),
                        new TimestampResolution(code, offsetSeconds).toNs(ticks),
                        "seed=" + seed + ", code=" + code + ", ticks=" + Long.toUnsignedString(ticks) + ", offset="
                                + offsetSeconds);
            }
        }
    }

    @Test
    void shouldTellTimesFromThoseOutOfRangeAtTheBound() {
        final TimestampResolution nanoseconds = new TimestampResolution(9, 0);

        assertEquals(Long.MAX_VALUE, nanoseconds.toNs(Long.MAX_VALUE));
        assertEquals(TimestampResolution.OUT_OF_RANGE, nanoseconds.toNs(Long.MIN_VALUE));
    }

    private static long exactNs(final int code, final long ticks, final long offsetSeconds) {
        final int exponent = code & 0x7f;
        final BigInteger divisor = (code & 0x80) == 0 ? BigInteger.TEN.pow(exponent) : BigInteger.TWO.pow(exponent);
        final BigInteger sinceOffset = new BigInteger(Long.toUnsignedString(ticks))
                .multiply(NS_PER_SECOND)
                .divide(divisor);
        final BigInteger ns = sinceOffset.add(BigInteger.valueOf(offsetSeconds).multiply(NS_PER_SECOND));
        final boolean isInRange = sinceOffset.bitLength() < Long.SIZE
                && BigInteger.valueOf(offsetSeconds).multiply(NS_PER_SECOND).bitLength() < Long.SIZE
                && ns.bitLength() < Long.SIZE;
        return isInRange ? ns.longValueExact() : TimestampResolution.OUT_OF_RANGE;
    }
}
