package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Handle.NULL_HANDLE;
import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.filter.InterfaceState;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.HostGroupFlyweight;
import dev.covey.engine.record.HostSourceFlyweight;
import dev.covey.engine.record.SourceFlyweight;
import dev.covey.engine.table.FilterTable;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.SourceTable;

/**
 * Merges the filters of sockets into the reception state of interfaces, and notes what has to be announced of each
 * change (RFC 9776 sections 3.2 and 5.1, RFC 9777 sections 4.2 and 6.1).
 */
final class HostChanges {
    private final HostLink link;
    private final HostRecords records;
    private final HostReporter reporter;
    private final FilterTable filters;
    private final SourceTable filterSources;
    private final SourceFlyweight filterSource = new SourceFlyweight();

    /**
     * Group that room was last made for: the change that comes next is nearly always of it. What made room ends with
     * the change or gives the room back; until then nobody removes the group.
     */
    private int reserved = NULL_SLOT;

    HostChanges(
            final HostLink link, final HostRecords records, final HostReporter reporter, final RecordTables tables) {
        this.link = link;
        this.records = records;
        this.reporter = reporter;
        filters = tables.filters();
        filterSources = tables.sources();
    }

    /** Make room for a filter. Returns false, and leaves nothing behind, if there is none. */
    boolean reserve(final long groupHigh, final long groupLow, final long filter) {
        reserved = NULL_SLOT;
        final int found = records.find(link, groupHigh, groupLow);
        final int slot = found == NULL_SLOT ? records.createGroup(link, groupHigh, groupLow) : found;
        if (slot == NULL_SLOT) {
            return false;
        }
        for (int i = firstSource(filter); i != NULL_SLOT; i = filterSources.next(i)) {
            filterSource.wrap(filterSources.slab(), i);
            final long high = filterSource.addressHigh();
            final long low = filterSource.addressLow();
            if (records.findSource(slot, high, low) == NULL_SLOT && records.addSource(slot, high, low) == NULL_SLOT) {
                prune(slot, filter);
                return false;
            }
        }
        reserved = slot;
        return true;
    }

    /** Give back what {@link #reserve} made and no change has used. */
    void unreserve(final long groupHigh, final long groupLow, final long filter) {
        reserved = NULL_SLOT;
        final int slot = records.find(link, groupHigh, groupLow);
        if (slot != NULL_SLOT) {
            prune(slot, filter);
        }
    }

    private void prune(final int slot, final long filter) {
        for (int i = firstSource(filter); i != NULL_SLOT; i = filterSources.next(i)) {
            filterSource.wrap(filterSources.slab(), i);
            final int source = records.findSource(slot, filterSource.addressHigh(), filterSource.addressLow());
            if (source != NULL_SLOT) {
                records.pruneSource(source);
            }
        }
        records.pruneGroup(slot);
    }

    private int firstSource(final long filter) {
        return filter == NULL_HANDLE ? NULL_SLOT : filterSources.first(filter);
    }

    /** A membership begins, ends or has another filter. */
    void change(final long groupHigh, final long groupLow, final long before, final long after) {
        final int slot = isReserved(groupHigh, groupLow) ? reserved : records.find(link, groupHigh, groupLow);
        reserved = NULL_SLOT;
        if (slot == NULL_SLOT) {
            throw new IllegalStateException("no room was made for a change: filter=" + after);
        }
        final boolean wasInterested = records.isInterested(slot);
        final FilterMode modeBefore = records.group(slot).mode();
        final int excludeMembersBefore = records.group(slot).excludeMembers();
        // The new one first: a source that stays is never nobody's in between.
        if (after != HostMachine.NO_MEMBERSHIP) {
            count(slot, after, 1);
        }
        if (before != HostMachine.NO_MEMBERSHIP) {
            count(slot, before, -1);
        }
        final HostGroupFlyweight group = records.group(slot);
        final boolean isExclude = group.excludeMembers() > 0;
        final boolean isModeChanged = isExclude != (modeBefore == FilterMode.EXCLUDE);
        group.mode(isExclude ? FilterMode.EXCLUDE : FilterMode.INCLUDE);
        final boolean isSilent = link.isSilent(groupHigh, groupLow);
        final boolean areSourcesAnnounced = !isSilent
                && !isModeChanged
                && link.isNewest()
                && !(isExclude && link.variables().isLightweight());
        // Only what filters list can change, as long as equally many of them exclude.
        final boolean hasAnnouncedSources = group.excludeMembers() == excludeMembersBefore
                ? mergeListed(slot, before, after, areSourcesAnnounced)
                : mergeAll(slot, areSourcesAnnounced);
        if (isSilent) {
            records.cancelChange(slot);
            records.pruneGroup(slot);
        } else if (!link.isNewest()) {
            announceOlder(slot, wasInterested);
        } else if (isModeChanged) {
            announceMode(slot);
        } else if (hasAnnouncedSources) {
            records.group(slot).sourceTransmissions(link.host().robustness()).isUnsent(true);
            reporter.due(slot);
        } else {
            records.pruneGroup(slot);
        }
    }

