package dev.covey.tools.replay;

import java.util.Map;

/**
 * Result of recounting every reference in the engine.
 *
 * @param live records in use, by kind.
 * @param retired records that nobody uses any more and that still occupy memory.
 * @param leaked records that are held by a count that no link explains.
 * @param mismatched records whose count differs from the links that lead to them.
 */
public record AuditReport(Map<String, Long> live, long retired, long leaked, long mismatched) {
    /**
     * Does every count agree?
     *
     * @return true if nothing leaked and nothing differs.
     */
    public boolean isClean() {
        return leaked == 0 && mismatched == 0;
    }
}
