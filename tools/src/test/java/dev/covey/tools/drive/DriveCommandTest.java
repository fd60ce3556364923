package dev.covey.tools.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DriveCommandTest {
    private static final String ADVANCE = "{\"op\":\"advance\",\"at_ms\":5}\n";
    private static final String END = "{\"event\":\"end\",\"at_ms\":5,\"lines\":1,\"errors\":0}\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int drive(final InputStream in, final OutputStream target, final String... args) {
        return new CommandLine(new DriveCommand(in, target))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private int drive(final String input, final String... args) {
        return drive(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, args);
    }

    private String output() {
        return out.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void shouldReadStandardInputWhenNoFileIsNamed() {
        assertEquals(0, drive(ADVANCE));
        assertEquals(END, output());
    }

    @Test
    void shouldReadStandardInputForADash() {
        assertEquals(0, drive(ADVANCE, "--seed", "-9223372036854775808", "-"));
        assertEquals(END, output());
    }

    @Test
    void shouldReadAFile() throws IOException {
        final Path file = Files.writeString(folder.resolve("a.jsonl"), ADVANCE);

        assertEquals(0, drive("", file.toString()));
        assertEquals(END, output());
    }

    @Test
    void shouldSucceedWhenAnOperationIsRefused() {
        assertEquals(0, drive("{\"op\":\"socket.close\",\"socket\":\"s1\"}"));
        assertThat(output()).contains("\"code\":\"EBADF\"").endsWith("\"errors\":1}\n");
    }

    @Test
    void shouldFailAtTheEndWhenALineIsMalformed() {
        assertEquals(2, drive("x\n" + ADVANCE));
        assertThat(output()).endsWith("{\"event\":\"end\",\"at_ms\":5,\"lines\":2,\"errors\":1}\n");
        assertEquals("", err.toString());
    }

    @Test
    void shouldFailWhenTheFileCannotBeRead() {
        assertEquals(2, drive("", folder.resolve("none").toString()));
        assertThat(err.toString()).contains("no such file: file=" + folder.resolve("none"));
        assertEquals(2, drive("", folder.toString()));
        assertThat(err.toString()).contains("it is a directory");
        assertEquals("", output());
    }

    @Test
    void shouldFailWhenStandardInputBreaks() {
        final InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }

            @Override
            public int read(final byte[] octets, final int offset, final int length) throws IOException {
                throw new IOException("broken");
            }
        };

        assertEquals(2, drive(broken, out));
        assertThat(err.toString()).contains("cannot be read").contains("broken");
    }

    @Test
    void shouldFailWhenTheOutputIsClosed() {
        final OutputStream closed = new OutputStream() {
            @Override
            public void write(final int octet) throws IOException {
                throw new IOException("closed");
            }
        };

        assertEquals(1, drive(new ByteArrayInputStream("x\n".getBytes(StandardCharsets.UTF_8)), closed));
        assertThat(err.toString()).contains("cannot write: closed");
    }

    @Test
    void shouldExplainWrongUsage() {
        assertEquals(2, drive("", "--seed", "x"));
        assertEquals(2, drive("", "a", "b"));
        assertThat(err.toString()).contains("Usage: drive");
    }

    @Test
    @Timeout(60)
    void shouldAnswerALineBeforeTheNextIsWritten() throws IOException, InterruptedException {
        try (PipedOutputStream writer = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(writer);
                PipedInputStream answers = new PipedInputStream(1 << 16);
                PipedOutputStream target = new PipedOutputStream(answers)) {
            final Thread thread = new Thread(() -> drive(in, target));
            thread.start();
            writer.write("{\"op\":\"audit\"}\n".getBytes(StandardCharsets.UTF_8));
            writer.flush();

            // The command waits for more while this reads its answer.
            final StringBuilder answer = new StringBuilder();
            for (int octet = answers.read(); octet != '\n'; octet = answers.read()) {
                answer.append((char) octet);
            }

            assertThat(answer.toString()).startsWith("{\"event\":\"audit\"");
            writer.close();
            thread.join();
        }
    }
}
