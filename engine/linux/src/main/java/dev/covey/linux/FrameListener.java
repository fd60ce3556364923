package dev.covey.linux;

import org.agrona.DirectBuffer;

/** Shown every frame that a port hands to the engine or sends, for captures and for people. */
@FunctionalInterface
public interface FrameListener {
    /** Looks at nothing. */
    FrameListener NONE = (timeNs, isSent, buffer, offset, lengthBytes) -> {};

    /**
     * A frame.
     *
     * @param timeNs on the clock of the engine.
     * @param isSent true if it leaves, false if it came in.
     * @param buffer that has it, until this returns.
     * @param offset of its Ethernet header.
     * @param lengthBytes of the frame, without check sequence.
     */
    void onFrame(long timeNs, boolean isSent, DirectBuffer buffer, int offset, int lengthBytes);
}
