package dev.covey.linux;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * Writes the frames of one Ethernet interface as pcapng, with nanoseconds and directions.
 *
 * <p>Threading: one thread.
 */
public final class PcapngWriter implements AutoCloseable {
    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int ETHERNET = 1;
    private static final int OPTION_NAME = 2;
    private static final int OPTION_RESOLUTION = 9;
    private static final int NANOSECONDS = 9;
    private static final int OPTION_FLAGS = 2;
    private static final int INBOUND = 1;
    private static final int OUTBOUND = 2;
    private static final int MAX_FRAME_LENGTH = 1 << 17;

    private final OutputStream out;
    private final ByteBuffer block = ByteBuffer.allocate(MAX_FRAME_LENGTH + 64).order(ByteOrder.LITTLE_ENDIAN);

    private PcapngWriter(final OutputStream out) {
        this.out = out;
    }

    /**
     * Begin a file.
     *
     * @param file to write; what it had is gone.
     * @param interfaceName that the frames are of.
     * @return the writer, to be closed.
     * @throws IOException if it cannot be written.
     */
    public static PcapngWriter create(final Path file, final String interfaceName) throws IOException {
        final OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        final PcapngWriter writer = new PcapngWriter(out);
        try {
            writer.begin(interfaceName);
            return writer;
        } catch (final IOException failure) {
            out.close();
            throw failure;
        }
    }

    private void begin(final String interfaceName) throws IOException {
        start(SECTION_HEADER);
        block.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        end();
        start(INTERFACE_DESCRIPTION);
        block.putShort((short) ETHERNET).putShort((short) 0).putInt(0);
        final byte[] name = interfaceName.getBytes(StandardCharsets.UTF_8);
        block.putShort((short) OPTION_NAME).putShort((short) name.length).put(name);
        pad();
        block.putShort((short) OPTION_RESOLUTION).putShort((short) 1).put((byte) NANOSECONDS);
        pad();
        block.putInt(0);
        end();
    }

    /**
     * Write a frame.
     *
     * @param epochNs when, since 1970.
     * @param isSent true if it left, false if it came in.
     * @param buffer that has it.
     * @param offset of its Ethernet header.
     * @param lengthBytes of it.
     * @throws IOException if it cannot be written.
     */
    public void write(
            final long epochNs,
            final boolean isSent,
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes)
            throws IOException {
        final int storedBytes = Math.min(lengthBytes, MAX_FRAME_LENGTH);
        start(ENHANCED_PACKET);
        block.putInt(0).putInt((int) (epochNs >>> Integer.SIZE)).putInt((int) epochNs);
        block.putInt(storedBytes).putInt(lengthBytes);
        buffer.getBytes(offset, block, storedBytes);
        pad();
        block.putShort((short) OPTION_FLAGS).putShort((short) Integer.BYTES).putInt(isSent ? OUTBOUND : INBOUND);
        block.putInt(0);
        end();
    }

    private void start(final int type) {
        block.clear().putInt(type).putInt(0);
    }

    private void pad() {
        while ((block.position() & 3) != 0) {
            block.put((byte) 0);
        }
    }

    private void end() throws IOException {
        final int length = block.position() + Integer.BYTES;
        block.putInt(length).putInt(Integer.BYTES, length);
        out.write(block.array(), 0, length);
    }

    /**
     * Write what is held back.
     *
     * @throws IOException if it cannot be written.
     */
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
