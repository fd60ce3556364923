package dev.covey.tools.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.tools.capture.CaptureFormatException.Defect;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturesTest {
    private static final int RAW = 101;

    @TempDir
    private Path folder;

    @Test
    void shouldMergeFilesByTimeAndKeepTheirOrderWhenTimesAreEqual() throws IOException {
        final String first =
                write("a", new PcapFile(RAW).packet(1000, (byte) 0xa1).packet(3000, (byte) 0xa3));
        final String second = write(
                "b",
                new PcapFile(RAW)
                        .packet(1000, (byte) 0xb1)
                        .packet(2000, (byte) 0xb2)
                        .packet(4000, (byte) 0xb4));
        final String third = write("c", new PcapFile(RAW).packet(3000, (byte) 0xc3));

        final Reading reading = read(List.of(first, second, third), InputStream.nullInputStream());

        assertEquals(
                List.of("link0 IP a1", "link0 IP b1", "link0 IP b2", "link0 IP a3", "link0 IP c3", "link0 IP b4"),
                reading.packets);
        assertEquals(List.of(1000L, 1000L, 2000L, 3000L, 3000L, 4000L), reading.timesNs);
    }

    @Test
    void shouldReadTheOtherFilesToTheirEndWhenSomeAreDefective() throws IOException {
        final byte[] whole = new PcapFile(RAW)
                .packet(2000, (byte) 0xb2)
                .packet(3000, (byte) 0xb3)
                .toBytes();
        final String good =
                write("good", new PcapFile(RAW).packet(1000, (byte) 0xa1).packet(9000, (byte) 0xa9));
        final String cut = write("cut", Arrays.copyOf(whole, whole.length - 1));
        final String corrupt = write("corrupt", new PcapFile(RAW).record(5000, -1, 1));

        final Reading reading = read(List.of(corrupt, good, cut), InputStream.nullInputStream());

        assertEquals(List.of("link0 IP a1", "link0 IP b2", "link0 IP a9"), reading.packets);
        assertEquals(corrupt, reading.failure.file());
        final CaptureFormatException other =
                (CaptureFormatException) reading.failure.getSuppressed()[0];
        assertEquals(cut, other.file());
        assertEquals(Defect.TRUNCATED, other.defect());
    }

    @Test
    void shouldReadStandardInputBesideFiles() throws IOException {
        final String file = write("a", new PcapFile(RAW).packet(2000, (byte) 0xa2));
        final byte[] piped = new PcapFile(RAW).packet(1000, (byte) 0xd1).toBytes();

        final Reading reading = read(List.of(file, "-"), new ByteArrayInputStream(piped));

        assertEquals(List.of("link0 IP d1", "link0 IP a2"), reading.packets);
    }

    @Test
    void shouldReadACompressedFile() throws IOException {
        final byte[] plain = new PcapFile(RAW)
                .packet(1000, new byte[100_000])
                .packet(2000, (byte) 0x45)
                .toBytes();
        final byte[] compressed = compress(plain);

        final Reading reading = Reading.of(compressed);

        assertTrue(compressed.length < plain.length);
        assertEquals("link0 IP 45", reading.packets.get(1));
        assertEquals("none", reading.failureMessage());
    }

    @Test
    void shouldDeliverWhatIsWholeWhenACompressedFileIsDefective() throws IOException {
        final PcapFile file = new PcapFile(RAW);
        for (int i = 0; i < 1000; i++) {
            file.packet(i * 1000L, (byte) (i * i), (byte) (i * 31), (byte) (i >> 3));
        }
        final byte[] compressed = compress(file.toBytes());

        final Reading cut = Reading.of(Arrays.copyOf(compressed, compressed.length / 2));
        assertEquals(Defect.TRUNCATED, cut.failure.defect());
        assertTrue(cut.packets.size() > 100, "packets=" + cut.packets.size());

        compressed[compressed.length - 6] ^= 1;
        final Reading corrupt = Reading.of(compressed);
        assertEquals(1000, corrupt.packets.size());
        assertEquals(Defect.CORRUPT, corrupt.failure.defect());
        assertEquals(file.toBytes().length, corrupt.failure.offsetBytes());
    }

    @Test
    void shouldSayWhyWhenTheFileIsNoCapture() {
        assertEquals("not a capture: file=test.pcap, the file is empty", failure(new byte[0]));
        assertEquals("not a capture: file=test.pcap, first octets=a1b2c3", failure(0xa1, 0xb2, 0xc3));
        assertEquals("not a capture: file=test.pcap, first octets=7f454c46", failure(0x7f, 'E', 'L', 'F', 2));
        assertEquals(
                "truncated capture: file=test.pcap, offset=0, reason=the compressed data ends early",
                failure(0x1f, 0x8b));
        assertTrue(
                failure(0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9).startsWith("corrupt capture: file=test.pcap, offset=0"));
    }

    @Test
    void shouldRefuseAllWhenOneOfSeveralIsNoCapture() throws IOException {
        final String good = write("good", new PcapFile(RAW).packet(1000, (byte) 0xa1));
        final String text = write("text", "hello".getBytes(StandardCharsets.US_ASCII));
        final PcapngFile bad = new PcapngFile().section(ByteOrder.BIG_ENDIAN);
        final byte[] badMagic = bad.toBytes();
        badMagic[8] = 0;
        final String section = write("section", badMagic);

        for (final String none : List.of(text, section)) {
            final CaptureFormatException failure = assertThrows(CaptureFormatException.class, () -> Captures.open(
                            List.of(good, none), InputStream.nullInputStream())
                    .close());
            assertEquals(Defect.NOT_A_CAPTURE, failure.defect());
            assertEquals(none, failure.file());
        }
    }

    @Test
    void shouldSayWhyWhenAFileCannotBeOpened() {
        assertEquals("cannot open: file=" + folder + ", reason=is a directory", openFailure(folder.toString()));
        final String missing = folder.resolve("missing").toString();
        assertEquals("cannot open: file=" + missing + ", reason=no such file", openFailure(missing));
        assertEquals("cannot open: file=a\0b, reason=Nul character not allowed", openFailure("a\0b"));
    }

    @Test
    void shouldCloseWhatItOpenedWhenOneOfSeveralCannotBeOpened() throws IOException {
        final boolean[] isClosed = new boolean[1];
        final InputStream input = new ByteArrayInputStream(new PcapFile(RAW).toBytes()) {
            @Override
            public void close() {
                isClosed[0] = true;
            }
        };

        assertThrows(IOException.class, () -> Captures.open(List.of("-", folder + "/missing"), input));

        assertTrue(isClosed[0]);
    }

    @Test
    void shouldKnowHowMuchThereIsToReadOnlyWhenAllFilesSay() throws IOException {
        final String file = write("a", new byte[10]);
        final String other = write("b", new byte[7]);

        assertEquals(17, Captures.totalBytes(List.of(file, other)));
        assertEquals(-1, Captures.totalBytes(List.of(file, "-")));
        assertEquals(-1, Captures.totalBytes(List.of(folder.toString())));
        assertEquals(-1, Captures.totalBytes(List.of("a\0b")));
    }

    private static String openFailure(final String file) {
        return assertThrows(IOException.class, () -> Captures.open(List.of(file), InputStream.nullInputStream()))
                .getMessage();
    }

    private static String failure(final int... octets) {
        final byte[] file = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            file[i] = (byte) octets[i];
        }
        return failure(file);
    }

    private static String failure(final byte[] file) {
        return Reading.of(file).failureMessage();
    }

    private static Reading read(final List<String> files, final InputStream input) throws IOException {
        final Reading reading = new Reading();
        try (CaptureReader reader = Captures.open(files, input)) {
            reading.readAll(reader);
        }
        return reading;
    }

    private String write(final String name, final PcapFile file) throws IOException {
        return write(name, file.toBytes());
    }

    private String write(final String name, final byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    private static byte[] compress(final byte[] plain) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
            stream.write(plain);
        }
        return bytes.toByteArray();
    }
}
