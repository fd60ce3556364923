package dev.covey.engine;

import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.EventKind;
import dev.covey.engine.membership.InterfaceChoice;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.record.FilterMode;
import java.util.Objects;

/**
 * The calls of RFC 3678 on an interface that is chosen when a call takes effect: none in particular, by an address of
 * its own, or by its index. They are those of {@link EngineClient} otherwise, and also complete with
 * {@code EADDRNOTAVAIL} or {@code ENXIO} when no interface is meant: see {@link InterfaceChoice}.
 *
 * <p>Threading: as the client it comes from.
 */
public final class ChosenInterface {
    private final CommandWriter commands;
    private final InterfaceChoice choice;

    ChosenInterface(final CommandWriter commands, final InterfaceChoice choice) {
        this.commands = commands;
        this.choice = Objects.requireNonNull(choice);
    }

    /**
     * Find the interface that a join of a group would mean. Completes with its handle.
     *
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param completion of the command.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long find(final long groupHigh, final long groupLow, final Completion completion) {
        Objects.requireNonNull(completion);
        return command(EventKind.FIND_INTERFACE, 0, groupHigh, groupLow, 0, 0, completion);
    }

    /**
     * Join a group for any source.
     *
     * @param socketHandle that joins.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long join(final long socketHandle, final long groupHigh, final long groupLow, final Completion completion) {
        return command(EventKind.JOIN, socketHandle, groupHigh, groupLow, 0, 0, completion);
    }

    /**
     * Leave a group, whatever the filter.
     *
     * @param socketHandle that leaves.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long leave(final long socketHandle, final long groupHigh, final long groupLow, final Completion completion) {
        return command(EventKind.LEAVE, socketHandle, groupHigh, groupLow, 0, 0, completion);
    }

    /**
     * Receive a source: one more of a membership in INCLUDE mode, or the first of a new one.
     *
     * @param socketHandle whose filter it is.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param sourceHigh address of the source.
     * @param sourceLow address of the source.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long joinSource(
            final long socketHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final Completion completion) {
        return command(EventKind.JOIN_SOURCE, socketHandle, groupHigh, groupLow, sourceHigh, sourceLow, completion);
    }

    /**
     * Receive a source of a membership in INCLUDE mode no more. With the last one, leave the group.
     *
     * @param socketHandle whose filter it is.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param sourceHigh address of the source.
     * @param sourceLow address of the source.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long leaveSource(
            final long socketHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final Completion completion) {
        return command(EventKind.LEAVE_SOURCE, socketHandle, groupHigh, groupLow, sourceHigh, sourceLow, completion);
    }

    /**
     * Keep a source out of what a membership in EXCLUDE mode receives.
     *
     * @param socketHandle whose filter it is.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param sourceHigh address of the source.
     * @param sourceLow address of the source.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long blockSource(
            final long socketHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final Completion completion) {
        return command(EventKind.BLOCK_SOURCE, socketHandle, groupHigh, groupLow, sourceHigh, sourceLow, completion);
    }

    /**
     * Receive a source again that a membership in EXCLUDE mode keeps out.
     *
     * @param socketHandle whose filter it is.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param sourceHigh address of the source.
     * @param sourceLow address of the source.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long unblockSource(
            final long socketHandle,
            final long groupHigh,
            final long groupLow,
            final long sourceHigh,
            final long sourceLow,
            final Completion completion) {
        return command(EventKind.UNBLOCK_SOURCE, socketHandle, groupHigh, groupLow, sourceHigh, sourceLow, completion);
    }

    /**
     * Set the whole filter of a membership, at one instant; it joins if it has to, and INCLUDE of nothing is a leave.
     *
     * @param socketHandle whose filter it is.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param mode of the filter.
     * @param sources that it lists; copied.
     * @param completion of the command, or null.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long setFilter(
            final long socketHandle,
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final SourceList sources,
            final Completion completion) {
        return commands.setFilter(0, choice, socketHandle, groupHigh, groupLow, mode, sources, completion);
    }

    /**
     * Read the whole filter of a membership. Completes with the number of its sources, be it more than fit.
     *
     * @param socketHandle whose filter it is.
     * @param groupHigh address of the group, IPv4-mapped where it is IPv4.
     * @param groupLow address of the group.
     * @param completion of the command, from {@link Completion#forFilter}.
     * @return its sequence, or a negative {@code IngressStatus}.
     */
    public long getFilter(
            final long socketHandle, final long groupHigh, final long groupLow, final Completion completion) {
        Objects.requireNonNull(completion);
        return command(EventKind.GET_FILTER, socketHandle, groupHigh, groupLow, 0, 0, completion);
    }

    private long command(
            final int kind,
            final long argument,
            final long first,
            final long second,
            final long third,
            final long fourth,
            final Completion completion) {
        return commands.command(kind, 0, choice, argument, first, second, third, fourth, completion);
    }
}
