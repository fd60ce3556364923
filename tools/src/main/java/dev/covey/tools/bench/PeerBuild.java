package dev.covey.tools.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds the native peers, and knows which of them are there, which lack something here, and which are broken. */
final class PeerBuild {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final String BUILT = "built ";
    private static final String SKIPPED = "skipped ";
    private static final String FAILED = "failed ";

    private final Set<String> built = new HashSet<>();
    private final Map<String, String> skipped = new HashMap<>();
    private final Map<String, String> failed = new HashMap<>();
    private final String failure;

    private PeerBuild(final ProcessRunner.Result result) {
        failure = result.code() == 0 ? "not built" : "the peers were not built: " + result.reason();
        // Of a build that broke off nobody knows what else is wrong.
        for (final String line : result.code() == 0 ? result.output() : List.<String>of()) {
            if (line.startsWith(BUILT)) {
                built.add(line.substring(BUILT.length()));
            } else if (line.startsWith(SKIPPED)) {
                putReason(skipped, line.substring(SKIPPED.length()));
            } else if (line.startsWith(FAILED)) {
                putReason(failed, line.substring(FAILED.length()));
            }
        }
    }

    private static void putReason(final Map<String, String> reasons, final String text) {
        final String[] words = text.split(": ", 2);
        reasons.put(words[0], words.length < 2 ? "no reason given" : words[1]);
    }

    static PeerBuild run(final BenchTree tree, final ProcessRunner processes) {
        return new PeerBuild(processes.run(List.of("sh", tree.peersBuild().toString()), TIMEOUT));
    }

    /** What a program needs and this machine lacks; null if it lacks nothing. */
    String missing(final String program) {
        return skipped.get(program);
    }

    /** Why a program is not there though nothing is missing; null if it is there, or something is missing. */
    String failed(final String program) {
        return built.contains(program) || skipped.containsKey(program) ? null : failed.getOrDefault(program, failure);
    }
}
