package dev.covey.tools.bench;

import java.util.List;

/**
 * One line of the table: what is asked, of whom, and what has to come out.
 *
 * @param id by which a user chooses it.
 * @param what is measured, for people.
 * @param unit of the figures.
 * @param ours our side, or null if the row is skipped.
 * @param peers the other side: the better one counts; empty if the goal needs none.
 * @param goal to reach.
 * @param skipped why it is not measured, or null.
 */
record PeerRow(String id, String what, String unit, Probe ours, List<Probe> peers, Goal goal, String skipped) {
    /** The row in which the most that any figure of ours has allocated is told. */
    static final String ALLOCATION = "allocation";

    static PeerRow measured(
            final String id, final String what, final Probe ours, final List<Probe> peers, final Goal goal) {
        return new PeerRow(id, what, unit(ours), ours, peers, goal, null);
    }

    static PeerRow skipped(final String id, final String what, final Goal goal, final String reason) {
        return new PeerRow(id, what, Units.NANOSECONDS, null, List.of(), goal, reason);
    }

    private static String unit(final Probe probe) {
        if (probe.field().equals(Probe.BYTES_PER_ENTRY)) {
            return Units.BYTES_EACH;
        }
        return probe.execution().program().equals("memory") ? Units.BYTES : Units.NANOSECONDS;
    }
}
