package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.record.HostFlyweight;
import dev.covey.engine.record.HostGroupFlyweight;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.SourceListFlyweight;
import dev.covey.engine.wire.SourceRules;
import org.agrona.DirectBuffer;

/**
 * When and what a host answers to queries: by the five rules of RFC 9776 section 5.2 (RFC 9777 section 6.2) in IGMPv3
 * and MLDv2, group by group as in RFC 2236 section 3 and RFC 2710 section 4 in older versions.
 *
 * <p>The answer to a general query may be many packets. They begin early enough to be spread, and are complete within
 * the Maximum Response Time. Each says what holds when it is sent.
 */
final class HostAnswers {
    /** Between two packets of one answer, where there is time for it. */
    private static final long GAP_NS = 10 * HostDelays.MILLISECOND_NS;

    /** Octets of a packet that are not group records, and of a record without sources; roughly, for pacing. */
    private static final int OVERHEAD_LENGTH = 56;

    private static final int IPV4_RECORD_LENGTH = 8;
    private static final int IPV6_RECORD_LENGTH = 20;
    private static final int IPV6_LENGTH = 16;

    private final HostLink link;
    private final HostRecords records;
    private final HostReporter reporter;
    private final HostDelays delays;
    private final SourceListFlyweight list = new SourceListFlyweight();

    HostAnswers(final HostLink link, final HostRecords records, final HostReporter reporter, final HostDelays delays) {
        this.link = link;
        this.records = records;
        this.reporter = reporter;
        this.delays = delays;
    }

    void onQuery(final DecodedPacket packet, final DirectBuffer buffer) {
        final long maxResponseNs = maxResponseNs(packet);
        if (!link.isNewest()) {
            onOlderQuery(packet, maxResponseNs);
        } else if (packet.isGeneralQuery()) {
            onGeneralQuery(maxResponseNs);
        } else {
            onGroupQuery(packet, buffer, maxResponseNs);
        }
    }

    /** An older version has no "at once": the smallest step it knows stands for it (CVE-2012-0207 divided by it). */
    private long maxResponseNs(final DecodedPacket packet) {
        final long maxResponseNs = packet.maxResponseNs();
        if (link.isNewest() || maxResponseNs > 0 || !packet.kind().isSourceQuery()) {
            return maxResponseNs;
        }
        return link.isIpv6 ? HostDelays.MILLISECOND_NS : 100 * HostDelays.MILLISECOND_NS;
    }

    private void onOlderQuery(final DecodedPacket packet, final long maxResponseNs) {
        if (!packet.isGeneralQuery()) {
            final int slot = records.find(link, packet.groupHigh(), packet.groupLow());
            if (slot != NULL_SLOT) {
                answerOlder(slot, maxResponseNs);
            }
            return;
        }
        for (int slot = records.firstGroup(link.hostSlot); slot != NULL_SLOT; slot = records.nextGroup(slot)) {
            answerOlder(slot, maxResponseNs);
        }
    }

    /**
     * RFC 2236 section 3: a timer that runs is set again only if the query wants the answer before it would fire. The
     * repeat of an unsolicited report is such a timer, and becomes the answer.
     */
    private void answerOlder(final int slot, final long maxResponseNs) {
        final HostGroupFlyweight group = records.group(slot);
        if (link.isSilent(group.addressHigh(), group.addressLow()) || !records.isInterested(slot)) {
            return;
        }
        final boolean isPending = group.isAnswering() || group.isChanging();
        final long pendingNs = group.isAnswering() ? group.answerDeadlineNs() : group.changeDeadlineNs();
        final boolean isSoonEnough = isPending && pendingNs - link.nowNs <= maxResponseNs;
        group.isChanging(false);
        if (isSoonEnough) {
            records.answerAt(slot, pendingNs);
            return;
        }
        records.answerAt(slot, link.nowNs + delays.nextNs(link, maxResponseNs));
    }

