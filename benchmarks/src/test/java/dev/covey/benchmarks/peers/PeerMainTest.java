package dev.covey.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each program in a process of its own, as it is measured, but small. */
@Tag("long")
class PeerMainTest {
    private static final String AGRONA = "java.base/jdk.internal.misc=ALL-UNNAMED";

    /** What the bench command gives Chronicle Map, and does no harm to others. */
    private static final List<String> CHRONICLE = List.of(
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED",
            "--add-opens",
            "java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-exports",
            "java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports",
            "java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports",
            "jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true");

    private final List<String> errors = new ArrayList<>();

    private int run(final List<JsonNode> figures, final String... words) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-exports",
                AGRONA,
                "--add-opens",
                AGRONA));
        command.addAll(CHRONICLE);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeerMain.class.getName()));
        command.addAll(List.of(words));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        for (final String line : output.lines().toList()) {
            if (line.startsWith("{")) {
                figures.add(new ObjectMapper().readTree(line));
            } else {
                errors.add(line);
            }
        }
        return process.waitFor();
    }

    @Test
    void shouldSayWhatItNeedsWhenThereIsNoInterfaceToJoinOn() throws IOException, InterruptedException {
        final int code = run(new ArrayList<>(), "jdk-join", "held=1");

        assertThat(code).isEqualTo(2);
        assertThat(errors).anyMatch(line -> line.contains("no interface v0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lookup peer=covey family=ipv4 form=scalar,dependent,batch hits=100,0 rounds=1 lookups=20000",
                "lookup peer=covey family=ipv6 form=scalar,dependent,batch hits=100,0 rounds=1 lookups=20000",
                "lookup peer=covey writer_ns=1000 rounds=1 lookups=20000",
                "lookup peer=covey readers=1,2 rounds=1 lookups=20000",
                "lookup peer=covey-deliver rounds=1 lookups=20000",
                "lookup peer=covey-index form=scalar,batch hits=100,0 rounds=1 lookups=20000",
                "lookup peer=hashmap form=scalar,batch hits=100,50,0 rounds=1 lookups=20000",
                "lookup peer=concurrenthashmap family=ipv6 form=scalar,batch hits=100,0 rounds=1 lookups=20000",
                "lookup peer=nonblockinghashmap writer_ns=1000 rounds=1 lookups=20000",
                "lookup peer=nonblockinghashmap family=ipv6 rounds=1 lookups=20000",
                "lookup peer=agrona rounds=1 lookups=20000",
                "lookup peer=fastutil rounds=1 lookups=20000",
                "lookup peer=chronicle rounds=1 lookups=20000",
                "filter n=4096 rounds=1 lookups=20000",
                "filter n=4096 peer=concurrenthashmap rounds=1 lookups=20000",
                "filter n=4096 peer=nonblockinghashmap rounds=1 lookups=20000",
                "join held=100 pairs=640 rounds=1",
                "join held=1 pairs=640 family=ipv6 rounds=1",
                "ingest groups=200 passes=2 rounds=1",
                "new-group held=1000 added=640 rounds=1",
                "query held=100 rounds=1",
                "decode packets=2000 rounds=1",
                "decode packets=2000 peer=onos rounds=1",
                "epoch lookups=20000 retires=2000 rounds=1",
                "memory n=10000",
                "memory n=10000 form=members",
                "growth n=5000"
            })
    void shouldGiveOnlyRightAnswers(final String line) throws IOException, InterruptedException {
        final List<JsonNode> figures = new ArrayList<>();

        final int code = run(figures, line.split(" ", -1));

        assertThat(code).as(errors.toString()).isZero();
        assertThat(figures).isNotEmpty().allSatisfy(figure -> {
            assertThat(figure.get("median").isNumber()).isTrue();
            assertThat(figure.get("checked").asLong())
                    .isEqualTo(figure.get("expected").asLong());
        });
    }

    @Test
    void shouldMeasureSomethingWhenTheTablesGrowLittle() throws IOException, InterruptedException {
        final List<JsonNode> figures = new ArrayList<>();

        assertThat(run(figures, "growth", "n=2000")).as(errors.toString()).isZero();

        assertThat(figures.get(0).get("median").asDouble()).isPositive();
    }

    @Test
    void shouldRefuseWrongArguments() throws IOException, InterruptedException {
        assertThat(run(new ArrayList<>(), "lookup", "peer=nobody")).isEqualTo(2);
        assertThat(run(new ArrayList<>(), "jump")).isEqualTo(2);
        assertThat(run(new ArrayList<>(), "lookup", "peer=agrona", "family=ipv6"))
                .isEqualTo(2);
        assertThat(run(new ArrayList<>(), "lookup", "peer=agrona", "writer_ns=1000"))
                .isEqualTo(2);
        assertThat(run(new ArrayList<>(), "growth", "lookups=1000")).isEqualTo(2);

        assertThat(errors)
                .containsExactly(
                        "no such peer: nobody",
                        "no such program: jump",
                        "an IPv6 group does not fit a key of 64 bits",
                        "not made for so many threads: peer=agrona, readers=1, writers=1",
                        "no such argument: lookups");
    }
}
