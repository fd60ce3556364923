package dev.covey.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OwnLoopTest {
    private static final String REPORT = "sends a report, 58 bytes";

    @Test
    @Timeout(60)
    void shouldReportAndDeliverThePublisherOnlyWhenRun() throws Exception {
        final List<String> printed = Printed.by(() -> OwnLoop.main(new String[0]));

        assertThat(printed).startsWith(REPORT).endsWith(REPORT);
        // A report is repeated within a second: on a machine that is busy enough, in between.
        assertThat(withoutReports(printed))
                .containsExactly(
                        "232.1.2.3 from 192.0.2.7 goes to 1 of our sockets",
                        "232.1.2.3 from 192.0.2.66 goes to 0 of our sockets",
                        "232.1.2.3 from 192.0.2.7 goes to 1 of our sockets");
        final List<String> shown = new ArrayList<>(withoutReports(printed));
        shown.add(0, REPORT);
        shown.add(REPORT);
        assertThat(Files.readString(Path.of("../../README.md")))
                .contains("\n\n    " + String.join("\n    ", shown) + "\n\n");
    }

    private static List<String> withoutReports(final List<String> printed) {
        return printed.stream().filter(line -> !line.equals(REPORT)).toList();
    }
}