    private void onGeneralQuery(final long maxResponseNs) {
        final HostFlyweight host = link.host();
        if (host.isAnswering() && host.isAnswerBegun()) {
            // What was said of the last query is said again, from the first group on, when it has been said once; and
            // that soon enough for both to be in time.
            final long endNs = link.nowNs + maxResponseNs / 2;
            if (host.generalEndNs() - endNs > 0) {
                host.generalEndNs(endNs);
            }
            host.nextEndNs(link.nowNs + maxResponseNs).isAnswerWantedAgain(true);
            return;
        }
        if (records.firstGroup(link.hostSlot) == NULL_SLOT) {
            return;
        }
        final long spreadNs = Math.min(spreadNs(), maxResponseNs / 2);
        final long drawnNs = link.nowNs + delays.nextNs(link, maxResponseNs - spreadNs);
        final long deadlineNs = packets() > 1 ? notBefore(host.generalDeadlineNs(), drawnNs) : drawnNs;
        if (host.isAnswering() && host.generalDeadlineNs() - deadlineNs <= 0) {
            return;
        }
        host.isAnswering(true)
                .isAnswerBegun(false)
                .isAnswerWantedAgain(false)
                .generalDeadlineNs(deadlineNs)
                .generalEndNs(link.nowNs + maxResponseNs);
        records.coverHost(link.hostSlot);
    }

    /**
     * A flood of queries that want their answers at once, or soon, does not make a flood of long answers: between two
     * of them there is at least the time between two packets of one (RFC 9776 section 9).
     */
    private long notBefore(final long answerNs, final long deadlineNs) {
        final long aheadNs = answerNs - link.nowNs;
        if (answerNs == 0 || aheadNs > GAP_NS) {
            return deadlineNs;
        }
        // The last one, or one that is due so soon that it need not be any sooner.
        final long earliestNs = aheadNs > 0 ? answerNs : answerNs + GAP_NS;
        return earliestNs - deadlineNs > 0 ? earliestNs : deadlineNs;
    }

    /** From the first packet of a general answer to its last, where there is time for it. */
    private long spreadNs() {
        return (packets() - 1) * GAP_NS;
    }

    private long packets() {
        final int groups = records.groupCount(link.hostSlot);
        final int recordLength = link.isIpv6 ? IPV6_RECORD_LENGTH : IPV4_RECORD_LENGTH;
        final int perPacket = Math.max(1, (link.settings.mtu() - OVERHEAD_LENGTH) / recordLength);
        return Math.max(1, (groups + perPacket - 1) / perPacket);
    }

    private void onGroupQuery(final DecodedPacket packet, final DirectBuffer buffer, final long maxResponseNs) {
        final int slot = records.find(link, packet.groupHigh(), packet.groupLow());
        if (slot == NULL_SLOT || !records.isInterested(slot) || link.isSilent(packet.groupHigh(), packet.groupLow())) {
            return;
        }
        final long drawnNs = link.nowNs + delays.nextNs(link, maxResponseNs);
        final boolean wasAnswering = records.group(slot).isAnswering();
        final boolean isLong = !wasAnswering && records.group(slot).listedSources() > link.settings.mtu() / IPV6_LENGTH;
        final long deadlineNs = isLong ? notBefore(records.group(slot).answerDeadlineNs(), drawnNs) : drawnNs;
        final HostFlyweight host = link.host();
        // Rule 1: a general answer that comes sooner, its last packet included, says this too.
        if (host.isAnswering() && !host.isAnswerBegun() && host.generalDeadlineNs() + spreadNs() - deadlineNs <= 0) {
            return;
        }
        final HostGroupFlyweight group = records.group(slot);
        final long earliestNs =
                wasAnswering && group.answerDeadlineNs() - deadlineNs <= 0 ? group.answerDeadlineNs() : deadlineNs;
        list.wrap(buffer, packet);
        if (list.count() == 0 || (wasAnswering && group.queriedSources() == 0)) {
            // Rule 4: about the whole state from now on.
            records.clearQueried(slot);
        } else if (!remember(slot)) {
            records.clearQueried(slot);
        } else if (records.group(slot).queriedSources() == 0) {
            return;
        }
        records.answerAt(slot, earliestNs);
    }

