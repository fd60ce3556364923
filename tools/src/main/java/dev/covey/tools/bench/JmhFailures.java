package dev.covey.tools.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which benchmarks have failed, by what JMH prints: it goes on after them, and exits as if nothing was amiss. */
final class JmhFailures {
    private static final String BENCHMARK = "# Benchmark: ";
    private static final String PARAMETERS = "# Parameters: ";
    private static final List<String> SIGNS = List.of("<failure>", "<forked VM failed");

    private final Set<String> failed = new LinkedHashSet<>();
    private String benchmark = "";
    private String parameters = "";

    /** JMH has printed a line. */
    void onLine(final String line) {
        if (line.startsWith(BENCHMARK)) {
            benchmark = JmhTable.name(line.substring(BENCHMARK.length()));
            parameters = "";
        } else if (line.startsWith(PARAMETERS)) {
            parameters = " " + line.substring(PARAMETERS.length());
        } else if (SIGNS.stream().anyMatch(line::contains)) {
            failed.add(benchmark + parameters);
        }
    }

    /** Each once, in the order in which they ran. */
    List<String> failed() {
        return new ArrayList<>(failed);
    }
}
