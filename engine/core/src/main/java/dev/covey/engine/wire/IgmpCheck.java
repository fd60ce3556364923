package dev.covey.engine.wire;

import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** What IGMP asks of a message where MLD asks for something else. */
final class IgmpCheck extends MessageCheck {
    /** What hosts take for the Max Resp Time of an IGMPv1 query (RFC 9776 section 7.2.1). */
    static final long V1_MAX_RESPONSE_NS = TimeUnit.SECONDS.toNanos(10);

    IgmpCheck() {
        super(AddressFamily.IPV4, MessageReasons.IGMP);
    }

    @Override
    int minimumLength(final int type) {
        return MessageLayout.IGMP.shortLength();
    }

    /** Over the whole IP payload, trailing octets included (RFC 9776 section 4.1.2). */
    @Override
    boolean isChecksumCorrect(final DirectBuffer buffer, final DecodedPacket packet) {
        return Checksum.complement(Checksum.sum(buffer, packet.messageOffset, packet.messageLength)) == 0;
    }

    /** RFC 9776 section 4 has senders use 1; that receivers check it is our default, against senders off the link. */
    @Override
    boolean isHopLimitAccepted(final int hopLimit, final ReceiveProfile profile) {
        return hopLimit == 1 || !profile.isStrict();
    }

    /**
     * 0.0.0.0 is somebody without an address yet (RFC 9776 section 4.2.13), and what RFC 4541 proxies query from.
     * Loopback addresses have no business on a link (RFC 1122 section 3.2.1.3), but no RFC has IGMP check that.
     */
    @Override
    boolean isSourceAccepted(final long high, final long low, final int type, final ReceiveProfile profile) {
        return InternetAddress.isUnspecified(high, low)
                || SourceRules.isUsable(high, low)
                || (InternetAddress.isLoopback(high, low) && !profile.isStrict());
    }

    /** Queries by length and code: RFC 9776 section 7.1. */
    @Override
    MessageKind kindOf(final MessageFlyweight message) {
        return switch (message.type()) {
            case 0x11 -> queryKind(message);
            case 0x12 -> MessageKind.V1_REPORT;
            case 0x16 -> MessageKind.V2_REPORT;
            case 0x17 -> MessageKind.LEAVE;
            case 0x22 -> MessageKind.V3_REPORT;
            default -> null;
        };
    }

    /** RFC 1112 knows no Router Alert: version 1 speaks without. */
    @Override
    boolean carriesRouterAlert(final MessageKind kind) {
        return kind != MessageKind.V1_QUERY && kind != MessageKind.V1_REPORT;
    }

    @Override
    boolean isRouterAlertRequired(final ReceiveProfile profile) {
        return profile.requiresRouterAlert();
    }

    @Override
    boolean isGroupAccepted(final long high, final long low) {
        return InternetAddress.isMulticast(high, low);
    }

    /** RFC 9776 section 4.2.14. Whoever applies the report checks that the address is its own. */
    @Override
    boolean isUnicastReportAccepted(final ReceiveProfile profile) {
        return true;
    }

    /**
     * RFC 2236 section 3 wants leaves to the group itself accepted, as hosts of before that RFC sent them so. No other
     * destination: not unicast, not another group.
     */
    @Override
    boolean isOtherLeaveDestinationAccepted(final DecodedPacket packet) {
        return isSentToItsGroup(packet);
    }

    private static MessageKind queryKind(final MessageFlyweight message) {
        if (message.length() > MessageLayout.IGMP.shortLength()) {
            return MessageKind.V3_QUERY;
        }
        return message.maxResponseCode() == 0 ? MessageKind.V1_QUERY : MessageKind.V2_QUERY;
    }
}