    /**
     * Rules 3 and 5: remember which sources are asked for, also those that are not received now: what is said of them
     * is what holds by then. Returns false if there are too many.
     */
    private boolean remember(final int slot) {
        for (int i = 0, count = list.count(); i < count; i++) {
            final long high = list.high(i);
            final long low = list.low(i);
            if (!SourceRules.isUsable(high, low)) {
                continue;
            }
            int source = records.findSource(slot, high, low);
            if (source != NULL_SLOT && records.source(source).isQueried()) {
                continue;
            }
            if (records.group(slot).queriedSources() >= link.variables().maxQueriedSources()
                    || !records.hasRoomForQueried()) {
                return false;
            }
            if (source == NULL_SLOT) {
                source = records.addSource(slot, high, low);
            }
            if (source == NULL_SLOT) {
                return false;
            }
            records.markQueried(slot, source);
        }
        return true;
    }

    /** The next packet of the answer to a general query is due. */
    void goOn(final long nowNs) {
        final int hostSlot = link.hostSlot;
        final HostFlyweight host = link.host();
        if (!link.isSpeaking() || !link.isNewest()) {
            host.isAnswering(false).isAnswerBegun(false).isAnswerWantedAgain(false);
            return;
        }
        // Groups that were joined since the query are told of, too.
        final int first = host.isAnswerBegun() ? host.nextAnswer() - 1 : records.firstGroup(hostSlot);
        host.isAnswerBegun(true).nextAnswer(first + 1);
        reporter.openReport(hostSlot, nowNs);
        int slot = first;
        while (slot != NULL_SLOT && put(slot)) {
            slot = records.nextGroup(slot);
        }
        final boolean isSent = reporter.closeReport();
        link.enterHost(hostSlot);
        link.nowNs = nowNs;
        if (!isSent) {
            link.host().generalDeadlineNs(nowNs + delays.nextNs(link, link.unsolicitedReportIntervalNs()));
        } else if (slot != NULL_SLOT) {
            link.host().nextAnswer(slot + 1).generalDeadlineNs(nowNs + gapNs(nowNs));
        } else {
            finish(nowNs);
        }
        records.coverHost(hostSlot);
    }

    private void finish(final long nowNs) {
        final HostFlyweight host = link.host();
        if (!host.isAnswerWantedAgain() || records.firstGroup(link.hostSlot) == NULL_SLOT) {
            host.isAnswering(false).isAnswerBegun(false).isAnswerWantedAgain(false);
            return;
        }
        host.isAnswerWantedAgain(false)
                .isAnswerBegun(false)
                .generalEndNs(host.nextEndNs())
                .generalDeadlineNs(nowNs + GAP_NS);
    }

    /** So that what is left is said in time: as many gaps as there are packets in all fit the time that is left. */
    private long gapNs(final long nowNs) {
        final long availableNs = Math.max(0, link.host().generalEndNs() - nowNs);
        final long gapNs = Math.min(GAP_NS, availableNs / packets());
        return gapNs - gapNs % HostDelays.MILLISECOND_NS;
    }

    /** Of a host that speaks, and the newest version, as one that goes on does. Returns false if the packet is full. */
    private boolean put(final int slot) {
        final HostGroupFlyweight group = records.group(slot);
        if (group.isSuppressed()) {
            group.isSuppressed(false);
            return true;
        }
        if (!records.isInterested(slot)
                || link.isSilent(link.variables(), true, group.addressHigh(), group.addressLow())) {
            return true;
        }
        return reporter.putStateIfFits(slot);
    }

    /** Somebody else on the link has reported a group in the words of an older version. */
    void onReport(final DecodedPacket packet) {
        final int slot = records.find(link, packet.groupHigh(), packet.groupLow());
        if (slot == NULL_SLOT) {
            return;
        }
        records.group(slot).isLastReporter(false).lastReporter(packet.sourceHigh(), packet.sourceLow());
        if (!link.isNewest()) {
            records.cancelAnswer(slot);
            if (records.isInterested(slot)) {
                records.cancelChange(slot);
            }
        } else if (link.variables().isLegacyReportSuppressed()) {
            records.cancelAnswer(slot);
            // Once an answer has begun it may have told of the group, and must not stay silent of it the next time.
            final boolean isPending = link.host().isAnswering() && !link.host().isAnswerBegun();
            records.group(slot).isSuppressed(isPending);
        }
    }
}
