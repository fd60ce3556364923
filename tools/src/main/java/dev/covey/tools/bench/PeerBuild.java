package dev.covey.tools.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds the native peers, and knows which of them are there. */
final class PeerBuild {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final String BUILT = "built ";
    private static final String SKIPPED = "skipped ";

    private final Map<String, String> reasons = new HashMap<>();
    private final String failure;

    private PeerBuild(final ProcessRunner.Result result) {
        failure = result.code() == 0 ? "not built" : "the peers were not built: " + result.reason();
        for (final String line : result.output()) {
            if (line.startsWith(BUILT)) {
                reasons.put(line.substring(BUILT.length()), "");
            } else if (line.startsWith(SKIPPED)) {
                final String[] words = line.substring(SKIPPED.length()).split(": ", 2);
                reasons.put(words[0], words.length < 2 ? "no reason given" : words[1]);
            }
        }
    }

    static PeerBuild run(final BenchTree tree, final ProcessRunner processes) {
        return new PeerBuild(processes.run(List.of("sh", tree.peersBuild().toString()), TIMEOUT));
    }

    /** Why a program is not there; null if it is. */
    String missing(final String program) {
        final String reason = reasons.getOrDefault(program, failure);
        return reason.isEmpty() ? null : reason;
    }
}
