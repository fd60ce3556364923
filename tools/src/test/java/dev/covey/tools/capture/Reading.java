package dev.covey.tools.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Everything a capture gives until it ends or fails, as words that tests can compare. */
final class Reading {
    static final String FILE = "test.pcap";

    final List<String> packets = new ArrayList<>();
    final List<Long> timesNs = new ArrayList<>();
    CaptureFormatException failure;

    static Reading of(final byte[] file) {
        final Reading reading = new Reading();
        try (CaptureReader reader = Captures.open(FILE, new ByteArrayInputStream(file))) {
            reading.readAll(reader);
        } catch (final CaptureFormatException defect) {
            reading.failure = defect;
        } catch (final IOException impossible) {
            throw new AssertionError(impossible);
        }
        return reading;
    }

    void readAll(final CaptureReader reader) {
        final CapturedPacket packet = new CapturedPacket();
        try {
            while (reader.next(packet)) {
                final byte[] frame = new byte[packet.frameLength()];
                packet.buffer().getBytes(packet.frameOffset(), frame);
                packets.add(packet.linkName() + " " + packet.framing() + " "
                        + HexFormat.of().formatHex(frame));
                timesNs.add(packet.timeNs());
            }
        } catch (final CaptureFormatException defect) {
            failure = defect;
        }
        try {
            if (reader.next(packet)) {
                throw new AssertionError("a reader at its end went on: " + packet);
            }
        } catch (final CaptureFormatException again) {
            throw new AssertionError("a reader at its end failed again", again);
        }
    }

    String failureMessage() {
        return failure == null ? "none" : failure.getMessage();
    }
}
