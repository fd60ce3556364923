package dev.covey.engine.wire;

/**
 * How strict the receive checks are, where the RFCs leave a choice or the field disagrees with them.
 *
 * @param isStrict true to drop IGMP messages whose time to live is not 1 or that come from a loopback address, and
 *     queries and version 1 and 2 reports that were sent to a multicast address other than the one senders must use;
 *     and to drop whatever has a faulty IP header, not messages alone. False to drop only what the RFCs tell a receiver
 *     to drop: RFC 9776 sections 4.1.12 and 4.2.14 and their twins in RFC 9777 want every destination accepted that is
 *     assigned to the interface, so such messages then pass with {@link DecodedPacket#mustOwnDestination()} set.
 * @param requiresRouterAlert true to drop IGMPv2 and IGMPv3 messages without Router Alert option. False accepts them;
 *     {@link DecodedPacket#countedReason()} still says so. MLD messages always need the option (RFC 9777 section 6),
 *     IGMPv1 messages never do (RFC 1112 does not know it).
 * @param acceptsUnspecifiedMldSource true to accept MLD reports and done messages from {@code ::}, which hosts send
 *     before an address is valid: for snoopers and other passive observers. Routers discard them (RFC 3590 section 4),
 *     and nobody accepts such a query (RFC 9777 section 5.1.14).
 */
public record ReceiveProfile(boolean isStrict, boolean requiresRouterAlert, boolean acceptsUnspecifiedMldSource) {
    /** The default: everything is checked, sources of MLD messages are link-local. */
    public static final ReceiveProfile STRICT = new ReceiveProfile(true, true, false);

    /** Only what the RFCs tell receivers to check. */
    public static final ReceiveProfile RFC_MINIMUM = new ReceiveProfile(false, true, false);

    /** For looking at other people's traffic: accepts whatever one receiver or another would. */
    public static final ReceiveProfile PASSIVE_OBSERVER = new ReceiveProfile(false, false, true);

    /**
     * The same profile with another opinion on Router Alert.
     *
     * @param isRequired true to drop IGMP messages without it.
     * @return a profile.
     */
    public ReceiveProfile withRouterAlertRequired(final boolean isRequired) {
        return new ReceiveProfile(isStrict, isRequired, acceptsUnspecifiedMldSource);
    }

    /**
     * The same profile with another opinion on MLD reports from {@code ::}.
     *
     * @param isAccepted true to accept them.
     * @return a profile.
     */
    public ReceiveProfile withUnspecifiedMldSource(final boolean isAccepted) {
        return new ReceiveProfile(isStrict, requiresRouterAlert, isAccepted);
    }
}