    private boolean isReserved(final long groupHigh, final long groupLow) {
        if (reserved == NULL_SLOT || records.hostOf(reserved) != link.hostSlot) {
            return false;
        }
        final HostGroupFlyweight group = records.group(reserved);
        return group.addressLow() == groupLow && group.addressHigh() == groupHigh;
    }

    /** Count a filter in, or out again. */
    private void count(final int slot, final long filter, final int one) {
        final boolean isExclude = filters.mode(filter) == FilterMode.EXCLUDE;
        final HostGroupFlyweight group = records.group(slot);
        group.members(group.members() + one);
        if (isExclude) {
            group.excludeMembers(group.excludeMembers() + one);
        }
        for (int i = firstSource(filter); i != NULL_SLOT; i = filterSources.next(i)) {
            filterSource.wrap(filterSources.slab(), i);
            final int found = records.findSource(slot, filterSource.addressHigh(), filterSource.addressLow());
            final HostSourceFlyweight source = records.source(found);
            final boolean wasGhost = source.includeMembers() == 0 && source.excludeMembers() == 0;
            if (isExclude) {
                source.excludeMembers(source.excludeMembers() + one);
            } else {
                source.includeMembers(source.includeMembers() + one);
            }
            records.countGhost(found, wasGhost);
        }
    }

    /** Find what follows from the counts for every source. Returns true if any of them has to be announced. */
    private boolean mergeAll(final int slot, final boolean areSourcesAnnounced) {
        boolean hasAnnounced = false;
        int next;
        for (int i = records.firstSource(slot); i != NULL_SLOT; i = next) {
            next = records.nextSource(i);
            hasAnnounced |= mergeSource(slot, i, areSourcesAnnounced);
        }
        return hasAnnounced;
    }

    /** The same for the sources that either of two filters lists. */
    private boolean mergeListed(
            final int slot, final long before, final long after, final boolean areSourcesAnnounced) {
        final boolean hasNew = merge(slot, after, areSourcesAnnounced);
        final boolean hasOld = merge(slot, before, areSourcesAnnounced);
        return hasNew || hasOld;
    }

    private boolean merge(final int slot, final long filter, final boolean areSourcesAnnounced) {
        if (filter == HostMachine.NO_MEMBERSHIP) {
            return false;
        }
        boolean hasAnnounced = false;
        for (int i = firstSource(filter); i != NULL_SLOT; i = filterSources.next(i)) {
            filterSource.wrap(filterSources.slab(), i);
            final int source = records.findSource(slot, filterSource.addressHigh(), filterSource.addressLow());
            // Both filters may list it; the first look may have let it go.
            if (source != NULL_SLOT) {
                hasAnnounced |= mergeSource(slot, source, areSourcesAnnounced);
            }
        }
        return hasAnnounced;
    }

    private boolean mergeSource(final int slot, final int sourceSlot, final boolean isAnnounced) {
        final HostSourceFlyweight source = records.source(sourceSlot);
        final HostGroupFlyweight group = records.group(slot);
        final boolean isListed =
                InterfaceState.isListed(group.excludeMembers(), source.includeMembers(), source.excludeMembers());
        final boolean isChanged = isListed != source.isListed();
        if (isChanged) {
            group.listedSources(group.listedSources() + (isListed ? 1 : -1));
            source.isListed(isListed);
            if (isAnnounced) {
                source.transmissions(link.host().robustness());
            }
        }
        if (!isListed) {
            records.pruneSource(sourceSlot);
        }
        return isChanged && isAnnounced;
    }

    private void announceMode(final int slot) {
        if (link.variables().isLightweight()) {
            // RFC 5790 section 4.2: what is excluded is never told, so no BLOCK may follow a change to EXCLUDE.
            records.cancelChange(slot);
        }
        records.group(slot).modeTransmissions(link.host().robustness()).isUnsent(true);
        reporter.due(slot);
    }

