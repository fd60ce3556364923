package dev.covey.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OctetsTest {
    private static final int LENGTH = 32;

    private static MutableDirectBuffer buffer(final String where) {
        return switch (where) {
            case "heap" -> new UnsafeBuffer(new byte[2 * LENGTH], 5, LENGTH);
            case "native" -> new UnsafeBuffer(ByteBuffer.allocateDirect(2 * LENGTH), 5, LENGTH);
            default -> new ExpandableArrayBuffer(LENGTH);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "native", "expandable"})
    void shouldReadWhatTheBufferItselfWroteInNetworkOrder(final String where) {
        final MutableDirectBuffer buffer = buffer(where);

        buffer.putByte(1, (byte) 0x87);
        buffer.putShort(3, (short) 0x8123, ByteOrder.BIG_ENDIAN);
        buffer.putInt(7, 0x8123_4567, ByteOrder.BIG_ENDIAN);
        buffer.putLong(13, 0x8123_4567_89ab_cdefL, ByteOrder.BIG_ENDIAN);

        assertThat(Octets.getByte(buffer, 1)).isEqualTo(0x87);
        assertThat(Octets.getShort(buffer, 3)).isEqualTo(0x8123);
        assertThat(Octets.getInt(buffer, 7)).isEqualTo(0x8123_4567);
        assertThat(Octets.getLong(buffer, 13)).isEqualTo(0x8123_4567_89ab_cdefL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "native", "expandable"})
    void shouldWriteInNetworkOrderWhatTheBufferItselfReads(final String where) {
        final MutableDirectBuffer buffer = buffer(where);

        Octets.putByte(buffer, 1, 0x187);
        Octets.putShort(buffer, 3, 0x1_8123);
        Octets.putInt(buffer, 7, 0x8123_4567);
        Octets.putLong(buffer, 13, 0x8123_4567_89ab_cdefL);

        assertThat(buffer.getByte(1)).isEqualTo((byte) 0x87);
        assertThat(buffer.getByte(2)).isZero();
        assertThat(buffer.getShort(3, ByteOrder.BIG_ENDIAN)).isEqualTo((short) 0x8123);
        assertThat(buffer.getShort(5)).isZero();
        assertThat(buffer.getInt(7, ByteOrder.BIG_ENDIAN)).isEqualTo(0x8123_4567);
        assertThat(buffer.getLong(13, ByteOrder.BIG_ENDIAN)).isEqualTo(0x8123_4567_89ab_cdefL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "native"})
    void shouldStayWithinTheBuffer(final String where) {
        final MutableDirectBuffer buffer = buffer(where);

        assertThat(Octets.getLong(buffer, LENGTH - Long.BYTES)).isZero();
        assertThatThrownBy(() -> Octets.getByte(buffer, LENGTH)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Octets.getShort(buffer, LENGTH - 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Octets.getInt(buffer, LENGTH - 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Octets.getLong(buffer, LENGTH - 7)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Octets.putByte(buffer, -1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Octets.putShort(buffer, LENGTH - 1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Octets.putInt(buffer, LENGTH - 3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Octets.putLong(buffer, LENGTH - 7, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
