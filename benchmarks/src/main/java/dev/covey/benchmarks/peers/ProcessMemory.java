package dev.covey.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process occupies. */
final class ProcessMemory {
    private static final String RESIDENT = "VmRSS:";
    private static final int BYTES_PER_KIB = 1024;

    private ProcessMemory() {}

    /** Bytes of memory that are resident. */
    static long residentBytes() {
        try {
            for (final String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith(RESIDENT)) {
                    final String[] words =
                            line.substring(RESIDENT.length()).strip().split(" ", -1);
                    return Long.parseLong(words[0]) * BYTES_PER_KIB;
                }
            }
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        throw new IllegalArgumentException("the system does not tell what is resident");
    }
}
