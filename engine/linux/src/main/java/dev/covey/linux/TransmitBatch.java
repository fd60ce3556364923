package dev.covey.linux;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frames on their way out, in off-heap memory: they leave many at a time ({@code sendmmsg}).
 *
 * <p>Threading: one thread.
 */
final class TransmitBatch {
    /** Frames that wait at most. */
    static final int CAPACITY = 64;

    // struct mmsghdr: a struct msghdr of 56 bytes, the length that was sent, and padding.
    private static final int HEADER_LENGTH = 64;
    private static final int VECTOR_OFFSET = 16;
    private static final int VECTOR_COUNT_OFFSET = 24;
    private static final int VECTOR_LENGTH = 16;

    private final UnsafeBuffer frames;
    private final UnsafeBuffer headers = direct(CAPACITY * HEADER_LENGTH);
    private final UnsafeBuffer vectors = direct(CAPACITY * VECTOR_LENGTH);
    private final int frameLength;
    private int first;
    private int count;
    private long sent;
    private long lost;

    TransmitBatch(final int maxFrameLength) {
        frameLength = BitUtil.align(maxFrameLength, Long.BYTES);
        frames = direct(CAPACITY * frameLength);
        for (int i = 0; i < CAPACITY; i++) {
            vectors.putLong(i * VECTOR_LENGTH, frames.addressOffset() + (long) i * frameLength);
            headers.putLong(i * HEADER_LENGTH + VECTOR_OFFSET, vectors.addressOffset() + (long) i * VECTOR_LENGTH);
            headers.putLong(i * HEADER_LENGTH + VECTOR_COUNT_OFFSET, 1);
        }
    }

    private static UnsafeBuffer direct(final int lengthBytes) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(lengthBytes, Long.BYTES));
    }

    /** True if another frame fits. */
    boolean hasRoom() {
        return first + count < CAPACITY;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Frames that the kernel took. */
    long sentFrames() {
        return sent;
    }

    /** Frames that were taken from the engine and never left. */
    long lostFrames() {
        return lost;
    }

    /** Take a frame; there is room, or it is too long for the link and lost. */
    void add(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (lengthBytes > frameLength) {
            lost++;
            return;
        }
        final int index = first + count;
        frames.putBytes(index * frameLength, buffer, offset, lengthBytes);
        vectors.putLong(index * VECTOR_LENGTH + Long.BYTES, lengthBytes);
        count++;
    }

    /**
     * Let the frames leave.
     *
     * @param descriptor of the socket.
     * @return 0 if none is left, or the errno for which the first that is left could not leave.
     */
    int flush(final int descriptor) {
        while (count > 0) {
            final int done = LibC.sendmmsg(
                    descriptor, headers.addressOffset() + (long) first * HEADER_LENGTH, count, LibC.MSG_DONTWAIT);
            if (done < 0) {
                final int errno = LibC.errno();
                if (errno == LibC.EINTR) {
                    continue;
                }
                return errno;
            }
            sent += done;
            skip(done);
        }
        return 0;
    }

    /** Let the first one go: it cannot leave, now or ever. */
    void loseFirst() {
        lost++;
        skip(1);
    }

    /** Let all go: the link is not there. */
    void loseAll() {
        lost += count;
        skip(count);
    }

    private void skip(final int done) {
        count -= done;
        first = count == 0 ? 0 : first + done;
    }
}
