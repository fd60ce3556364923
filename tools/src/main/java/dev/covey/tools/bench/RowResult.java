package dev.covey.tools.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What came out of a row.
 *
 * @param row that was asked.
 * @param outcome of it.
 * @param ours figure, if it was measured.
 * @param peer figure, if there is one.
 * @param peerName of the peer that counts, or null.
 * @param reason why it was skipped or has failed, or null.
 */
record RowResult(PeerRow row, Outcome outcome, double ours, double peer, String peerName, String reason) {
    /** What became of a row. */
    enum Outcome {
        /** Both sides were measured. */
        MEASURED,
        /** Something it needs is missing here. */
        SKIPPED,
        /** A side gave a wrong answer, does not compile, or did not come to an end. */
        FAILED
    }

    static RowResult skipped(final PeerRow row, final String reason) {
        return new RowResult(row, Outcome.SKIPPED, Double.NaN, Double.NaN, null, reason);
    }

    static RowResult failed(final PeerRow row, final String reason) {
        return new RowResult(row, Outcome.FAILED, Double.NaN, Double.NaN, null, reason);
    }

    double ratio() {
        return row.goal().ratio(ours, peer);
    }

    boolean isReached() {
        return outcome == Outcome.MEASURED && row.goal().isReached(ratio());
    }

    ObjectNode json() {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("row", row.id()).put("what", row.what()).put("unit", row.unit());
        json.put("goal_kind", row.goal().kind().name().toLowerCase(Locale.ROOT));
        if (row.goal().kind() != Goal.Kind.NONE) {
            json.put("goal", row.goal().bound());
        }
        if (outcome != Outcome.MEASURED) {
            return json.put(outcome == Outcome.SKIPPED ? "skipped" : "failed", reason);
        }
        json.put("ours", ours);
        if (peerName != null) {
            json.put("peer_name", peerName).put("peer", peer);
        }
        json.put("ratio", ratio());
        if (row.goal().kind() != Goal.Kind.NONE) {
            json.put("reached", isReached()).put("distance", row.goal().distance(ratio()));
        }
        return json;
    }
}
