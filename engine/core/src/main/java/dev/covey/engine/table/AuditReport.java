package dev.covey.engine.table;

import java.util.List;
import java.util.Map;

/**
 * What an audit found. A healthy engine has nothing leaked and nothing mismatched, at every quiescent point.
 *
 * @param live records in use, by the name of their kind.
 * @param retired records that wait for their readers.
 * @param leaked records that hold references nobody owns any more.
 * @param mismatched counts, lists and index entries that disagree with the records.
 * @param findings the first of them, in words.
 */
public record AuditReport(Map<String, Integer> live, int retired, int leaked, int mismatched, List<String> findings) {
    /** Takes copies. */
    public AuditReport {
        live = Map.copyOf(live);
        findings = List.copyOf(findings);
    }

    /**
     * Is everything accounted for?
     *
     * @return true if nothing is leaked and nothing is mismatched.
     */
    public boolean isClean() {
        return leaked == 0 && mismatched == 0;
    }
}
