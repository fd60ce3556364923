package dev.covey.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program of the kernel's filter, run by a machine that knows its ten operations. */
class KernelFilterTest {
    private static final String MACS = "01005e000001020000000001";
    private static final String MLD_START = MACS + "86dd" + "60000000" + "0024";
    private static final String ADDRESSES = "fe80000000000000000000000000000b" + "ff020000000000000000000000000001";

    private final UnsafeBuffer code = KernelFilter.instructions();

    @Test
    void shouldLetIgmpPassOnly() {
        assertThat(accepts(MACS + "0800" + "46c0002400000000" + "0102" + "0000"))
                .isTrue();
        assertThat(accepts(MACS + "0800" + "4500002400000000" + "4011" + "0000"))
                .isFalse();
        assertThat(accepts(MACS + "0806" + "46c0002400000000" + "0102" + "0000"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"129,false", "130,true", "131,true", "132,true", "133,false", "142,false", "143,true", "144,false"})
    void shouldLetMldPassOnlyWhenOfItsTypes(final int type, final boolean isAccepted) {
        final String message = String.format("%02x00", type);
        final String options = MLD_START + "0001" + ADDRESSES + "3a00" + "050200000000";

        assertThat(accepts(options + message)).isEqualTo(isAccepted);
    }

    @Test
    void shouldFindMldBehindLongerOptions() {
        final String options = MLD_START + "0001" + ADDRESSES + "3a01" + "05020000" + "010a" + "0".repeat(16);

        assertThat(accepts(options + "8200")).isTrue();
        assertThat(accepts(options + "8700")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "2b", "2c", "33", "3c"})
    void shouldLetPassWhatHasMoreHeadersInFrontOfItsMessage(final String header) {
        assertThat(accepts(MLD_START + "0001" + ADDRESSES + header + "00050200000100" + "3a00010400000000" + "8200"))
                .isTrue();
    }

    @Test
    void shouldRejectMldWithoutRouterAlert() {
        assertThat(accepts(MLD_START + "3a01" + ADDRESSES + "8200000000000000" + "8200"))
                .isFalse();
        assertThat(accepts(MLD_START + "0001" + ADDRESSES + "1100050200000000" + "8200"))
                .isFalse();
    }

    @Test
    void shouldRejectFramesThatEndBeforeTheAnswer() {
        assertThat(accepts(MACS + "0800" + "46c0")).isFalse();
        assertThat(accepts(MLD_START + "0001" + ADDRESSES + "3a00" + "050200000000"))
                .isFalse();
    }

    private boolean accepts(final String frame) {
        final UnsafeBuffer octets = new UnsafeBuffer(HexFormat.of().parseHex(frame));
        long accumulator = 0;
        int index = 0;
        int next = 0;
        for (int steps = 0; steps < 64; steps++) {
            final int offset = next * 8;
            final int operation = code.getShort(offset);
            final long operand = code.getInt(offset + 4) & 0xffff_ffffL;
            final int at = (int) operand + (operation == 0x50 ? index : 0);
            final boolean isLoad = operation == 0x28 || operation == 0x30 || operation == 0x50;
            if (isLoad && at + (operation == 0x28 ? 2 : 1) > octets.capacity()) {
                return false;
            }
            next++;
            switch (operation) {
                case 0x28 -> accumulator = octets.getShort(at, ByteOrder.BIG_ENDIAN) & 0xffff;
                case 0x30, 0x50 -> accumulator = octets.getByte(at) & 0xff;
                case 0x04 -> accumulator += operand;
                case 0x64 -> accumulator <<= operand;
                case 0x07 -> index = (int) accumulator;
                case 0x15 -> next = jump(next, offset, accumulator == operand);
                case 0x25 -> next = jump(next, offset, accumulator > operand);
                case 0x35 -> next = jump(next, offset, accumulator >= operand);
                case 0x06 -> {
                    return operand != 0;
                }
                default -> throw new AssertionError("unknown operation: " + operation);
            }
        }
        throw new AssertionError("does not end");
    }

    private int jump(final int next, final int offset, final boolean isTrue) {
        return next + (code.getByte(offset + (isTrue ? 2 : 3)) & 0xff);
    }
}
