package dev.covey.engine.egress;

import org.agrona.DirectBuffer;

/**
 * Takes what the engine sends on all its interfaces. Called on the writer's thread; must not throw and must not call
 * the engine.
 *
 * <p>An interface may speak as soon as it is attached: before its owner has seen the answer to the attachment, and so
 * knows the handle.
 */
@FunctionalInterface
public interface PacketSink {
    /** Takes everything and sends nothing. */
    PacketSink NONE = (timeNs, interfaceHandle, buffer, offset, lengthBytes) -> true;

    /** Bytes of the Ethernet header in front of the IP packet. */
    int ETHERNET_LENGTH = 14;

    /**
     * Send a frame.
     *
     * @param timeNs when it leaves.
     * @param interfaceHandle it leaves by; attached and up.
     * @param buffer that has it, until this returns.
     * @param offset of its Ethernet header, of {@link #ETHERNET_LENGTH} bytes, without tags.
     * @param lengthBytes of the frame, without padding and check sequence.
     * @return false if it cannot be sent now: it stays due, and is tried again later.
     */
    boolean send(long timeNs, long interfaceHandle, DirectBuffer buffer, int offset, int lengthBytes);

    /**
     * A message is not sent, because the link's MTU is too small for it or for one record of it. It is not tried again
     * before it is due the next time.
     *
     * @param timeNs when it would have left.
     * @param interfaceHandle it would have left by.
     */
    default void onTooLong(final long timeNs, final long interfaceHandle) {}
}
