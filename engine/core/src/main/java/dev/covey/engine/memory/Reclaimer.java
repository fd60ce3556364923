package dev.covey.engine.memory;

/**
 * Takes a record apart whose memory is about to be handed back: what it has outside of its own bytes and owned links.
 */
@FunctionalInterface
public interface Reclaimer {
    /** For records that have nothing outside of themselves. */
    Reclaimer NOTHING = (slot, limit) -> 0;

    /**
     * Give back what belongs to a record that no reader can see any more.
     *
     * @param slot of the record.
     * @param limit on the steps to take now, positive, so that one large record cannot hold up the writer.
     * @return steps taken. Fewer than the limit mean that nothing is left; as many as the limit, that this has to be
     *     called again.
     */
    int reclaim(int slot, int limit);
}
