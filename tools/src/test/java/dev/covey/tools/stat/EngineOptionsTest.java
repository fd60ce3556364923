package dev.covey.tools.stat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.EngineContext;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.counters.CountersFileDescriptor;
import dev.covey.engine.counters.CountersFolder;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.table.TableSizes;
import dev.covey.tools.live.CommandProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which engine a command means. */
class EngineOptionsTest {
    private static final long PID = ProcessHandle.current().pid();
    private static final long OTHER_PID =
            ProcessHandle.current().parent().orElseThrow().pid();
    private static final long NO_PROCESS = Integer.MAX_VALUE;
    private static final long START_MS = 1_795_000_000_000L;
    private static final long PATIENCE_S = 60;

    @TempDir
    private Path parent;

    private Path folder;
    private byte[] header;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Names the file of its engine. */
    @Command(name = "which")
    private static final class WhichCommand implements Callable<Integer> {
        @Mixin
        private EngineOptions engines;

        private final PrintWriter out;

        private WhichCommand(final Path folder, final PrintWriter out) {
            engines = new EngineOptions(new CountersFolder(folder));
            this.out = out;
        }

        @Override
        public Integer call() {
            return engines.run(engine -> {
                out.print(engine.path().getFileName());
                return 0;
            });
        }
    }

    @BeforeEach
    void takeAFile() throws IOException {
        folder = parent.resolve("engines");
        Files.createDirectory(folder);
        final Path file = parent.resolve("sample.dat");
        try (MulticastEngine engine = MulticastEngine.launch(new EngineContext()
                .tableSizes(new TableSizes(8, 64, 16, 64, 64, 64, 64))
                .countersFile(file, START_MS))) {
            header = Files.readAllBytes(file);
            assertThat(engine.counters().get(EngineCounter.ENGINE_SOCKETS)).isZero();
        }
    }

    /** The file of an engine of some process, which began at a time that is not known. */
    private void put(final String name, final long pid) throws IOException {
        final byte[] octets = header.clone();
        ByteBuffer.wrap(octets)
                .order(ByteOrder.nativeOrder())
                .putLong(CountersFileDescriptor.PROCESS_ID_OFFSET, pid)
                .putLong(CountersFileDescriptor.PROCESS_START_OFFSET, 0);
        Files.write(folder.resolve(name), octets);
    }

    private int find(final String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(new WhichCommand(folder, new PrintWriter(out, true)))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private void assertFound(final String name, final String... arguments) {
        assertThat(find(arguments)).as(err.toString()).isZero();
        assertThat(out).hasToString(name);
    }

    private void assertComplaint(final String complaint, final String... arguments) {
        assertThat(find(arguments)).isEqualTo(1);
        assertThat(err.toString()).isEqualToNormalizingNewlines("covey: " + complaint + "\n");
    }

    @Test
    void shouldSayWhereItLookedWhenNoEngineRuns() throws IOException {
        assertComplaint("no engine is running: folder=" + folder);
        assertComplaint("no engine is running: pid=7, folder=" + folder, "--pid=7");
        Files.delete(folder);
        assertComplaint("no engine is running: folder=" + folder);
    }

    @Test
    void shouldTakeTheOnlyOneThatRuns() throws IOException {
        put("one.dat", PID);
        assertFound("one.dat");
        put("dead.dat", NO_PROCESS);
        Files.writeString(folder.resolve("thesis.dat"), "years of work");
        assertFound("one.dat");
    }

    @Test
    void shouldWantANameWhenSeveralRun() throws IOException {
        put("one.dat", PID);
        put("two.dat", OTHER_PID);

        assertThat(find()).isEqualTo(2);
        assertThat(err.toString().lines().limit(3))
                .containsExactly(
                        "several engines are running, name one with --pid or --file:",
                        "  pid=" + PID + ", file=" + folder.resolve("one.dat"),
                        "  pid=" + OTHER_PID + ", file=" + folder.resolve("two.dat"));
        assertFound("two.dat", "--pid=" + OTHER_PID);
        assertFound("one.dat", "--pid=" + PID);
        assertFound("two.dat", "--file=" + folder.resolve("two.dat"));
        assertComplaint("no engine is running: pid=" + NO_PROCESS + ", folder=" + folder, "--pid=" + NO_PROCESS);
    }

    @Test
    void shouldSayThatItIsGoneWhenTheOnlyOneIsDead() throws IOException {
        put("dead.dat", NO_PROCESS);
        assertComplaint("engine is gone: pid=" + NO_PROCESS + ", file=" + folder.resolve("dead.dat"));
    }

    @Test
    void shouldSayWhatIsWrongWithTheOnlyFile() throws IOException {
        final Path file = folder.resolve("thesis.dat");
        Files.writeString(file, "years of work");
        assertComplaint("not a file of an engine: file=" + file + ", length=13");
        assertComplaint("no such file: file=nowhere.dat", "--file=nowhere.dat");
        assertComplaint("cannot read: file=" + folder + ", Is a directory", "--file=" + folder);
    }

    @Test
    void shouldLookWhereTheEnvironmentSays() throws IOException {
        final Path complaints = parent.resolve("stat.err");
        try (CommandProcess stat = CommandProcess.start(complaints, "stat")) {
            assertThat(stat.join(PATIENCE_S)).isEqualTo(1);
        }
        assertThat(complaints).hasContent("covey: no engine is running: folder=" + folder);
    }
}
