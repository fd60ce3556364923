package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.record.QuerierFlyweight;
import dev.covey.engine.table.InterfaceTable;
import dev.covey.engine.table.QuerierTable;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.DecodedPacket;

/** What the message that is being applied has in common for all its groups: link, time, sender, intervals in force. */
final class LinkContext {
    private final InterfaceTable interfaces;
    private final QuerierTable queriers;
    private final RouterVariables variables;
    private final QuerierFlyweight querier = new QuerierFlyweight();

    long interfaceHandle;
    int interfaceSlot;
    int querierSlot;
    boolean isIpv6;

    /** Is it a message of IGMPv3 or MLDv2? */
    boolean isNewestVersion;

    long nowNs;
    long reporterHigh;
    long reporterLow;
    private boolean hasMembershipDeadline;
    private long membershipDeadlineNs;

    LinkContext(final InterfaceTable interfaces, final QuerierTable queriers, final RouterVariables variables) {
        this.interfaces = interfaces;
        this.queriers = queriers;
        this.variables = variables;
    }

    /** Returns false if the link is not open for the message's family. */
    boolean enter(final long handle, final DecodedPacket packet, final long timeNs) {
        interfaceSlot = interfaces.resolve(handle);
        isIpv6 = packet.family() == AddressFamily.IPV6;
        querierSlot = interfaceSlot == NULL_SLOT ? NULL_SLOT : queriers.find(interfaceSlot, isIpv6);
        if (querierSlot == NULL_SLOT) {
            return false;
        }
        isNewestVersion = packet.kind() != null && packet.kind().hasRecords();
        interfaceHandle = handle;
        nowNs = timeNs;
        reporterHigh = packet.sourceHigh();
        reporterLow = packet.sourceLow();
        hasMembershipDeadline = false;
        return true;
    }

    /** The link of a record whose timer fired; nobody reports. */
    void enterTimer(final long handle, final long deadlineNs) {
        interfaceHandle = handle;
        interfaceSlot = Handle.slot(handle);
        nowNs = deadlineNs;
    }

    QuerierFlyweight querier() {
        return querier.wrap(queriers.slab(), querierSlot);
    }

    /** While no other router is known, the questions are ours to ask (RFC 9776 section 6.6.2). */
    boolean isQuerier() {
        return !querier().isOtherQuerierPresent();
    }

    /** Deadline of what is reported now: the same for all that one message reports. */
    long membershipDeadlineNs() {
        if (!hasMembershipDeadline) {
            findMembershipDeadline();
        }
        return membershipDeadlineNs;
    }

    private void findMembershipDeadline() {
        hasMembershipDeadline = true;
        querier();
        membershipDeadlineNs = nowNs
                + variables.groupMembershipIntervalNs(
                        querier.robustness(), querier.queryIntervalNs(), querier.queryResponseIntervalNs());
    }

    /** Deadline of the presence of an older host that reports now (RFC 9776 section 8.13). */
    long olderHostDeadlineNs() {
        querier();
        return nowNs + querier.robustness() * querier.queryIntervalNs() + querier.queryResponseIntervalNs();
    }

    /** Deadline of the other querier that is heard now (RFC 9776 section 8.5). */
    long otherQuerierDeadlineNs() {
        querier();
        return nowNs + querier.robustness() * querier.queryIntervalNs() + querier.queryResponseIntervalNs() / 2;
    }

    /** Deadline of what is asked for now, at some interval. */
    long lastMemberDeadlineNs(final long lastMemberQueryIntervalNs) {
        return nowNs + variables.lastMemberQueryCount(querier().robustness()) * lastMemberQueryIntervalNs;
    }
}
