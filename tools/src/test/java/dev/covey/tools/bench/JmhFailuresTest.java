package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JmhFailuresTest {
    private final JmhFailures failures = new JmhFailures();

    private void read(final String lines) {
        lines.lines().forEach(failures::onLine);
    }

    @Test
    void shouldNameEachOnceWithItsParametersWhenBenchmarksFail() {
        read(
                """
                # Benchmark: dev.covey.benchmarks.EpochBenchmark.guarded
                # Fork: 1 of 1
                Iteration   1: 2.213 ns/op
                # Benchmark: dev.covey.benchmarks.peers.LookupPeersBenchmark.lookup
                # Parameters: (family = IPV6, groups = 1024, hits = 100, peer = fastutil)
                # Fork: 1 of 2
                # Warmup Iteration   1: <failure>

                java.lang.IllegalArgumentException: an IPv6 group does not fit a key of 64 bits
                # Fork: 2 of 2
                # Warmup Iteration   1: <failure>
                # Benchmark: dev.covey.benchmarks.DriveBenchmark.line
                # Fork: 1 of 1
                <forked VM failed with exit code 137>
                """);

        assertThat(failures.failed())
                .containsExactly(
                        "LookupPeersBenchmark.lookup (family = IPV6, groups = 1024, hits = 100, peer = fastutil)",
                        "DriveBenchmark.line");
    }

    @Test
    void shouldNameNothingWhenAllIsWell() {
        read(
                """
                # Benchmark: dev.covey.benchmarks.EpochBenchmark.guarded
                # Run progress: 0.00% complete, ETA 00:00:10
                # Warmup Iteration   1: 2.213 ns/op
                Iteration   1: 2.213 ns/op
                """);

        assertThat(failures.failed()).isEmpty();
    }
}
