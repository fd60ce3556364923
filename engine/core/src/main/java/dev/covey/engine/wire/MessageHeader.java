package dev.covey.engine.wire;

import org.agrona.MutableDirectBuffer;

/** Writes what is in front of the group of a message, as drawn in {@link MessageLayout}. */
final class MessageHeader {
    private MessageHeader() {}

    /** Every octet in front of the group is written: what was in the buffer before is never sent. */
    static void put(
            final MutableDirectBuffer buffer,
            final int message,
            final MessageLayout layout,
            final MessageKind kind,
            final int maxResponseCode) {
        final boolean isIgmp = layout == MessageLayout.IGMP;
        Octets.putByte(buffer, message + MessageLayout.TYPE_OFFSET, kind.type());
        Octets.putByte(buffer, message + MessageLayout.CODE_OFFSET, isIgmp ? maxResponseCode : 0);
        Octets.putShort(buffer, message + MessageLayout.CHECKSUM_OFFSET, 0);
        if (!isIgmp) {
            Octets.putShort(buffer, message + MessageLayout.MAX_RESPONSE_CODE_OFFSET, maxResponseCode);
            Octets.putShort(buffer, message + MessageLayout.MAX_RESPONSE_CODE_OFFSET + Short.BYTES, 0);
        }
    }
}
