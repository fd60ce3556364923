package dev.covey.tools.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes pcapng files for tests, block by block. */
public final class PcapngFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private ByteOrder byteOrder;

    public PcapngFile section(final ByteOrder order) {
        byteOrder = order;
        return block(0x0a0d0d0a, join(word(0x1a2b3c4d), halves(1, 0), word(-1), word(-1)));
    }

    public PcapngFile captureInterface(final int linkTypeCode, final int snapLength, final byte[]... options) {
        return block(1, join(halves(linkTypeCode, 0), word(snapLength), join(options)));
    }

    public PcapngFile enhanced(final int number, final long ticks, final byte... packet) {
        return block(
                6,
                join(
                        word(number),
                        word((int) (ticks >>> 32)),
                        word((int) ticks),
                        word(packet.length),
                        word(packet.length),
                        padded(packet)));
    }

    public PcapngFile obsolete(final int number, final int drops, final long ticks, final byte... packet) {
        return block(
                2,
                join(
                        halves(number, drops),
                        word((int) (ticks >>> 32)),
                        word((int) ticks),
                        word(packet.length),
                        word(packet.length),
                        padded(packet)));
    }

    public PcapngFile simple(final int originalLength, final byte... packet) {
        return block(3, join(word(originalLength), padded(packet)));
    }

    public PcapngFile block(final int type, final byte... body) {
        return raw(word(type), word(body.length + 12), body, word(body.length + 12));
    }

    public PcapngFile raw(final byte[]... parts) {
        bytes.writeBytes(join(parts));
        return this;
    }

    public byte[] name(final String name) {
        return option(2, name.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] resolution(final int code) {
        return option(9, (byte) code);
    }

    public byte[] timeOffset(final long seconds) {
        return option(
                14, ByteBuffer.allocate(8).order(byteOrder).putLong(seconds).array());
    }

    public byte[] option(final int code, final byte... value) {
        return join(halves(code, value.length), padded(value));
    }

    public byte[] word(final int value) {
        return ByteBuffer.allocate(4).order(byteOrder).putInt(value).array();
    }

    public byte[] halves(final int first, final int second) {
        return ByteBuffer.allocate(4)
                .order(byteOrder)
                .putShort((short) first)
                .putShort((short) second)
                .array();
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    public static byte[] join(final byte[]... parts) {
        final ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (final byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] padded(final byte... value) {
        return Arrays.copyOf(value, (value.length + 3) & -4);
    }
}
