package dev.covey.tools.bench;

import java.util.Map;

/**
 * Which number of which process.
 *
 * @param name of who is measured, for the table.
 * @param execution that measures it.
 * @param selection fields by which to tell its figure from the others of the process.
 * @param field with the number.
 */
record Probe(String name, Execution execution, Map<String, String> selection, String field) {
    static final String MEDIAN = "median";
    static final String BYTES_PER_ENTRY = "bytes_per_entry";

    Probe(final String name, final Execution execution, final Map<String, String> selection) {
        this(name, execution, selection, MEDIAN);
    }

    Probe of(final String otherField) {
        return new Probe(name, execution, selection, otherField);
    }
}
