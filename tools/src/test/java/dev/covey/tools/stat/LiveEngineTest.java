package dev.covey.tools.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.covey.engine.counters.CountersView;
import dev.covey.engine.counters.InquiryDescriptor;
import dev.covey.tools.Covey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stat}, {@code dump} and {@code audit} against an engine in another process. */
class LiveEngineTest {
    private static final int GROUPS = 3_000;
    private static final long NO_PROCESS = Integer.MAX_VALUE;

    @TempDir
    private static Path folder;

    private static EngineInProcess engine;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws IOException {
        engine = EngineInProcess.start(folder, GROUPS);
    }

    @AfterAll
    static void end() throws IOException, InterruptedException {
        try (EngineInProcess ending = engine) {
            ending.end();
        }
    }

    private int run(final String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Covey.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private int runOnEngine(final String... arguments) {
        final String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--file";
        all[arguments.length + 1] = engine.file().toString();
        return run(all);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    private void assertComplaint(final int code, final String message) {
        assertEquals(1, code);
        assertEquals("", out.toString());
        assertTrue(err.toString().startsWith("covey: "), err::toString);
        assertTrue(err.toString().contains(message), err::toString);
        assertEquals(1, err.toString().lines().count(), err::toString);
    }

    @Test
    void shouldShowTheNumbersForMachines() throws IOException {
        assertEquals(0, runOnEngine("stat", "--json"), err::toString);
        final JsonNode stat = json();
        assertEquals(engine.pid(), stat.get("pid").asLong());
        assertEquals("running", stat.get("state").asText());
        assertEquals("2026-11-18T11:06:40Z", stat.get("start").asText());
        assertTrue(stat.get("huge_page_bytes").isNull()
                || stat.get("huge_page_bytes").asLong() >= 0);
        assertEquals(GROUPS, stat.get("counters").get("engine.groups").asInt());
        assertEquals(1, stat.get("counters").get("engine.sockets").asInt());
        assertEquals(2, stat.get("counters").get("engine.interfaces").asInt());
        final JsonNode eth0 = stat.get("interfaces").get("eth0").get("counters");
        assertEquals(GROUPS, eth0.get("engine.groups").asInt());
        assertEquals(1, eth0.get("ip.short").asInt());
        assertEquals(0, eth0.get("port.rx.frames").asInt());
        assertFalse(eth0.has("engine.records"));
        assertEquals(
                0,
                stat.get("interfaces")
                        .get("eth\"1\\")
                        .get("counters")
                        .get("ip.short")
                        .asInt());
        assertEquals(0, stat.get("errors").size());
    }

    @Test
    void shouldShowTheNumbersForPeople() {
        assertEquals(0, runOnEngine("stat"), err::toString);
        final List<String> lines = out.toString().lines().toList();
        assertEquals("Engine: pid " + engine.pid() + ", running, since 2026-11-18T11:06:40Z", lines.get(0));
        assertTrue(lines.get(1).matches("Huge pages: (none|\\d+ MiB of the process|not known, .+)"), lines.get(1));
        assertTrue(lines.stream().anyMatch(line -> line.matches("  engine\\.groups +3000 +0 +3000")), out::toString);
        assertTrue(lines.stream().anyMatch(line -> line.matches("  ip\\.short +1 +0 +1")), out::toString);
        assertFalse(out.toString().contains("ip.version"), out::toString);

        assertEquals(0, runOnEngine("stat", "--all", "--interface", "eth0"));
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("  ip\\.version +0 +0")), out::toString);
        assertComplaint(runOnEngine("stat", "--interface", "eth7"), "no such interface");
    }

    @Test
    void shouldShowTheNumbersAgainWhenWatched() {
        assertEquals(0, runOnEngine("stat", "--watch", "--times", "2"), err::toString);
        assertEquals(
                2,
                out.toString()
                        .lines()
                        .filter(line -> line.startsWith("Engine: "))
                        .count());
        assertEquals(
                2, out.toString().lines().filter(line -> line.contains("per s")).count(), out::toString);
    }

