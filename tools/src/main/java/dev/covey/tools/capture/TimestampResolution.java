package dev.covey.tools.capture;

import java.util.concurrent.TimeUnit;

/**
 * What one tick of a capture's timestamps is, and from when they count: options {@code if_tsresol} and
 * {@code if_tsoffset} of a pcapng interface.
 */
final class TimestampResolution {
    /** Of pcap files, and of pcapng interfaces that say nothing. */
    static final TimestampResolution MICROSECONDS = new TimestampResolution(6, 0);

    /** Result of {@link #toNs(long)} for a time that no long of nanoseconds can hold. */
    static final long OUT_OF_RANGE = Long.MIN_VALUE;

    private static final int POWER_OF_TWO_FLAG = 0x80;
    private static final long NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int NS_DIGITS = 9;

    /** The largest power of ten that an unsigned long holds is 10^19. */
    private static final int UNSIGNED_LONG_DIGITS = 19;

    private final boolean isPowerOfTwo;
    private final int exponent;
    private final long offsetSeconds;

    /** @param code of {@code if_tsresol}: the exponent of 10, or of 2 if the highest bit is set, both negated. */
    TimestampResolution(final int code, final long offsetSeconds) {
        this.isPowerOfTwo = (code & POWER_OF_TWO_FLAG) != 0;
        this.exponent = code & ~POWER_OF_TWO_FLAG & 0xff;
        this.offsetSeconds = offsetSeconds;
    }

    /** Nanoseconds since the Unix epoch of an unsigned number of ticks, rounded down. */
    long toNs(final long ticks) {
        final long sinceOffsetNs = isPowerOfTwo ? binaryTicksToNs(ticks) : decimalTicksToNs(ticks);
        if (sinceOffsetNs == OUT_OF_RANGE || offsetSeconds == 0) {
            return sinceOffsetNs;
        }
        try {
            return Math.addExact(sinceOffsetNs, Math.multiplyExact(offsetSeconds, NS_PER_SECOND));
        } catch (final ArithmeticException tooFar) {
            return OUT_OF_RANGE;
        }
    }

    private long decimalTicksToNs(final long ticks) {
        if (exponent <= NS_DIGITS) {
            return multiplyToNs(ticks, powerOfTen(NS_DIGITS - exponent));
        }
        final int surplusDigits = exponent - NS_DIGITS;
        if (surplusDigits > UNSIGNED_LONG_DIGITS) {
            // 2^64 ticks of 10^-29 seconds are less than a nanosecond.
            return 0;
        }
        final long ns = Long.divideUnsigned(ticks, powerOfTen(surplusDigits));
        return ns < 0 ? OUT_OF_RANGE : ns;
    }

    private long binaryTicksToNs(final long ticks) {
        final long high = unsignedMultiplyHigh(ticks, NS_PER_SECOND);
        final long low = ticks * NS_PER_SECOND;
        if (exponent >= Long.SIZE) {
            return high >>> (exponent - Long.SIZE);
        }
        if (exponent == 0) {
            return high == 0 && low >= 0 ? low : OUT_OF_RANGE;
        }
        if (high >>> (exponent - 1) != 0) {
            return OUT_OF_RANGE;
        }
        return (high << (Long.SIZE - exponent)) | (low >>> exponent);
    }

    private static long multiplyToNs(final long ticks, final long nsPerTick) {
        final long ns = ticks * nsPerTick;
        return unsignedMultiplyHigh(ticks, nsPerTick) == 0 && ns >= 0 ? ns : OUT_OF_RANGE;
    }

    /** Math.unsignedMultiplyHigh for a factor that is not negative; the JDK has it from 18 on only. */
    private static long unsignedMultiplyHigh(final long unsigned, final long factor) {
        return Math.multiplyHigh(unsigned, factor) + ((unsigned >> (Long.SIZE - 1)) & factor);
    }

    private static long powerOfTen(final int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }
}
