package dev.covey.tools.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.covey.tools.capture.CaptureReader;
import dev.covey.tools.capture.CapturedPacket;
import dev.covey.tools.capture.Captures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Has a capture of membership messages judged by tshark and tcpdump, which see different faults. */
public final class CaptureJudge {
    private static final int PATIENCE_S = 100;
    private static final String FAULTS = "_ws.malformed || igmp.checksum.status == 0 || icmpv6.checksum.status == 0"
            + " || ip.checksum.status == 0 || _ws.expert.severity >= 0x400000";
    private static final Pattern ROUTER_ALERT = Pattern.compile("options \\(RA\\)|\\(rtalert: 0x0000\\)");

    /** A group may well be {@code ff15::bad}. */
    private static final Pattern UNREADABLE =
            Pattern.compile("igmp cksum|(?<![:0-9a-f])bad |invalid|\\[\\||\\[len|-report-#|truncated|unknown");

    private CaptureJudge() {}

    /** Nothing may be wrong with any frame; skips the test, and says why, if there is nobody who could tell. */
    public static void requireClean(final Path capture) throws IOException {
        assertThat(tshark(capture, FAULTS)).isEmpty();
        // The filter does match where something is wrong, or is there at all.
        assertThat(tshark(capture, "frame.number <= 9 && (igmp || icmpv6)")).isNotEmpty();
        // A line that begins with white space goes on with the message of the one before.
        final List<String> messages = read("tcpdump", "-nvt", "-r", capture.toString())
                .replaceAll("\n\\s+", " ")
                .lines()
                .toList();
        assertThat(messages)
                .hasSize(frames(capture))
                .allMatch(message -> ROUTER_ALERT.matcher(message).find());
        assertThat(messages.stream()
                        .filter(message -> UNREADABLE.matcher(message).find()))
                .isEmpty();
    }

    private static String tshark(final Path capture, final String filter) throws IOException {
        return read("tshark", "-n", "-r", capture.toString(), "-o", "ip.check_checksum:TRUE", "-Y", filter);
    }

    private static String read(final String... command) throws IOException {
        final Path output = Files.createTempFile("covey", ".txt");
        try {
            final Process process = start(output, command);
            assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            return Files.readString(output);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } finally {
            Files.delete(output);
        }
    }

    private static Process start(final Path output, final String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (final IOException missing) {
            final String message = "live test needs " + command[0] + ": " + missing.getMessage();
            if ("required".equals(System.getenv("COVEY_LIVE_TESTS"))) {
                fail(message);
            }
            abort("SKIPPED: " + message);
            throw missing;
        }
    }

    /** How many frames a capture has. */
    public static int frames(final Path capture) throws IOException {
        int count = 0;
        final CapturedPacket packet = new CapturedPacket();
        try (CaptureReader reader = Captures.open(List.of(capture.toString()), InputStream.nullInputStream())) {
            while (reader.next(packet)) {
                count++;
            }
        }
        return count;
    }
}
