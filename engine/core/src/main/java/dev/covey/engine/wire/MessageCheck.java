package dev.covey.engine.wire;

import dev.covey.engine.counters.DropReason;
import org.agrona.DirectBuffer;

/**
 * Decides whether a membership message may be believed, and takes it apart if so. The order of the checks is the same
 * for IGMP and MLD and written down here, once; where the two differ, a subclass answers.
 *
 * <p>Each step of the order is one {@code if} that returns its reason, so a message with two faults always has the
 * reason that comes first.
 */
abstract class MessageCheck {
    private final AddressFamily family;
    private final MessageLayout layout;
    private final ControlGroups groups;
    private final MessageReasons reasons;
    private final MessageFlyweight message = new MessageFlyweight();
    private final GroupRecordCursor records = new GroupRecordCursor();

    MessageCheck(final AddressFamily family, final MessageReasons reasons) {
        this.family = family;
        this.layout = MessageLayout.of(family);
        this.groups = ControlGroups.of(family);
        this.reasons = reasons;
    }

    /** Give the packet its verdict. Its addresses, hop limit, Router Alert and the message's place are known. */
    final void check(final DirectBuffer buffer, final DecodedPacket packet, final ReceiveProfile profile) {
        message.wrap(buffer, packet.messageOffset, packet.messageLength, family);
        final DropReason fault = fault(buffer, packet, profile);
        if (fault == null) {
            packet.verdict = Verdict.MEMBERSHIP;
        } else {
            packet.drop(fault);
        }
    }

    /** The least octets a message of this type has; asked with at least one octet there. */
    abstract int minimumLength(int type);

    abstract boolean isChecksumCorrect(DirectBuffer buffer, DecodedPacket packet);

    abstract boolean isHopLimitAccepted(int hopLimit, ReceiveProfile profile);

    abstract boolean isSourceAccepted(long high, long low, int type, ReceiveProfile profile);

    /** The message's kind by type, length and code, or null. */
    abstract MessageKind kindOf(MessageFlyweight message);

    /** Must a message of this kind carry Router Alert, whatever the profile says of it? */
    abstract boolean carriesRouterAlert(MessageKind kind);

    abstract boolean isRouterAlertRequired(ReceiveProfile profile);

    /** May somebody be a member of this group and say so in a message of one group? */
    abstract boolean isGroupAccepted(long high, long low);

    /** Is a version 1 or 2 report to a unicast address good for whoever has that address? */
    abstract boolean isUnicastReportAccepted(ReceiveProfile profile);

    /** Is a leave or done message to this destination, which is not the all-routers group, accepted nevertheless? */
    abstract boolean isOtherLeaveDestinationAccepted(DecodedPacket packet);

    private DropReason fault(final DirectBuffer buffer, final DecodedPacket packet, final ReceiveProfile profile) {
        if (message.length() == 0 || message.length() < minimumLength(message.type())) {
            return reasons.tooShort();
        }
        final MessageKind kind = kindOf(message);
        packet.kind = kind;
        if (!isChecksumCorrect(buffer, packet)) {
            return reasons.badChecksum();
        }
        if (!isHopLimitAccepted(packet.hopLimit, profile)) {
            return reasons.badHopLimit();
        }
        if (!isSourceAccepted(packet.sourceHigh, packet.sourceLow, message.type(), profile)) {
            return reasons.badSource();
        }
        if (kind == null) {
            return reasons.unknownType();
        }
        if (!packet.hasRouterAlert && carriesRouterAlert(kind)) {
            packet.reason = reasons.noRouterAlert();
            if (isRouterAlertRequired(profile)) {
                return reasons.noRouterAlert();
            }
        }
        if (kind.isQuery()) {
            return queryFault(packet, profile);
        }
        return kind.hasRecords() ? recordsFault(buffer, packet) : groupMessageFault(packet, profile);
    }

    private DropReason queryFault(final DecodedPacket packet, final ReceiveProfile profile) {
        final int length = message.length();
        final boolean isSourceQuery = packet.kind.isSourceQuery();
        if (isSourceQuery && length < layout.sourcesOffset) {
            return reasons.badQueryLength();
        }
        // 65,535 addresses of 16 octets stay below 2^31; a 16-bit sum would wrap (CVE-2015-1414).
        final int sourcesLength = isSourceQuery ? message.numberOfSources() * layout.addressLength : 0;
        if (isSourceQuery && sourcesLength > length - layout.sourcesOffset) {
            return reasons.lyingCount();
        }

        readQueryGroup(packet);
        final boolean isGeneral = InternetAddress.isUnspecified(packet.groupHigh, packet.groupLow);
        if (!isGeneral && !InternetAddress.isMulticast(packet.groupHigh, packet.groupLow)) {
            return reasons.badGroup();
        }
        if (isGeneral && sourcesLength > 0) {
            return reasons.badQuery();
        }
        if (!isQueryDestinationAccepted(packet, isGeneral, profile)) {
            return reasons.badQuery();
        }

        packet.maxResponseCode = message.maxResponseCode();
        packet.maxResponseNs = maxResponseNs(packet.kind);
        if (isSourceQuery) {
            packet.suppressesRouterSide = message.suppressesRouterSide();
            packet.querierRobustness = message.querierRobustness();
            packet.querierIntervalNs = message.querierIntervalNs();
            packet.numberOfSources = message.numberOfSources();
            packet.sourcesOffset = message.sourcesOffset();
            packet.trailingOctets = length - layout.sourcesOffset - sourcesLength;
        }
        return null;
    }

