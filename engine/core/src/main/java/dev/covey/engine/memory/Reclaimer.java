package dev.covey.engine.memory;

/**
 * Takes a record apart whose memory is about to be handed back: what it has outside of its own bytes and owned links.
 */
@FunctionalInterface
public interface Reclaimer {
    /** For records that have nothing outside of themselves. */
    Reclaimer NOTHING = (slot, limit) -> true;

    /**
     * Give back what belongs to a record that no reader can see any more.
     *
     * @param slot of the record.
     * @param limit on the steps to take now, positive, so that one large record cannot hold up the writer.
     * @return true when nothing is left; false to be called again in a later batch.
     */
    boolean reclaim(int slot, int limit);
}
