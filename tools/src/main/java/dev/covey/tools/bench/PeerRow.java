package dev.covey.tools.bench;

import java.util.List;

/**
 * One line of the table: what is asked, of whom, and what has to come out.
 *
 * @param id by which a user chooses it.
 * @param what is measured, for people.
 * @param unit of the figures.
 * @param ours our side, or null if it is made of what the other rows measure.
 * @param peers the other side: the better one counts; empty if the goal needs none.
 * @param goal to reach.
 */
record PeerRow(String id, String what, String unit, Probe ours, List<Probe> peers, Goal goal) {
    /** The row in which the most that any figure of ours has allocated is told. */
    static final String ALLOCATION = "allocation";

    static PeerRow measured(
            final String id, final String what, final Probe ours, final List<Probe> peers, final Goal goal) {
        return new PeerRow(id, what, unit(ours), ours, peers, goal);
    }

    private static String unit(final Probe probe) {
        if (probe.field().equals(Probe.BYTES_PER_ENTRY)) {
            return Units.BYTES_EACH;
        }
        return probe.execution().program().equals("memory") ? Units.BYTES : Units.NANOSECONDS;
    }
}
