package dev.covey.tools.capture;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Body of a pcapng interface description block.
 *
 * <pre>
 *   link type(2) reserved(2) snaplen(4), then options: code(2) length(2) value, padded to 4 bytes
 * </pre>
 */
final class InterfaceDescription {
    /** Length of the part before the options. */
    static final int FIXED_LENGTH = 8;

    /** Longest body that is believed: names and comments, not data. */
    static final int MAX_LENGTH = 1024 * 1024;

    private static final int SNAP_LENGTH_OFFSET = 4;
    private static final int OPTION_HEADER_LENGTH = 4;
    private static final int OPTION_END = 0;
    private static final int OPTION_NAME = 2;
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_TIME_OFFSET = 14;
    private static final int MAX_NAME_LENGTH = 64;
    private static final int DEFAULT_RESOLUTION = 6;

    private final ByteOrder byteOrder;
    private int linkTypeCode;
    private long snapLength;
    private String name;
    private int resolutionCode = DEFAULT_RESOLUTION;
    private long offsetSeconds;

    InterfaceDescription(final ByteOrder byteOrder) {
        this.byteOrder = byteOrder;
    }

    /**
     * Read the body.
     *
     * @param body of at least {@link #FIXED_LENGTH} bytes.
     * @return what is wrong with it, or null.
     */
    String decode(final byte[] body) {
        final DirectBuffer buffer = new UnsafeBuffer(body);
        linkTypeCode = Short.toUnsignedInt(buffer.getShort(0, byteOrder));
        snapLength = Integer.toUnsignedLong(buffer.getInt(SNAP_LENGTH_OFFSET, byteOrder));

        int offset = FIXED_LENGTH;
        while (offset + OPTION_HEADER_LENGTH <= body.length) {
            final int code = Short.toUnsignedInt(buffer.getShort(offset, byteOrder));
            final int length = Short.toUnsignedInt(buffer.getShort(offset + Short.BYTES, byteOrder));
            offset += OPTION_HEADER_LENGTH;
            if (code == OPTION_END) {
                return null;
            }
            if (length > body.length - offset) {
                return "option longer than its block: option=" + code + ", length=" + length;
            }
            if (!decodeOption(code, buffer, offset, length)) {
                return "option of the wrong length: option=" + code + ", length=" + length;
            }
            offset += (length + Integer.BYTES - 1) & -Integer.BYTES;
        }
        return null;
    }

    CaptureInterface toInterface(final int number) {
        return new CaptureInterface(
                number, name, linkTypeCode, snapLength, new TimestampResolution(resolutionCode, offsetSeconds));
    }

    private boolean decodeOption(final int code, final DirectBuffer buffer, final int offset, final int length) {
        switch (code) {
            case OPTION_NAME -> name = printable(buffer, offset, length);
            case OPTION_RESOLUTION -> {
                if (length != Byte.BYTES) {
                    return false;
                }
                resolutionCode = Byte.toUnsignedInt(buffer.getByte(offset));
            }
            case OPTION_TIME_OFFSET -> {
                if (length != Long.BYTES) {
                    return false;
                }
                offsetSeconds = buffer.getLong(offset, byteOrder);
            }
            default -> {
                return true;
            }
        }
        return true;
    }

    /** A name goes to a terminal: whoever made the file must not be able to send control sequences there. */
    private static String printable(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] octets = new byte[Math.min(length, MAX_NAME_LENGTH)];
        buffer.getBytes(offset, octets);
        final StringBuilder text = new StringBuilder(octets.length);
        new String(octets, StandardCharsets.UTF_8)
                .codePoints()
                .takeWhile(codePoint -> codePoint != 0)
                .forEach(codePoint -> text.appendCodePoint(isPrintable(codePoint) ? codePoint : '?'));
        return text.toString().strip();
    }

    private static boolean isPrintable(final int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
