package dev.covey.benchmarks;

import dev.covey.tools.drive.Scenario;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does one line of a scenario cost, from its text to the text of what follows from it? Joins and leaves in turn, a
 * millisecond apart, each of which is announced twice; the engine's launch is spread over all lines.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
@State(Scope.Thread)
public class DriveBenchmark {
    private static final int LINES = 20_000;
    private static final int SETUP_LINES = 2;
    private static final String HEALTHY_END = "\"lines\":" + LINES + ",\"errors\":0}\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 24);
    private byte[] scenario;

    @Setup
    public void setup() {
        final StringBuilder lines = new StringBuilder()
                .append("{\"op\":\"interface.add\",\"interface\":\"em0\",\"role\":\"host\"}\n")
                .append("{\"op\":\"socket.open\",\"socket\":\"s1\"}\n");
        for (int i = 0; i < LINES - SETUP_LINES; i++) {
            final int group = i >> 1;
            lines.append("{\"at_ms\":")
                    .append(i)
                    .append((i & 1) == 0 ? ",\"op\":\"join\"" : ",\"op\":\"leave\"")
                    .append(",\"socket\":\"s1\",\"interface\":\"em0\",\"group\":\"239.1.")
                    .append(group >> 8 & 0xff)
                    .append('.')
                    .append(group & 0xff)
                    .append("\"}\n");
        }
        scenario = lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public int line() throws IOException {
        out.reset();
        final int status = Scenario.run(new ByteArrayInputStream(scenario), out, 1);
        if (status != Scenario.DONE || !out.toString(StandardCharsets.UTF_8).endsWith(HEALTHY_END)) {
            throw new IllegalStateException("the scenario went wrong: status=" + status);
        }
        return out.size();
    }
}
