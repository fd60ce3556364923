package dev.covey.engine.inspect;

import dev.covey.engine.memory.NativeMemory;
import java.nio.charset.StandardCharsets;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Puts longs and texts one behind the other. What does not fit is not written, and is told at the end. */
final class AnswerWriter {
    private final NativeMemory memory;
    private NativeMemory.Block block;
    private int length;
    private boolean isCut;

    AnswerWriter(final NativeMemory memory) {
        this.memory = memory;
    }

    /** Begin with room for so many bytes; false if there is none. */
    boolean begin(final long capacityBytes) {
        release();
        block = capacityBytes > Integer.MAX_VALUE ? null : memory.reserve("inquiry", (int) capacityBytes);
        return block != null;
    }

    /** Returns where it stands, for {@link #replace}. */
    int put(final long value) {
        final int offset = length;
        if (hasRoom(Long.BYTES)) {
            block.buffer().putLong(offset, value);
            length += Long.BYTES;
        }
        return offset;
    }

    void replace(final int offset, final long value) {
        if (offset < length) {
            block.buffer().putLong(offset, value);
        }
    }

    void put(final String text) {
        final byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        put(octets.length);
        final int aligned = BitUtil.align(octets.length, Long.BYTES);
        if (hasRoom(aligned)) {
            block.buffer().putBytes(length, octets);
            length += aligned;
        }
    }

    private boolean hasRoom(final int bytes) {
        isCut |= length + bytes > block.buffer().capacity();
        return !isCut;
    }

    /** True if something did not fit. */
    boolean isCut() {
        return isCut;
    }

    UnsafeBuffer buffer() {
        return block.buffer();
    }

    int lengthBytes() {
        return length;
    }

    void release() {
        if (block != null) {
            memory.free(block);
            block = null;
        }
        length = 0;
        isCut = false;
    }
}
