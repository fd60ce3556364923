package dev.covey.tools.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.covey.tools.bench.RowResult.Outcome;
import dev.covey.tools.observe.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results of the rows, for people and for machines. */
final class PeerTable {
    private PeerTable() {}

    /**
     * The table.
     *
     * @param isQuick whether the figures mean nothing: nothing is said of goals then.
     */
    static List<String> lines(final List<RowResult> results, final boolean isQuick) {
        final TextTable table = new TextTable("row", ">ours", "peer", ">theirs", ">ratio", ">goal", "reached");
        for (final RowResult result : results) {
            final PeerRow row = result.row();
            final String goal = row.goal().text(row.unit());
            if (result.outcome() != Outcome.MEASURED) {
                final String word = result.outcome() == Outcome.SKIPPED ? "skipped: " : "FAILED: ";
                table.row(row.id(), "", "", "", "", goal, word + result.reason());
            } else {
                final boolean hasPeer = result.peerName() != null;
                table.row(
                        row.id(),
                        Units.text(result.ours(), row.unit()),
                        hasPeer ? result.peerName() : "",
                        hasPeer ? Units.text(result.peer(), row.unit()) : "",
                        hasPeer ? String.format(Locale.ROOT, "%.2f", result.ratio()) : "",
                        goal,
                        isQuick ? "" : verdict(result));
            }
        }
        return table.lines();
    }

    private static String verdict(final RowResult result) {
        if (result.row().goal().kind() == Goal.Kind.NONE) {
            return "";
        }
        return result.isReached()
                ? "yes"
                : String.format(
                        Locale.ROOT,
                        "no, %.2f times missing",
                        result.row().goal().distance(result.ratio()));
    }

    /** One line of counts. */
    static String summary(final List<RowResult> results, final boolean isQuick) {
        int reached = 0;
        int goals = 0;
        int skipped = 0;
        int failed = 0;
        for (final RowResult result : results) {
            skipped += result.outcome() == Outcome.SKIPPED ? 1 : 0;
            failed += result.outcome() == Outcome.FAILED ? 1 : 0;
            if (result.outcome() == Outcome.MEASURED && result.row().goal().kind() != Goal.Kind.NONE) {
                goals++;
                reached += result.isReached() ? 1 : 0;
            }
        }
        final String verdict = isQuick
                ? results.size() - skipped - failed + " rows run, the figures mean nothing"
                : reached + " of " + goals + " goals reached";
        return verdict + ", " + skipped + " skipped, " + failed + " failed";
    }

    /** The rows there are, before anything is measured. */
    static ObjectNode json(final List<PeerRow> rows) {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        final ArrayNode array = json.put("event", "bench_rows").putArray("rows");
        rows.forEach(row -> array.addObject().put("row", row.id()).put("what", row.what()));
        return json;
    }

    /** Results and all figures behind them. */
    static ObjectNode json(
            final List<RowResult> results, final Map<Execution, Measured> measured, final boolean isQuick) {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("event", "bench_peers").put("quick", isQuick);
        final ArrayNode rows = json.putArray("rows");
        results.forEach(result -> rows.add(result.json()));
        final ArrayNode runs = json.putArray("figures");
        measured.forEach((execution, side) -> {
            final ObjectNode run = runs.addObject();
            run.put("program", execution.program());
            execution.arguments().forEach(run.putArray("arguments")::add);
            final ArrayNode rounds = run.putArray("rounds");
            side.rounds().forEach(figures -> {
                final ArrayNode round = rounds.addArray();
                figures.forEach(figure -> round.add(figure.json()));
            });
        });
        return json;
    }
}