    @Test
    void shouldTellEveryFamilyOnceWithHelpAndTypeWhenAskedForPrometheus() {
        assertEquals(0, runOnEngine("stat", "--prometheus"), err::toString);
        final Set<String> families = new HashSet<>();
        String family = "";
        for (final String line : out.toString().split("\n", -1)) {
            if (line.startsWith("# HELP ")) {
                family = line.split(" ", -1)[2];
                assertTrue(families.add(family), "family is there twice: " + line);
            } else if (line.startsWith("# TYPE ")) {
                assertEquals(family, line.split(" ", -1)[2]);
                assertEquals(family.endsWith("_total") ? "counter" : "gauge", line.split(" ", -1)[3], line);
            } else if (!line.isEmpty()) {
                assertTrue(line.matches("covey_[a-z0-9_]+(\\{.*\\})? [0-9.]+"), line);
                assertEquals(family, line.split("[{ ]", -1)[0], line);
            }
        }
        assertTrue(out.toString().contains("\ncovey_engine_groups " + GROUPS + "\n"), out::toString);
        assertTrue(
                out.toString().contains("\ncovey_interface_drops_total{interface=\"eth0\",reason=\"ip.short\"} 1\n"));
        assertTrue(out.toString().contains("\ncovey_interface_igmp_rx_total{interface=\"eth\\\"1\\\\\"} 0\n"));
        assertFalse(out.toString().contains("\r"));
    }

    @Test
    void shouldDumpTheStateAsTheStateEvent() throws IOException {
        assertEquals(0, runOnEngine("dump", "--json"), err::toString);
        final JsonNode state = json();
        assertEquals("state", state.get("event").asText());
        final JsonNode eth0 = state.get("interfaces").get("eth0");
        assertEquals("host", eth0.get("role").asText());
        assertEquals(3, eth0.get("igmp_mode").asInt());
        assertTrue(eth0.get("querier").get("igmp").get("address").isNull());
        assertEquals(
                125_000,
                eth0.get("variables").get("igmp").get("query_interval_ms").asInt());
        assertEquals(GROUPS, eth0.get("groups").size());
        final JsonNode group = eth0.get("groups").get("239.1.0.7");
        assertEquals(
                "{\"mode\":\"exclude\",\"sources\":[],\"timer_ms\":null,\"static\":false,\"last_reporter\":null,"
                        + "\"version\":3,\"sockets\":[\"42\"]}",
                group.toString());
        assertEquals(0, state.get("interfaces").get("eth\"1\\").get("groups").size());
    }

    @Test
    void shouldDumpOneInterfaceForPeople() {
        assertEquals(0, runOnEngine("dump", "--interface", "eth0"), err::toString);
        assertTrue(out.toString().contains("  eth0       host  up    v3    -        v2   -\n"), out::toString);
        assertTrue(
                out.toString()
                        .lines()
                        .anyMatch(line -> line.matches("  eth0 +239\\.1\\.0\\.7 +exclude +- +- +- +3 +42")),
                out::toString);
        assertTrue(out.toString().contains("\nPackets waited "));
        assertComplaint(runOnEngine("dump", "--interface", "eth7"), "no such interface: interface=eth7");
        assertComplaint(runOnEngine("dump", "--interface", "x".repeat(200)), "no such interface");
    }

    @Test
    void shouldAuditTheRunningEngine() throws IOException {
        assertEquals(0, runOnEngine("audit"), err::toString);
        assertTrue(out.toString().startsWith("Audit: clean\n"), out::toString);
        assertEquals(0, runOnEngine("audit", "--json"), err::toString);
        assertEquals(GROUPS, json().get("live").get("group").asInt());
        assertEquals(0, json().get("leaked").asInt());
        assertEquals(2, runOnEngine("audit", "--after", "x.pcap"));
        assertEquals(2, runOnEngine("audit", "--at", "1s"));
    }

