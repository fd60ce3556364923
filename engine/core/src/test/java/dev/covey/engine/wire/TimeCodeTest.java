package dev.covey.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntUnaryOperator;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class TimeCodeTest {
    @Test
    void shouldDecodeEvery8BitCodeAsTheRfcFormulaDoes() {
        for (int code = 0; code < 256; code++) {
            final int mantissa = code % 16;
            final int exponent = code / 16 % 8;
            final int expected = code < 128 ? code : (int) ((16 + mantissa) * Math.pow(2, exponent + 3));

            assertThat(TimeCode.decode8(code)).as("code=%d", code).isEqualTo(expected);
        }
    }

    @Test
    void shouldDecodeEvery16BitCodeAsTheRfcFormulaDoes() {
        for (int code = 0; code < 65_536; code++) {
            final int mantissa = code % 4096;
            final int exponent = code / 4096 % 8;
            final int expected = code < 32_768 ? code : (int) ((4096 + mantissa) * Math.pow(2, exponent + 3));

            if (TimeCode.decode16(code) != expected) {
                assertThat(TimeCode.decode16(code)).as("code=%d", code).isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldNotForgetTheImpliedBitWhenTheMantissaIsZero() {
        assertThat(TimeCode.decode8(0x7f)).isEqualTo(127);
        assertThat(TimeCode.decode8(0x80)).isEqualTo(128);
        assertThat(TimeCode.decode8(0xff)).isEqualTo(TimeCode.MAX_VALUE_8);
        assertThat(TimeCode.decode16(0x7fff)).isEqualTo(32_767);
        assertThat(TimeCode.decode16(0x8000)).isEqualTo(32_768);
        assertThat(TimeCode.decode16(0xffff)).isEqualTo(TimeCode.MAX_VALUE_16);
    }

    @Test
    void shouldEncodeTheLargestValueThatIsNotAboveTheOneAskedFor() {
        shouldRoundDown(TimeCode.MAX_VALUE_8, 255, TimeCode::encode8, TimeCode::decode8);
        shouldRoundDown(TimeCode.MAX_VALUE_16, 65_535, TimeCode::encode16, TimeCode::decode16);
    }

    @Test
    void shouldStayWithinTheCodesWhenAskedForTheImpossible() {
        assertThat(TimeCode.encode8(-1)).isZero();
        assertThat(TimeCode.encode8(Long.MIN_VALUE)).isZero();
        assertThat(TimeCode.encode8(Long.MAX_VALUE)).isEqualTo(255);
        assertThat(TimeCode.encode16(-1)).isZero();
        assertThat(TimeCode.encode16(1L << 32)).isEqualTo(65_535);
    }

    /** Every value there is: decoded codes never fall, never exceed the value, and the next code would. */
    private static void shouldRoundDown(
            final int maxValue, final int maxCode, final LongFunction<Integer> encode, final IntUnaryOperator decode) {
        for (int value = 0; value <= maxValue; value++) {
            final int code = encode.apply(value);
            final boolean isHeld = decode.applyAsInt(code) <= value;
            final boolean isTight = code == maxCode || decode.applyAsInt(code + 1) > value;
            if (!isHeld || !isTight) {
                assertThat(decode.applyAsInt(code))
                        .as("value=%d, code=%d", value, code)
                        .isEqualTo(value);
            }
        }
        for (int code = 0; code <= maxCode; code++) {
            if (encode.apply(decode.applyAsInt(code)) != code) {
                assertThat(encode.apply(decode.applyAsInt(code))).isEqualTo(code);
            }
        }
    }
}
