package dev.covey.engine.wire;

import org.agrona.DirectBuffer;

/** The Internet checksum (RFC 1071). Sums are partial until {@link #complement} folds them, and may be added up. */
public final class Checksum {
    private Checksum() {}

    /**
     * The sum of some octets as 16-bit words, the last one padded with zero.
     *
     * @param buffer to read.
     * @param offset of the first octet.
     * @param length number of octets, below 2^31.
     * @return a partial sum.
     */
    public static long sum(final DirectBuffer buffer, final int offset, final int length) {
        final int end = offset + length;
        final int wordsEnd = offset + (length & -Long.BYTES);
        long sum = 0;

        // Adding 32 bits at a time gives the same folded sum; 2^31 octets cannot overflow 64 bits.
        for (int i = offset; i < wordsEnd; i += Long.BYTES) {
            final long word = Octets.getLong(buffer, i);
            sum += (word >>> 32) + (word & 0xffff_ffffL);
        }
        return wordsEnd == end ? sum : sum + restSum(buffer, wordsEnd, end);
    }

    /** Of fewer octets than a long has. */
    private static long restSum(final DirectBuffer buffer, final int offset, final int end) {
        long sum = 0;
        int i = offset;
        for (; end - i >= Short.BYTES; i += Short.BYTES) {
            sum += Octets.getShort(buffer, i);
        }
        return i < end ? sum + (Octets.getByte(buffer, i) << 8) : sum;
    }

    /**
     * The part of the sum that ICMPv6 takes from the IPv6 header (RFC 8200 section 8.1).
     *
     * @param buffer to read.
     * @param headerOffset of the IPv6 header.
     * @param length of the ICMPv6 message in octets.
     * @return a partial sum.
     */
    public static long pseudoHeaderSum(final DirectBuffer buffer, final int headerOffset, final int length) {
        return sum(buffer, headerOffset + Ipv6Flyweight.SOURCE_OFFSET, 2 * Ipv6Flyweight.ADDRESS_LENGTH)
                + length
                + IpProtocol.ICMPV6;
    }

    /**
     * Fold a sum and complement it.
     *
     * @param sum a partial sum.
     * @return 0 to 65,535: the checksum to write, or 0 if the sum included a correct checksum.
     */
    public static int complement(final long sum) {
        long folded = (sum >>> 32) + (sum & 0xffff_ffffL);
        while (folded >>> 16 != 0) {
            folded = (folded >>> 16) + (folded & 0xffff);
        }
        return (int) ~folded & 0xffff;
    }
}
