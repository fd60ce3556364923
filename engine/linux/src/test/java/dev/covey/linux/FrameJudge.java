package dev.covey.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;

/**
 * Keeps what an engine emits as a capture below {@code target}, and has it judged by tshark and tcpdump when it is
 * closed: nothing may be wrong with any frame.
 *
 * <p>The two see different faults: tshark does not miss the Router Alert option, nor does it know a record type that
 * does not exist from one that does; tcpdump goes on where counts are wrong in ways that tshark explains.
 */
final class FrameJudge implements FrameListener, AutoCloseable {
    /** What nothing that an engine emits may match. */
    private static final String FAULTS = "!(igmp || icmpv6.type in {130, 131, 132, 143}) || _ws.malformed"
            + " || ip.checksum.status == 0 || igmp.checksum.status == 0 || icmpv6.checksum.status == 0"
            + " || _ws.expert.severity >= 0x400000";

    /** What tcpdump says of a message that is as it must be. */
    private static final List<Pattern> WANTED = List.of(
            Pattern.compile("^\\s*\\d+  IP6? \\("),
            Pattern.compile("\\((ttl 1|tos 0xc0, ttl 1|hlim 1)[,)]"),
            Pattern.compile("options \\(RA\\)|\\(rtalert: 0x0000\\)"),
            Pattern.compile("igmp (v3 report|v2 report|v1 report|query|leave)|\\[icmp6 sum ok].* multicast listener "));

    /** What it says of one that is not. */
    private static final Pattern UNWANTED =
            Pattern.compile("cksum|invalid|bad |\\[\\||\\[len|\\[#|-report-#|truncated|unknown"
                    + "|length (?!32,)\\d+, options \\(RA\\)\\) \\S+ > \\S+ igmp (v1 report|v2 report|leave)");

    private static final String MISSING = missingTools();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final long JUDGEMENT_TIMEOUT_S = 60;

    private final Path file;
    private final PcapngWriter writer;
    private int frames;
    private IOException failure;

    /** Begin a capture, named after the test that begins it. */
    FrameJudge(final String interfaceName) {
        if (MISSING != null) {
            if ("required".equals(System.getenv("COVEY_LIVE_TESTS"))) {
                fail("live tests need " + MISSING);
            }
            System.err.println("NOT JUDGED: what is emitted is kept only, live tests need " + MISSING);
        }
        file = Path.of("target", "frames", nameOfTest() + '-' + NUMBER.incrementAndGet() + ".pcapng");
        try {
            Files.createDirectories(file.getParent());
            writer = PcapngWriter.create(file, interfaceName);
        } catch (final IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static String nameOfTest() {
        return StackWalker.getInstance()
                .walk(stack -> stack.map(StackWalker.StackFrame::getClassName)
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .filter(name -> name.endsWith("Test"))
                        .findFirst())
                .orElse("unknown");
    }

    /** Which of the tools is not there; null if all are. */
    static String missingTools() {
        for (final String tool : List.of("tshark", "tcpdump")) {
            try {
                LiveNetwork.run(tool, "--version");
            } catch (final IOException | IllegalStateException missing) {
                return tool;
            }
        }
        return null;
    }

    /** Keep a frame if it leaves. */
    @Override
    public void onFrame(
            final long timeNs,
            final boolean isSent,
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes) {
        if (isSent && failure == null) {
            try {
                writer.write(timeNs, true, buffer, offset, lengthBytes);
                frames++;
            } catch (final IOException unwritable) {
                failure = unwritable;
            }
        }
    }

    /** End the capture and have it judged. */
    @Override
    public void close() {
        try {
            writer.close();
            if (failure != null) {
                throw failure;
            }
            if (MISSING == null && frames > 0) {
                assertThat(faults(file, frames)).as("faults of " + file).isEmpty();
            }
        } catch (final IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /**
     * What the tools find wrong with a capture of group management messages.
     *
     * @param capture to look at.
     * @param frameCount that it must have.
     * @return the faults, in the words of the tools.
     */
    static List<String> faults(final Path capture, final int frameCount) throws IOException {
        final Path text = Files.createTempFile("covey", ".txt");
        try {
            // Both at once: a small file takes them little more than it takes to start.
            final Process tcpdump = new ProcessBuilder("tcpdump", "-nvt", "--number", "-r", capture.toString())
                    .redirectOutput(text.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            final List<String> faults = new ArrayList<>();
            LiveNetwork.run("tshark", "-n", "-r", capture.toString(), "-o", "ip.check_checksum:TRUE", "-Y", FAULTS)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("Running as user"))
                    .forEach(line -> faults.add("tshark: frame " + line.strip()));
            if (!waitFor(tcpdump)) {
                faults.add("tcpdump did not read it: " + capture);
            }
            findFaultsOfTcpdump(Files.readString(text, StandardCharsets.UTF_8), frameCount, faults);
            return faults;
        } finally {
            Files.delete(text);
        }
    }

    private static boolean waitFor(final Process process) {
        try {
            return process.waitFor(JUDGEMENT_TIMEOUT_S, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }

    /** A line that does not begin with the number of a frame goes on with the message of the one before. */
    private static void findFaultsOfTcpdump(final String text, final int frameCount, final List<String> faults) {
        final List<String> messages = text.replaceAll("\n\\s++(?!\\d+  IP)", " ")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        for (final String message : messages) {
            if (UNWANTED.matcher(message).find()
                    || !WANTED.stream()
                            .allMatch(pattern -> pattern.matcher(message).find())) {
                faults.add("tcpdump: frame " + message.strip());
            }
        }
        if (messages.size() != frameCount) {
            faults.add("tcpdump: sees " + messages.size() + " frames of " + frameCount);
        }
    }
}
