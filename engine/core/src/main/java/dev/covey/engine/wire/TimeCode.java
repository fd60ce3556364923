package dev.covey.engine.wire;

/**
 * The floating-point codes in which queries carry times: 8 bits for IGMPv3's Max Resp Code and for Querier's Query
 * Interval Code of both protocols (RFC 9776 sections 4.1.1 and 4.1.7), 16 bits for MLDv2's Maximum Response Code (RFC
 * 9777 section 5.1.3).
 *
 * <pre>
 *    8 bits:  1 | exp (3) | mant (4)      value = (mant | 0x10)   &lt;&lt; (exp + 3)   from 128 upwards, else linear
 *   16 bits:  1 | exp (3) | mant (12)     value = (mant | 0x1000) &lt;&lt; (exp + 3)   from 32768 upwards, else linear
 * </pre>
 *
 * <p>Decoding is defined for every code. Encoding rounds down, so that nobody is ever told a longer time than was asked
 * for, and stops at the largest value a code can carry. Values are in the unit of the field: tenths of a second,
 * seconds or milliseconds.
 */
public final class TimeCode {
    /** Largest value of an 8-bit code. */
    public static final int MAX_VALUE_8 = 31_744;

    /** Largest value of a 16-bit code. */
    public static final int MAX_VALUE_16 = 8_387_584;

    private static final int MANTISSA_BITS_8 = 4;
    private static final int MANTISSA_BITS_16 = 12;
    private static final int EXPONENT_BIAS = 3;

    private TimeCode() {}

    /**
     * The value of an 8-bit code.
     *
     * @param code 0 to 255; higher bits are ignored.
     * @return 0 to {@link #MAX_VALUE_8}.
     */
    public static int decode8(final int code) {
        return decode(code & 0xff, MANTISSA_BITS_8);
    }

    /**
     * The value of a 16-bit code.
     *
     * @param code 0 to 65,535; higher bits are ignored.
     * @return 0 to {@link #MAX_VALUE_16}.
     */
    public static int decode16(final int code) {
        return decode(code & 0xffff, MANTISSA_BITS_16);
    }

    /**
     * The 8-bit code of the largest value that is not above the one asked for.
     *
     * @param value any number; below 0 counts as 0.
     * @return 0 to 255.
     */
    public static int encode8(final long value) {
        return encode(Math.min(value, MAX_VALUE_8), MANTISSA_BITS_8);
    }

    /**
     * The 16-bit code of the largest value that is not above the one asked for.
     *
     * @param value any number; below 0 counts as 0.
     * @return 0 to 65,535.
     */
    public static int encode16(final long value) {
        return encode(Math.min(value, MAX_VALUE_16), MANTISSA_BITS_16);
    }

    private static int decode(final int code, final int mantissaBits) {
        final int linearLimit = 1 << (mantissaBits + EXPONENT_BIAS);
        if (code < linearLimit) {
            return code;
        }
        final int mantissa = code & ((1 << mantissaBits) - 1);
        final int exponent = code >>> mantissaBits & 0x7;
        // The leading one is implied: FreeBSD's decoder forgot it and read 12.8 s as 0.
        return (mantissa | 1 << mantissaBits) << (exponent + EXPONENT_BIAS);
    }

    private static int encode(final long value, final int mantissaBits) {
        final int linearLimit = 1 << (mantissaBits + EXPONENT_BIAS);
        if (value < linearLimit) {
            return (int) Math.max(0, value);
        }
        final int bits = (int) value;
        final int exponent = 31 - Integer.numberOfLeadingZeros(bits) - mantissaBits - EXPONENT_BIAS;
        final int mantissa = bits >>> (exponent + EXPONENT_BIAS) & ((1 << mantissaBits) - 1);
        return linearLimit | exponent << mantissaBits | mantissa;
    }
}
