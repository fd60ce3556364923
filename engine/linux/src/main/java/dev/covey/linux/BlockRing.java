package dev.covey.linux;

import org.agrona.concurrent.UnsafeBuffer;

/** A ring of blocks, each with as many frames as fit or come within a millisecond (TPACKET_V3). */
final class BlockRing extends ReceiveRing {
    static final int BLOCK_STATUS_OFFSET = 8;
    static final int FRAME_COUNT_OFFSET = 12;
    static final int FIRST_FRAME_OFFSET = 16;

    static final int NEXT_OFFSET = 0;
    static final int STORED_LENGTH_OFFSET = 12;
    static final int LENGTH_OFFSET = 16;
    static final int STATUS_OFFSET = 20;
    static final int LINK_HEADER_OFFSET = 24;
    static final int TAG_OFFSET = 32;
    static final int PACKET_TYPE_OFFSET = 58;

    private final UnsafeBuffer ring;
    private final int blockLength;
    private final int blockCount;
    private int block;
    private int framesLeft;
    private int frame;

    BlockRing(final UnsafeBuffer ring, final int blockLength) {
        this.ring = ring;
        this.blockLength = blockLength;
        this.blockCount = ring.capacity() / blockLength;
    }

    @Override
    int poll(final FrameHandler handler, final int limit) {
        int frames = 0;
        int blocks = 0;
        while (frames < limit && blocks <= blockCount) {
            if (framesLeft == 0 && !enterBlock()) {
                break;
            }
            while (framesLeft > 0 && frames < limit) {
                if (!isDone(handler)) {
                    return frames;
                }
                frames++;
                framesLeft--;
                frame += ring.getInt(frame + NEXT_OFFSET);
            }
            if (framesLeft == 0) {
                leaveBlock();
                blocks++;
            }
        }
        return frames;
    }

    private boolean enterBlock() {
        final int base = block * blockLength;
        // Volatile: what the kernel wrote before it gave the block away is seen after this.
        if ((ring.getIntVolatile(base + BLOCK_STATUS_OFFSET) & STATUS_USER) == 0) {
            return false;
        }
        framesLeft = ring.getInt(base + FRAME_COUNT_OFFSET);
        frame = base + ring.getInt(base + FIRST_FRAME_OFFSET);
        return true;
    }

    private void leaveBlock() {
        // Volatile: every read of the block is done before the kernel may write to it.
        ring.putIntVolatile(block * blockLength + BLOCK_STATUS_OFFSET, 0);
        block = block + 1 == blockCount ? 0 : block + 1;
    }

    private boolean isDone(final FrameHandler handler) {
        return isDone(
                handler,
                ring,
                frame + (ring.getShort(frame + LINK_HEADER_OFFSET) & 0xffff),
                ring.getInt(frame + STATUS_OFFSET),
                ring.getInt(frame + TAG_OFFSET),
                ring.getByte(frame + PACKET_TYPE_OFFSET),
                ring.getInt(frame + LENGTH_OFFSET),
                ring.getInt(frame + STORED_LENGTH_OFFSET));
    }
}
