package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.QuerierFlyweight;
import dev.covey.engine.record.SourceFlyweight;
import dev.covey.engine.table.QuerierTable;
import dev.covey.engine.table.SourceTable;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.SourceListFlyweight;
import org.agrona.DirectBuffer;

/**
 * What a router does with queries of others: who is the querier (RFC 9776 section 6.6.2), which variables it wants
 * (sections 4.1.6 and 4.1.7), and which timers its questions lower (section 6.6.1).
 *
 * <p>This router has no address of its own on the link, so every other one is lower. Of several others the lowest is
 * the querier; the next one follows when that one has not been heard for the Other Querier Present Interval. A query
 * from 0.0.0.0 comes from a switch that stands in for a querier: it wins no election and is not obeyed in the
 * variables, but hosts answer it as any other, so it lowers timers as any other.
 */
final class QueryReceiver {
    private final RouterVariables variables;
    private final QuerierTable queriers;
    private final RouterRecords records;
    private final SourceTable sources;
    private final Deadlines deadlines;
    private final LinkContext link;
    private final RouterListener listener;
    private final SourceListFlyweight list = new SourceListFlyweight();
    private final QuerierFlyweight querier = new QuerierFlyweight();

    QueryReceiver(
            final RouterVariables variables,
            final QuerierTable queriers,
            final RouterRecords records,
            final SourceTable sources,
            final Deadlines deadlines,
            final LinkContext link,
            final RouterListener listener) {
        this.variables = variables;
        this.queriers = queriers;
        this.records = records;
        this.sources = sources;
        this.deadlines = deadlines;
        this.link = link;
        this.listener = listener;
    }

    /** Begin a link in one family, as its querier. Returns false if there is no room. */
    boolean open(final long interfaceHandle, final boolean isIpv6) {
        try (Lease lease = queriers.create(interfaceHandle, isIpv6)) {
            if (lease.isEmpty()) {
                return false;
            }
            useOwnVariables(querier.wrap(queriers.slab(), lease.slot()));
            return true;
        }
    }

    /** End a link in one family. */
    void close(final int interfaceSlot, final boolean isIpv6) {
        final int slot = queriers.find(interfaceSlot, isIpv6);
        if (slot != NULL_SLOT) {
            deadlines.cancel(querier.wrap(queriers.slab(), slot).timerPosition());
            queriers.unlink(slot);
        }
    }

    void onQuery(final DecodedPacket packet, final DirectBuffer buffer) {
        elect(packet);
        if (!packet.isGeneralQuery() && !packet.suppressesRouterSide()) {
            lowerTimers(packet, buffer);
        }
    }

    /** The other querier has not been heard for too long: its variables go with it. */
    void onTimer(final long handle, final long firedNs) {
        final Slab slab = queriers.slab();
        final int slot = slab.resolve(handle);
        if (slot == NULL_SLOT || !querier.wrap(slab, slot).isOtherQuerierPresent()) {
            return;
        }
        final long deadlineNs = querier.otherQuerierDeadlineNs();
        if (deadlineNs - firedNs > 0) {
            deadlines.cover(handle, querier.timerPosition(), deadlineNs);
            return;
        }
        querier.isOtherQuerierPresent(false).addressHigh(0).addressLow(0);
        useOwnVariables(querier);
    }

    private void useOwnVariables(final QuerierFlyweight own) {
        own.robustness(variables.robustness())
                .queryIntervalNs(variables.queryIntervalNs())
                .queryResponseIntervalNs(variables.queryResponseIntervalNs());
    }

    private void elect(final DecodedPacket packet) {
        final long high = packet.sourceHigh();
        final long low = packet.sourceLow();
        final QuerierFlyweight known = link.querier();
        if (InternetAddress.isUnspecified(high, low)
                || (known.isOtherQuerierPresent() && isBelow(known.addressHigh(), known.addressLow(), high, low))) {
            return;
        }
        // The timer must run before anything is believed. Its entry need not be exact: it is covered again below.
        if (!deadlines.cover(queriers.slab().handle(link.querierSlot), known.timerPosition(), link.nowNs)) {
            listener.onLimit(link.nowNs, link.interfaceHandle, DropReason.ENGINE_LIMIT_GROUPS);
            return;
        }
        adopt(known, packet);
        known.isOtherQuerierPresent(true).addressHigh(high).addressLow(low);
        known.otherQuerierDeadlineNs(link.otherQuerierDeadlineNs());
    }

    private static boolean isBelow(final long high, final long low, final long otherHigh, final long otherLow) {
        return high == otherHigh ? Long.compareUnsigned(low, otherLow) < 0 : Long.compareUnsigned(high, otherHigh) < 0;
    }

    /** Queries of older versions carry neither QRV nor QQI; 0 in a newer one means "not told". Then ours hold. */
    private void adopt(final QuerierFlyweight known, final DecodedPacket packet) {
        final boolean isTold = packet.kind().isSourceQuery();
        final int robustness = isTold ? packet.querierRobustness() : 0;
        final long intervalNs = isTold ? packet.querierIntervalNs() : 0;
        known.robustness(robustness == 0 ? variables.robustness() : Math.max(robustness, variables.minimumRobustness()))
                .queryIntervalNs(intervalNs == 0 ? variables.queryIntervalNs() : intervalNs);
        if (packet.isGeneralQuery()) {
            known.queryResponseIntervalNs(packet.maxResponseNs());
        }
    }

    /**
     * The querier will have asked Last Member Query Count times, each answered within the time that the query says.
     * Where it says "at once", our own Last Member Query Interval leaves the answers time to arrive.
     */
    private void lowerTimers(final DecodedPacket packet, final DirectBuffer buffer) {
        final int group = records.find(link, packet.groupHigh(), packet.groupLow());
        if (group == NULL_SLOT) {
            return;
        }
        final long maxResponseNs = packet.maxResponseNs();
        final long deadlineNs =
                link.lastMemberDeadlineNs(maxResponseNs == 0 ? variables.lastMemberQueryIntervalNs() : maxResponseNs);
        list.wrap(buffer, packet);
        if (list.count() == 0) {
            lowerGroupTimer(group, deadlineNs);
            return;
        }
        final long groupHandle = records.handle(group);
        for (int i = 0, count = list.count(); i < count; i++) {
            final int slot = sources.find(groupHandle, list.high(i), list.low(i));
            if (slot != NULL_SLOT) {
                final SourceFlyweight source = records.source(slot);
                if (!source.isBlocked() && source.deadlineNs() - deadlineNs > 0) {
                    records.lowerSourceTimer(slot, deadlineNs);
                }
            }
        }
    }

    private void lowerGroupTimer(final int group, final long deadlineNs) {
        if (records.group(group).isTimerRunning() && records.group(group).deadlineNs() - deadlineNs > 0) {
            records.startGroupTimer(group, deadlineNs);
        }
    }
}
