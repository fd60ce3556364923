package dev.covey.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.table.AuditReport;
import dev.covey.tools.capture.PcapFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
    private final CommandRun run = new CommandRun();

    @TempDir
    private Path folder;

    private String file;

    @BeforeEach
    void writeCapture() throws IOException {
        file = Files.write(
                        folder.resolve("a.pcap"),
                        new PcapFile(101)
                                .packet(1_000_000, FakeEngine.OTHER)
                                .packet(4_000_000, FakeEngine.OTHER)
                                .toBytes())
                .toString();
    }

    @Test
    void shouldSucceedWhenEveryCountAgrees() {
        run.auditReport = new AuditReport(Map.of("router group", 12, "interface", 1), 3, 0, 0, List.of());

        assertEquals(0, run.audit("--after", file));

        assertEquals(
                """
                Audit: clean
                  records            count
                  live interface         1
                  live router group     12
                  retired                3
                  leaked                 0
                  mismatched             0
                """,
                run.out.toString());
    }

    @Test
    void shouldFailWhenSomethingLeakedOrACountIsWrong() throws IOException {
        run.auditReport = new AuditReport(Map.of("group", 2), 0, 1, 0, List.of("group 1 is leaked"));
        assertEquals(1, run.audit("--json", "--after", file));
        assertEquals(
                "{\"event\":\"audit\",\"at_ms\":3,\"live\":{\"group\":2},\"retired\":0,\"leaked\":1,\"mismatched\":0,"
                        + "\"findings\":[\"group 1 is leaked\"]}",
                run.jsonLines().get(0).toString());

        run.auditReport = new AuditReport(Map.of("group", 2), 0, 0, 1, List.of("group 1: owners=2"));
        assertEquals(1, run.audit("--after", file));
        assertTrue(run.out.toString().contains("Audit: NOT clean"), run.out::toString);
        assertTrue(run.out.toString().endsWith("  group 1: owners=2\n"), run.out::toString);
    }

    @Test
    void shouldFailWhenTheCaptureCannotBeReplayed() throws IOException {
        final byte[] whole = Files.readAllBytes(Path.of(file));
        final Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length - 1));

        assertEquals(1, run.audit("--after", cut.toString()));
        assertEquals(2, run.audit("--after", folder.toString()));
        assertEquals(2, run.audit("--after", file, "--however-long"));
        assertEquals(2, run.audit("--at", "0.001"));
    }

    @Test
    void shouldReplaySeveralFilesBefore() {
        assertEquals(0, run.audit("--after", file, file, "--at", "0.001"));

        assertEquals(2, run.engines.get(0).received.size());
    }
}
