package dev.covey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.table.TableSizes;
import java.util.ArrayList;
import java.util.List;

/** What the conformance tests read from the lines that a {@link HostHarness} keeps, and do with it. */
final class ConformanceSteps {
    /** Room for the groups and sources of the largest tests. */
    static final TableSizes LARGE = new TableSizes(4, 12_000, 16, 12_000, 4096, 16_384, 16);

    private ConformanceSteps() {}

    static HostHarness host() {
        return new HostHarness();
    }

    static HostHarness host(final HostVariables.Builder variables) {
        return new HostHarness(variables.build());
    }

    static HostHarness largeHost() {
        return new HostHarness(HostVariables.DEFAULT, new EngineContext().tableSizes(LARGE));
    }

    static HostHarness seededHost(final long seed) {
        return new HostHarness(
                HostVariables.DEFAULT,
                new EngineContext().tableSizes(EngineHarness.SMALL).seed(seed));
    }

    /** Make another interface of the host's one. */
    static void configure(final HostHarness host, final InterfaceConfiguration.Builder configuration) {
        assertThat(host.harness.configure(host.eth0, configuration.build())).isZero();
    }

    /** Let everything pass that is said of what has just changed. */
    static HostHarness quiet(final HostHarness host) {
        host.at(host.nowMs() + 60_000);
        host.sent.clear();
        return host;
    }

    /** What was sent since the last call, without the times. */
    static List<String> words(final HostHarness host) {
        final List<String> words = new ArrayList<>();
        for (final String line : host.sent()) {
            words.add(words(line));
        }
        return words;
    }

    static String words(final String line) {
        return line.substring(line.indexOf(' ') + 1);
    }

    static long timeMs(final String line) {
        return Long.parseLong(line.substring(0, line.indexOf(' ')));
    }

    /** Times of what was sent since the last call. */
    static List<Long> times(final HostHarness host) {
        final List<Long> times = new ArrayList<>();
        for (final String line : host.sent()) {
            times.add(timeMs(line));
        }
        return times;
    }

    /** The groups that records tell of, in the order of the lines. */
    static List<String> groups(final List<String> lines) {
        final List<String> groups = new ArrayList<>();
        for (final String line : lines) {
            for (final String record : words(line).split("; ", -1)) {
                groups.add(record.split(" ", -1)[1]);
            }
        }
        return groups;
    }

    /** The sources that a line's only record lists. */
    static List<String> sources(final String line) {
        final String list = line.substring(line.indexOf('{') + 1, line.indexOf('}'));
        return list.isEmpty() ? List.of() : List.of(list.split(", ", -1));
    }

    static void end(final HostHarness host) {
        host.harness.end(host.socket, host.eth0);
    }
}
