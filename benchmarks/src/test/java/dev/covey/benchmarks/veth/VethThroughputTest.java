package dev.covey.benchmarks.veth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A little of each flow, slowly: nothing is measured, everything has to come. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VethThroughputTest {
    private static final int RING_LENGTH = 1 << 22;
    private static final long RATE = 2_000;
    private static final long DURATION_NS = TimeUnit.MILLISECONDS.toNanos(250);

    @TempDir
    private Path folder;

    private VethPair link;

    @BeforeEach
    void begin() {
        try {
            link = VethPair.open();
        } catch (final IOException refusal) {
            skip("live test needs root, network namespaces and iproute2: " + refusal.getMessage());
        }
    }

    private static void skip(final String reason) {
        if ("required".equals(System.getenv("COVEY_LIVE_TESTS"))) {
            fail(reason);
        }
        abort("SKIPPED: " + reason);
    }

    @AfterEach
    void end() {
        if (link != null) {
            link.close();
        }
    }

    private static Receiver.Result exchange(final Receiver receiver, final FlowSender sender) throws IOException {
        sender.send(RATE, DURATION_NS);
        final Receiver.Result result = receiver.finish(sender.sentFrames());
        assertThat(sender.sentFrames()).isPositive();
        assertThat(result.received()).isEqualTo(sender.sentFrames());
        assertThat(result.dropped()).isZero();
        return result;
    }

    @ParameterizedTest
    @EnumSource(Flow.class)
    void shouldReceiveEveryPacketAndAnswerEveryQuery(final Flow flow) throws IOException {
        try (Receiver receiver = new EngineReceiver(link.receiver(), flow, RING_LENGTH);
                FlowSender sender = new FlowSender(link.sender(), flow)) {
            final Receiver.Result result = exchange(receiver, sender);
            assertThat(result.answered()).isEqualTo(flow.isForHost() ? result.received() : 0);
            assertThat(result.cpuNs()).isPositive();
        }
    }

    @Test
    void shouldHaveAPlainReaderBesideIt() throws IOException {
        final Path program;
        try {
            program = ProcessReceiver.compile(Path.of("peers"), folder);
        } catch (final IOException missing) {
            skip("a compiler is needed: " + missing.getMessage());
            throw missing;
        }
        try (Receiver receiver = ProcessReceiver.plain(link.receiver(), program, RING_LENGTH);
                FlowSender sender = new FlowSender(link.sender(), Flow.REPORT_1)) {
            exchange(receiver, sender);
        }
    }
}
