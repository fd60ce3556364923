package dev.covey.engine.wire;

/** Writes addresses as text: RFC 5952 for IPv6, four decimal parts for IPv4. */
final class AddressFormatter {
    private static final int GROUPS = 8;

    private AddressFormatter() {}

    static StringBuilder append(final StringBuilder target, final long high, final long low) {
        if (InternetAddress.isIpv4(high, low)) {
            return appendIpv4(target, low);
        }

        // RFC 5952 section 4.2: the longest run of zero groups is shortened, the first of equal ones, never a single.
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && group(high, low, end) == 0) {
                end++;
            }
            if (end - i > runLength) {
                runStart = i;
                runLength = end - i;
            }
        }

        for (int i = 0; i < GROUPS; i++) {
            if (i == runStart) {
                target.append("::");
                i += runLength - 1;
                continue;
            }
            if (i > 0 && i != runStart + runLength) {
                target.append(':');
            }
            target.append(Integer.toHexString(group(high, low, i)));
        }
        return target;
    }

    /** Append the low 48 bits as an Ethernet address: {@code 01:00:5e:01:02:03}. */
    static StringBuilder appendMac(final StringBuilder target, final long mac) {
        for (int shift = 40; shift >= 0; shift -= 8) {
            final int octet = (int) (mac >>> shift) & 0xff;
            target.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 0xf, 16));
            if (shift > 0) {
                target.append(':');
            }
        }
        return target;
    }

    private static StringBuilder appendIpv4(final StringBuilder target, final long low) {
        return target.append(low >>> 24 & 0xff)
                .append('.')
                .append(low >>> 16 & 0xff)
                .append('.')
                .append(low >>> 8 & 0xff)
                .append('.')
                .append(low & 0xff);
    }

    private static int group(final long high, final long low, final int index) {
        final long half = index < 4 ? high : low;
        final int shift = Short.SIZE * (3 - index % 4);
        return (int) (half >>> shift) & 0xffff;
    }
}
