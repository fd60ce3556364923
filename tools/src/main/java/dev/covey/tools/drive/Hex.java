package dev.covey.tools.drive;

import org.agrona.MutableDirectBuffer;

/** Octets as text. */
final class Hex {
    private Hex() {}

    /** Value of a digit, or -1. Not Character.digit: that accepts the digits of every script. */
    static int digit(final char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        final int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    /**
     * Read octets.
     *
     * @param field that has them, for the message.
     * @param text two digits for each octet, nothing between them; may be empty.
     * @param target expandable, filled from its start.
     * @return the number of octets.
     */
    static int read(final String field, final String text, final MutableDirectBuffer target) throws ScenarioException {
        final int length = text.length() / 2;
        if (text.length() % 2 != 0) {
            throw ScenarioException.malformed(
                    "odd number of hexadecimal digits: field=" + field + ", digits=" + text.length());
        }
        for (int i = 0; i < length; i++) {
            final int high = digit(text.charAt(2 * i));
            final int low = digit(text.charAt(2 * i + 1));
            if (high < 0 || low < 0) {
                throw ScenarioException.malformed(
                        "not a hexadecimal digit: field=" + field + ", position=" + (high < 0 ? 2 * i : 2 * i + 1));
            }
            target.putByte(i, (byte) (high << 4 | low));
        }
        return length;
    }
}
