package dev.covey.linux;

import org.agrona.concurrent.UnsafeBuffer;

/** A ring of places for one frame each (TPACKET_V2). */
final class FrameRing extends ReceiveRing {
    static final int STATUS_OFFSET = 0;
    static final int LENGTH_OFFSET = 4;
    static final int STORED_LENGTH_OFFSET = 8;
    static final int LINK_HEADER_OFFSET = 12;
    static final int TAG_OFFSET = 24;
    static final int PACKET_TYPE_OFFSET = 42;

    private final UnsafeBuffer ring;
    private final int frameLength;
    private int frame;

    FrameRing(final UnsafeBuffer ring, final int frameLength) {
        this.ring = ring;
        this.frameLength = frameLength;
    }

    @Override
    int poll(final FrameHandler handler, final int limit) {
        int frames = 0;
        while (frames < limit) {
            // Volatile: what the kernel wrote before it gave the frame away is seen after this.
            final int status = ring.getIntVolatile(frame + STATUS_OFFSET);
            if ((status & STATUS_USER) == 0 || !isDone(handler, status)) {
                break;
            }
            // Volatile: every read of the frame is done before the kernel may write to it.
            ring.putIntVolatile(frame + STATUS_OFFSET, 0);
            frame = frame + frameLength >= ring.capacity() ? 0 : frame + frameLength;
            frames++;
        }
        return frames;
    }

    private boolean isDone(final FrameHandler handler, final int status) {
        return isDone(
                handler,
                ring,
                frame + (ring.getShort(frame + LINK_HEADER_OFFSET) & 0xffff),
                status,
                ring.getShort(frame + TAG_OFFSET),
                ring.getByte(frame + PACKET_TYPE_OFFSET),
                ring.getInt(frame + LENGTH_OFFSET),
                ring.getInt(frame + STORED_LENGTH_OFFSET));
    }
}
