package dev.covey.engine.wire;

import org.agrona.DirectBuffer;

/** What MLD asks of a message where IGMP asks for something else. */
final class MldCheck extends MessageCheck {
    private static final int QUERY = 130;
    private static final int V1_REPORT = 131;
    private static final int DONE = 132;
    private static final int V2_REPORT = 143;

    MldCheck() {
        super(AddressFamily.IPV6, MessageReasons.MLD);
    }

    /** Is this ICMPv6 type one of MLD's? */
    static boolean isMldType(final int type) {
        return switch (type) {
            case QUERY, V1_REPORT, DONE, V2_REPORT -> true;
            default -> false;
        };
    }

    @Override
    int minimumLength(final int type) {
        return type == V2_REPORT ? MessageLayout.RECORDS_OFFSET : MessageLayout.MLD.shortLength();
    }

    @Override
    boolean isChecksumCorrect(final DirectBuffer buffer, final DecodedPacket packet) {
        return Checksum.complement(Checksum.pseudoHeaderSum(buffer, packet.ipHeaderOffset, packet.messageLength)
                        + Checksum.sum(buffer, packet.messageOffset, packet.messageLength))
                == 0;
    }

    /** RFC 9777 section 6 and RFC 2710 section 3: never forwarded, no exception. */
    @Override
    boolean isHopLimitAccepted(final int hopLimit, final ReceiveProfile profile) {
        return hopLimit == 1;
    }

    /** RFC 9777 sections 5.1.14 and 5.2.13; {@code ::} where the profile says so, but never for a query. */
    @Override
    boolean isSourceAccepted(final long high, final long low, final int type, final ReceiveProfile profile) {
        return InternetAddress.isUnspecified(high, low)
                ? profile.acceptsUnspecifiedMldSource() && type != QUERY
                : !InternetAddress.isIpv4(high, low) && InternetAddress.isLinkLocal(high, low);
    }

    /** Queries by length: RFC 9777 section 8.1. */
    @Override
    MessageKind kindOf(final MessageFlyweight message) {
        return switch (message.type()) {
            case QUERY ->
                message.length() > MessageLayout.MLD.shortLength()
                        ? MessageKind.MLD_V2_QUERY
                        : MessageKind.MLD_V1_QUERY;
            case V1_REPORT -> MessageKind.MLD_V1_REPORT;
            case DONE -> MessageKind.MLD_DONE;
            case V2_REPORT -> MessageKind.MLD_V2_REPORT;
            default -> null;
        };
    }

    @Override
    boolean carriesRouterAlert(final MessageKind kind) {
        return true;
    }

    @Override
    boolean isRouterAlertRequired(final ReceiveProfile profile) {
        return true;
    }

    /** Nobody reports what does not leave the host (RFC 2710 section 5). */
    @Override
    boolean isGroupAccepted(final long high, final long low) {
        return InternetAddress.isMulticast(high, low)
                && InternetAddress.multicastScope(high, low) > InternetAddress.SCOPE_INTERFACE_LOCAL;
    }

    /**
     * RFC 9777 section 5.2.14 accepts it, RFC 2710 section 3.6 knows only reports to their group. No listener sends
     * one, so by default it is taken for what it is: an attempt to silence one host behind its router's back.
     */
    @Override
    boolean isUnicastReportAccepted(final ReceiveProfile profile) {
        return !profile.isStrict();
    }

    /** RFC 2710 section 8: to all routers, nowhere else. */
    @Override
    boolean isOtherLeaveDestinationAccepted(final DecodedPacket packet) {
        return false;
    }
}
