package dev.covey.linux;

import java.util.Objects;
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

    /**
     * Show every frame to another listener, too.
     *
     * @param next that is shown what this one was shown, after it.
     * @return a listener that shows it to both.
     */
    default FrameListener andThen(final FrameListener next) {
        if (this == NONE) {
            return Objects.requireNonNull(next);
        }
        Objects.requireNonNull(next);
        return (timeNs, isSent, buffer, offset, lengthBytes) -> {
            onFrame(timeNs, isSent, buffer, offset, lengthBytes);
            next.onFrame(timeNs, isSent, buffer, offset, lengthBytes);
        };
    }
}