    @Test
    void shouldAskWhenWhoAskedBeforeDied() throws IOException {
        final CountersView view = CountersView.open(engine.file());
        view.inquiry().putLongVolatile(InquiryDescriptor.CLAIM_OFFSET, NO_PROCESS);
        assertEquals(0, runOnEngine("dump", "--json"), err::toString);
        assertEquals(0, view.inquiry().getLongVolatile(InquiryDescriptor.CLAIM_OFFSET));
    }

    @Test
    void shouldWaitForWhoAsksNowAndSayWhoWhenThatIsLong() throws IOException {
        final CountersView view = CountersView.open(engine.file());
        final long other = ProcessHandle.current().parent().orElseThrow().pid();
        view.inquiry().putLongVolatile(InquiryDescriptor.CLAIM_OFFSET, other);
        try {
            new EngineInquiry(view, 1).ask(InquiryDescriptor.AUDIT, null, false);
            throw new AssertionError("asked while another did");
        } catch (final IOException refusal) {
            assertEquals("another process is asking: pid=" + other, refusal.getMessage());
        } finally {
            view.inquiry().putLongVolatile(InquiryDescriptor.CLAIM_OFFSET, 0);
        }
    }

    @Test
    void shouldSayWhichEngineIsGoneWhenItWasKilled(@TempDir final Path other) throws IOException, InterruptedException {
        try (EngineInProcess killed = EngineInProcess.start(other, 3)) {
            assertEquals(0, run("dump", "--file", killed.file().toString()), err::toString);
            killed.kill();
            for (final String command : List.of("stat", "dump", "audit")) {
                assertComplaint(
                        run(command, "--file", killed.file().toString()),
                        "engine is gone: pid=" + killed.pid() + ", file=" + killed.file());
            }
        }
    }

    @Test
    void shouldShowTheErrorWhenTheEngineHasStopped(@TempDir final Path other) throws IOException, InterruptedException {
        try (EngineInProcess failing = EngineInProcess.start(other, 3)) {
            failing.fail();
            assertEquals(0, run("stat", "--json", "--file", failing.file().toString()), err::toString);
            assertEquals("failed", json().get("state").asText());
            assertTrue(json().get("errors").get(0).get("error").asText().contains("broken on purpose"));
            assertEquals(0, run("stat", "--file", failing.file().toString()));
            assertTrue(out.toString().contains("java.lang.IllegalStateException: broken on purpose"), out::toString);
            assertComplaint(run("dump", "--file", failing.file().toString()), "engine has stopped at an error");
            failing.kill();
            assertComplaint(
                    run("stat", "--file", failing.file().toString()),
                    "error=java.lang.IllegalStateException: broken on purpose");
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAFileThatIsNone(@TempDir final Path other) throws IOException {
        final Path none = other.resolve("none.dat");
        assertComplaint(run("stat", "--file", none.toString()), "no such file: file=" + none);
        Files.writeString(none, "not this");
        assertComplaint(run("stat", "--file", none.toString()), "not a file of an engine: file=" + none);
        final byte[] whole = Files.readAllBytes(engine.file());
        Files.write(none, Arrays.copyOf(whole, whole.length / 2));
        assertComplaint(run("dump", "--file", none.toString()), "truncated file: file=" + none);
        whole[8] = 99;
        Files.write(none, whole);
        assertComplaint(run("audit", "--file", none.toString()), "file of another version of Covey: file=" + none);
    }

    @Test
    void shouldRefuseOptionsThatExcludeEachOther() {
        assertEquals(2, runOnEngine("stat", "--json", "--prometheus"));
        assertEquals(2, runOnEngine("stat", "--watch", "--prometheus"));
        assertEquals(2, runOnEngine("stat", "--times", "2"));
        assertEquals(2, runOnEngine("stat", "--watch", "--times", "0"));
        assertEquals(2, runOnEngine("stat", "--pid", "1"));
    }
}
