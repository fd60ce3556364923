package dev.covey.engine.protocol;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.record.RouterGroupDescriptor;
import dev.covey.engine.record.SourceDescriptor;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.RouterGroupTable;
import dev.covey.engine.table.SourceTable;

/**
 * Does anybody on a link want a datagram? (RFC 9776 section 6.3, RFC 9777 section 7.3)
 *
 * <p>Threading: any thread inside an epoch, or the writer's; holds no state. A reader that looks while the writer
 * applies a record sees the source before or after its part of the change, and while the mode changes at worst one that
 * is forwarded though no longer wanted: a source that members want throughout is forwarded throughout.
 */
public final class Forwarding {
    private final RouterGroupTable groups;
    private final SourceTable sources;

    /**
     * The answers that some tables give.
     *
     * @param tables of the router groups and their sources.
     */
    public Forwarding(final RecordTables tables) {
        groups = tables.routerGroups();
        sources = tables.sources();
    }

    /**
     * Does anybody want what a source sends to a group?
     *
     * @param interfaceSlot of the link.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @param sourceHigh half of the source.
     * @param sourceLow half of the source.
     * @return true if so.
     */
    public boolean isForwarded(
            final int interfaceSlot,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow) {
        final int group = groups.find(interfaceSlot, groupHigh, groupLow);
        if (group == NULL_SLOT) {
            return false;
        }
        final int source = sources.find(groups.slab().handle(group), sourceHigh, sourceLow);
        if (source != NULL_SLOT) {
            // INCLUDE mode keeps no blocked sources: what the flag says holds in both modes.
            return (field(sources.slab(), source, SourceDescriptor.FLAGS_OFFSET) & SourceDescriptor.BLOCKED) == 0;
        }
        // The mode is read behind the source. The writer sets it before it takes sources out, and the removal is a
        // release that the find above acquires: a source that is gone because of a new mode is judged by that mode.
        return field(groups.slab(), group, RouterGroupDescriptor.MODE_OFFSET) == FilterMode.EXCLUDE.code();
    }

    private static int field(final Slab slab, final int slot, final int fieldOffset) {
        return slab.buffer().getInt(slab.offset(slot) + fieldOffset);
    }
}