    /** RFC 1112 appendix I has receivers ignore the group of an IGMPv1 query: it is always general. */
    private void readQueryGroup(final DecodedPacket packet) {
        packet.groupHigh = message.groupHigh();
        packet.groupLow = packet.kind == MessageKind.V1_QUERY ? InternetAddress.ipv4Low(0) : message.groupLow();
    }

    private long maxResponseNs(final MessageKind kind) {
        if (kind == MessageKind.V1_QUERY) {
            return IgmpCheck.V1_MAX_RESPONSE_NS;
        }
        return kind.isSourceQuery() ? message.maxResponseNs() : message.linearMaxResponseNs();
    }

    /**
     * RFC 9776 section 4.1.12, RFC 9777 section 5.1.15: general queries go to all systems, others to their group;
     * receivers accept every address of the interface. All systems is always one of those.
     */
    private boolean isQueryDestinationAccepted(
            final DecodedPacket packet, final boolean isGeneral, final ReceiveProfile profile) {
        if (isControlGroup(packet, groups.allSystemsLow) || (!isGeneral && isSentToItsGroup(packet))) {
            return true;
        }
        return isAcceptedByOwner(packet, true, profile);
    }

    private DropReason recordsFault(final DirectBuffer buffer, final DecodedPacket packet) {
        records.wrap(buffer, message.recordsOffset(), packet.messageLimit(), message.numberOfRecords(), family);
        boolean hasBadGroup = false;
        records.skipPlain();
        while (records.next()) {
            // What a record of a type unknown to us means by its group is not for us to judge.
            hasBadGroup |= records.type() != GroupRecordType.UNRECOGNISED
                    && !InternetAddress.isMulticast(records.groupHigh(), records.groupLow());
            records.skipPlain();
        }
        if (records.isCut()) {
            return reasons.lyingCount();
        }
        if (hasBadGroup) {
            return reasons.badGroup();
        }
        // RFC 9776 section 4.2.14, RFC 9777 section 5.2.14: to the group made for it. The leave to have reports to
        // other addresses of the interface accepted is for the reports of the older versions only.
        if (!isControlGroup(packet, groups.reportRoutersLow)) {
            return reasons.badReport();
        }

        packet.numberOfRecords = message.numberOfRecords();
        packet.recordsOffset = message.recordsOffset();
        packet.trailingOctets = packet.messageLimit() - records.endOffset();
        return null;
    }

    private DropReason groupMessageFault(final DecodedPacket packet, final ReceiveProfile profile) {
        packet.groupHigh = message.groupHigh();
        packet.groupLow = message.groupLow();
        if (!isGroupAccepted(packet.groupHigh, packet.groupLow)) {
            return reasons.badGroup();
        }
        final boolean isLeave = packet.kind == MessageKind.LEAVE || packet.kind == MessageKind.MLD_DONE;
        if (!(isLeave ? isLeaveDestinationAccepted(packet) : isReportDestinationAccepted(packet, profile))) {
            return reasons.badReport();
        }
        packet.trailingOctets = message.length() - layout.shortLength();
        return null;
    }

    private boolean isLeaveDestinationAccepted(final DecodedPacket packet) {
        return isControlGroup(packet, groups.allRoutersLow) || isOtherLeaveDestinationAccepted(packet);
    }

    /** RFC 2236 section 9, RFC 2710 section 8: to the group that is reported. Else as queries. */
    private boolean isReportDestinationAccepted(final DecodedPacket packet, final ReceiveProfile profile) {
        if (isSentToItsGroup(packet)) {
            return true;
        }
        return isAcceptedByOwner(packet, isUnicastReportAccepted(profile), profile);
    }

    /** To an address that is not made for the message, but may be assigned to the interface it came in on. */
    private static boolean isAcceptedByOwner(
            final DecodedPacket packet, final boolean isUnicastAccepted, final ReceiveProfile profile) {
        // What cannot be a source cannot be assigned either.
        final boolean isUnicast = SourceRules.isUsable(packet.destinationHigh, packet.destinationLow);
        final boolean isMulticast = InternetAddress.isMulticast(packet.destinationHigh, packet.destinationLow);
        packet.mustOwnDestination = (isUnicast && isUnicastAccepted) || (isMulticast && !profile.isStrict());
        return packet.mustOwnDestination;
    }

    private boolean isControlGroup(final DecodedPacket packet, final long low) {
        return packet.destinationHigh == groups.high && packet.destinationLow == low;
    }

    static boolean isSentToItsGroup(final DecodedPacket packet) {
        return packet.destinationHigh == packet.groupHigh && packet.destinationLow == packet.groupLow;
    }
}
