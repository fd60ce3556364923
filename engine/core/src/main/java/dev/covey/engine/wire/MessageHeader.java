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
        buffer.putByte(message + MessageLayout.TYPE_OFFSET, (byte) kind.type());
        buffer.putByte(message + MessageLayout.CODE_OFFSET, (byte) (isIgmp ? maxResponseCode : 0));
        PacketEnvelope.putShort(buffer, message + MessageLayout.CHECKSUM_OFFSET, 0);
        if (!isIgmp) {
            PacketEnvelope.putShort(buffer, message + MessageLayout.MAX_RESPONSE_CODE_OFFSET, maxResponseCode);
            PacketEnvelope.putShort(buffer, message + MessageLayout.MAX_RESPONSE_CODE_OFFSET + Short.BYTES, 0);
        }
    }
}
