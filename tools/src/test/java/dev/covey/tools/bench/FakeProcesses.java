package dev.covey.tools.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says for each process what a test wants it to say, and writes down what was run. */
final class FakeProcesses implements ProcessRunner {
    private final Map<String, Result> results = new HashMap<>();
    private final List<String> ran = new ArrayList<>();

    /** What a command says that has a word that ends so. */
    FakeProcesses says(final String word, final int code, final List<String> output, final String... errors) {
        results.put(word, new Result(code, output, List.of(errors)));
        return this;
    }

    /** Last words of the commands that were run, in their order. */
    List<String> ran() {
        return ran;
    }

    @Override
    public Result run(final List<String> command, final Duration timeout) {
        ran.add(command.get(command.size() - 1));
        for (final String word : command) {
            for (final Map.Entry<String, Result> entry : results.entrySet()) {
                if (word.endsWith(entry.getKey())) {
                    return entry.getValue();
                }
            }
        }
        return new Result(NOT_STARTED, List.of(), List.of("not expected: " + command));
    }
}
