package dev.covey.linux;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A ring of received frames in memory that the kernel writes and this reads. What the kernel gives is looked at in
 * place and given back.
 *
 * <p>Threading: one thread polls.
 */
abstract sealed class ReceiveRing permits BlockRing, FrameRing {
    /** The side that reads owns a block or frame while this bit of its status is set. */
    static final int STATUS_USER = 0x1;

    private static final int STATUS_VLAN_VALID = 0x10;
    private static final int VLAN_ID_MASK = 0xfff;
    private static final int PACKET_OTHER_HOST = 3;
    private static final int PACKET_OUTGOING = 4;

    private boolean isOutgoingShown;
    private long tagged;
    private long truncated;

    /** Shown the frames. */
    interface FrameHandler {
        /**
         * A frame.
         *
         * @return false if it cannot be taken now: it is shown again.
         */
        boolean onFrame(UnsafeBuffer buffer, int offset, int lengthBytes);
    }

    /**
     * Show what is there.
     *
     * @param handler of frames.
     * @param limit of frames.
     * @return how many were taken.
     */
    abstract int poll(FrameHandler handler, int limit);

    /** Show what this machine sends, too, or not. */
    final void showOutgoing(final boolean isShown) {
        isOutgoingShown = isShown;
    }

    /** Frames that belong to a VLAN on top of the interface, and so to another link; not shown. */
    final long taggedFrames() {
        return tagged;
    }

    /** Frames longer than a place in the ring; not shown. */
    final long truncatedFrames() {
        return truncated;
    }

    /** True if it was shown and taken, or is not to be shown. */
    final boolean isDone(
            final FrameHandler handler,
            final UnsafeBuffer buffer,
            final int offset,
            final int status,
            final int tag,
            final int packetType,
            final int lengthBytes,
            final int storedBytes) {
        // VLAN 0 is none: such a tag tells a priority only (IEEE 802.1Q), and the kernel has taken it off.
        if ((status & STATUS_VLAN_VALID) != 0 && (tag & VLAN_ID_MASK) != 0) {
            tagged++;
            return true;
        }
        if (storedBytes < lengthBytes) {
            truncated++;
            return true;
        }
        // Somebody else may have switched the interface to promiscuous.
        if (packetType == PACKET_OTHER_HOST || (packetType == PACKET_OUTGOING && !isOutgoingShown)) {
            return true;
        }
        return handler.onFrame(buffer, offset, lengthBytes);
    }
}
