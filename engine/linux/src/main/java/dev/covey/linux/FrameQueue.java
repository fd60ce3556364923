package dev.covey.linux;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frames on their way to one port, of a bounded number, by the time of their arrival and then in the order in which
 * they were added. Places grow to the longest frame that they had, and are used again.
 */
final class FrameQueue {
    private final UnsafeBuffer[] frames;
    private final int[] lengths;
    private final long[] timesNs;
    private final long[] sequences;
    /** A heap of places that are taken, and behind it those that are free. */
    private final int[] places;

    private int size;
    private long sequence;

    FrameQueue(final int capacity) {
        frames = new UnsafeBuffer[capacity];
        lengths = new int[capacity];
        timesNs = new long[capacity];
        sequences = new long[capacity];
        places = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            places[i] = i;
        }
    }

    int size() {
        return size;
    }

    /** Add a frame; false if there is no place left. */
    boolean add(final long timeNs, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (size == places.length) {
            return false;
        }
        final int place = places[size];
        if (frames[place] == null || frames[place].capacity() < lengthBytes) {
            frames[place] = new UnsafeBuffer(new byte[lengthBytes]);
        }
        frames[place].putBytes(0, buffer, offset, lengthBytes);
        lengths[place] = lengthBytes;
        timesNs[place] = timeNs;
        sequences[place] = sequence++;
        siftUp(size++);
        return true;
    }

    /** When the first one arrives; there is one. */
    long firstTimeNs() {
        return timesNs[places[0]];
    }

    /** The first one; there is one. */
    UnsafeBuffer firstFrame() {
        return frames[places[0]];
    }

    int firstLength() {
        return lengths[places[0]];
    }

    void removeFirst() {
        size--;
        swap(0, size);
        siftDown();
    }

    /** Let all of them go; returns how many there were. */
    int clear() {
        final int count = size;
        size = 0;
        return count;
    }

    private void siftUp(final int from) {
        int node = from;
        while (node > 0 && isBefore(node, (node - 1) >>> 1)) {
            swap(node, (node - 1) >>> 1);
            node = (node - 1) >>> 1;
        }
    }

    private void siftDown() {
        int node = 0;
        while (true) {
            int child = 2 * node + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && isBefore(child + 1, child)) {
                child++;
            }
            if (!isBefore(child, node)) {
                return;
            }
            swap(node, child);
            node = child;
        }
    }

    private boolean isBefore(final int node, final int other) {
        final long byTime = timesNs[places[node]] - timesNs[places[other]];
        return byTime != 0 ? byTime < 0 : sequences[places[node]] - sequences[places[other]] < 0;
    }

    private void swap(final int node, final int other) {
        final int place = places[node];
        places[node] = places[other];
        places[other] = place;
    }
}
