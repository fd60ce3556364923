package dev.covey.engine.wire;

/** Which addresses can be the source of a multicast datagram. */
public final class SourceRules {
    private SourceRules() {}

    /**
     * Can a datagram come from this address? Sources in records and queries that cannot are skipped one by one; the
     * record they are in still counts.
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return false if the address is unspecified, multicast, loopback or the limited broadcast address.
     */
    public static boolean isUsable(final long high, final long low) {
        return !InternetAddress.isUnspecified(high, low)
                && !InternetAddress.isMulticast(high, low)
                && !InternetAddress.isLoopback(high, low)
                && !InternetAddress.isLimitedBroadcast(high, low);
    }
}
