package dev.covey.engine.wire;

/**
 * Reads one address from text (RFC 4291 section 2.2 for IPv6). For configuration and tools: it allocates, and it
 * explains what it does not like.
 */
final class AddressParser {
    private static final int GROUPS = 8;
    private static final int NONE = -1;

    private final CharSequence text;
    private int position;

    AddressParser(final CharSequence text) {
        this.text = text;
    }

    InternetAddress parse() {
        if (text == null || text.length() == 0) {
            throw new IllegalArgumentException("not an IP address: text is empty");
        }
        final boolean isIpv6 = indexOf(':') != NONE;
        final InternetAddress address =
                isIpv6 ? parseIpv6() : new InternetAddress(0, InternetAddress.ipv4Low(parseIpv4()));
        if (position != text.length()) {
            throw error(peek() == '%' ? "zone is not supported" : "unexpected character");
        }
        return address;
    }

    private int parseIpv4() {
        int bits = 0;
        for (int part = 0; part < 4; part++) {
            if (part > 0) {
                expect('.');
            }
            bits = bits << 8 | parseDecimalPart();
        }
        return bits;
    }

    private int parseDecimalPart() {
        final int start = position;
        int value = 0;
        while (position < text.length() && isDecimal(peek())) {
            value = value * 10 + Character.digit(peek(), 10);
            position++;
            if (value > 255) {
                throw error("part above 255");
            }
        }
        if (position == start) {
            throw error("expected a decimal number");
        }
        // Some readers take 010 for eight; refusing it is the only reading nobody disagrees with.
        if (position - start > 1 && text.charAt(start) == '0') {
            throw error("leading zero");
        }
        return value;
    }

    private InternetAddress parseIpv6() {
        final int[] groups = new int[GROUPS];
        int count = 0;
        int gap = NONE;

        if (peek() == ':') {
            position++;
            expect(':');
            gap = 0;
        }
        while (position < text.length() && peek() != '%' && count < GROUPS) {
            if (count > 0 && gap != count) {
                expect(':');
                if (position < text.length() && peek() == ':') {
                    if (gap != NONE) {
                        throw error("second ::");
                    }
                    position++;
                    gap = count;
                    continue;
                }
            }
            if (isIpv4Next()) {
                if (count > GROUPS - 2) {
                    throw error("no room for an IPv4 part");
                }
                final int bits = parseIpv4();
                groups[count++] = bits >>> 16;
                groups[count++] = bits & 0xffff;
                break;
            }
            groups[count++] = parseHexGroup();
        }
        if (gap == NONE && count < GROUPS) {
            throw error("too few groups");
        }
        if (gap != NONE && count == GROUPS) {
            throw error(":: stands for nothing");
        }
        return spread(groups, count, gap);
    }

    /** Move the groups that follow the gap to the end. */
    private static InternetAddress spread(final int[] groups, final int count, final int gap) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS; i++) {
            final int tail = i - (GROUPS - count);
            final int value = gap == NONE || i < gap ? groups[i] : tail >= gap ? groups[tail] : 0;
            if (i < 4) {
                high = high << 16 | value;
            } else {
                low = low << 16 | value;
            }
        }
        return new InternetAddress(high, low);
    }

    private int parseHexGroup() {
        final int start = position;
        int value = 0;
        while (position < text.length() && isHexadecimal(peek())) {
            value = value << 4 | Character.digit(peek(), 16);
            position++;
            if (position - start > 4) {
                throw error("group of more than four digits");
            }
        }
        if (position == start) {
            throw error("expected a hexadecimal number");
        }
        return value;
    }

    /** Does an IPv4 part start here: digits and then a dot? */
    private boolean isIpv4Next() {
        int i = position;
        while (i < text.length() && isDecimal(text.charAt(i))) {
            i++;
        }
        return i > position && i < text.length() && text.charAt(i) == '.';
    }

    private void expect(final char wanted) {
        if (position == text.length() || peek() != wanted) {
            throw error("expected " + wanted);
        }
        position++;
    }

    private char peek() {
        return text.charAt(position);
    }

    private int indexOf(final char wanted) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == wanted) {
                return i;
            }
        }
        return NONE;
    }

    // Not Character.isDigit: that accepts the digits of every script.
    private static boolean isDecimal(final char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHexadecimal(final char c) {
        return isDecimal(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private IllegalArgumentException error(final String reason) {
        return new IllegalArgumentException(
                "not an IP address: text=" + text + ", position=" + position + ", reason=" + reason);
    }
}