    /** Older versions know members and others, and nothing of sources. */
    private void announceOlder(final int slot, final boolean wasInterested) {
        final boolean isInterested = records.isInterested(slot);
        if (isInterested == wasInterested) {
            records.pruneGroup(slot);
        } else if (isInterested) {
            records.group(slot).modeTransmissions(link.host().robustness()).isUnsent(true);
            reporter.due(slot);
        } else {
            records.cancelAnswer(slot);
            records.cancelChange(slot);
            leaveOlder(slot);
        }
    }

    /** RFC 2236 section 3, RFC 2710 section 4: who reported last says that it leaves. IGMPv1 has no word for it. */
    void leaveOlder(final int slot) {
        final boolean canLeave = link.isIpv6 || link.version() > 1;
        if (canLeave
                && (records.group(slot).isLastReporter() || link.variables().isLeaveAlwaysSent())) {
            records.group(slot).modeTransmissions(1).isUnsent(true);
            reporter.due(slot);
        } else {
            records.pruneGroup(slot);
        }
    }

    /** Announce a group as if it had just been joined, or left if that is still being announced. */
    void announceAnew(final int slot) {
        final boolean isLeaving = isLeaving(slot);
        records.cancelAnswer(slot);
        records.cancelChange(slot);
        final HostGroupFlyweight group = records.group(slot);
        final boolean isSilent = link.isSilent(group.addressHigh(), group.addressLow());
        if (isLeaving && !isSilent) {
            leaveAnew(slot);
            return;
        }
        if (isSilent || !records.isInterested(slot)) {
            records.pruneGroup(slot);
            return;
        }
        final int robustness = link.host().robustness();
        if (!link.isNewest() || records.group(slot).mode() == FilterMode.EXCLUDE) {
            records.group(slot).modeTransmissions(robustness);
        } else {
            for (int i = records.firstSource(slot); i != NULL_SLOT; i = records.nextSource(i)) {
                if (records.source(i).isListed()) {
                    records.source(i).transmissions(robustness);
                }
            }
            records.group(slot).sourceTransmissions(robustness);
        }
        records.group(slot).isUnsent(true);
        reporter.due(slot);
    }

    /**
     * Another version is in force: pending answers and announcements are cancelled (RFC 9776 section 7.2.1). What was
     * never announced, and a leave that is still being announced, begin again in the words of the new version.
     */
    void changeVersion() {
        link.host().isAnswering(false);
        int next;
        for (int slot = records.firstGroup(link.hostSlot); slot != NULL_SLOT; slot = next) {
            next = records.nextGroup(slot);
            final boolean isLeaving = isLeaving(slot);
            final HostGroupFlyweight group = records.group(slot);
            // RFC 4604: no older version had a word for it.
            final boolean isUnsaid = group.isUnsent()
                    || (link.isNewest()
                            && link.isSilent(link.variables(), false, group.addressHigh(), group.addressLow()));
            group.isLastReporter(true).isSuppressed(false);
            if (isLeaving) {
                records.cancelAnswer(slot);
                records.cancelChange(slot);
                leaveAnew(slot);
            } else if (isUnsaid) {
                announceAnew(slot);
            } else {
                records.cancelAnswer(slot);
                records.cancelChange(slot);
            }
        }
    }

    private boolean isLeaving(final int slot) {
        return !records.isInterested(slot) && !records.isAnnounced(slot);
    }

    private void leaveAnew(final int slot) {
        if (!link.isNewest()) {
            leaveOlder(slot);
        } else {
            records.group(slot).modeTransmissions(link.host().robustness()).isUnsent(true);
            reporter.due(slot);
        }
    }

    /** Nothing can be said any more: what is pending is forgotten, what sockets have joined stays. */
    void silence() {
        link.host().isAnswering(false);
        int next;
        for (int slot = records.firstGroup(link.hostSlot); slot != NULL_SLOT; slot = next) {
            next = records.nextGroup(slot);
            records.group(slot).isSuppressed(false);
            records.cancelAnswer(slot);
            records.cancelChange(slot);
            records.pruneGroup(slot);
        }
    }

    /** Announce what was silent by other variables and is not any more. */
    void announceUnmuted(final HostVariables before) {
        int next;
        for (int slot = records.firstGroup(link.hostSlot); slot != NULL_SLOT; slot = next) {
            next = records.nextGroup(slot);
            final long high = records.group(slot).addressHigh();
            final long low = records.group(slot).addressLow();
            if (link.isSilent(before, link.isNewest(), high, low) && !link.isSilent(high, low)) {
                announceAnew(slot);
            }
        }
    }

    void announceAllAnew() {
        int next;
        for (int slot = records.firstGroup(link.hostSlot); slot != NULL_SLOT; slot = next) {
            next = records.nextGroup(slot);
            announceAnew(slot);
        }
    }
}
