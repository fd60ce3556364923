package dev.covey.tools.observe;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * How much memory of a process is in huge pages, as the kernel counts it. The process does not notice.
 *
 * @param bytes in huge pages, or {@link #UNKNOWN}.
 * @param problem why it is not known, or null if it is.
 */
public record HugePageUse(long bytes, String problem) {
    /** Instead of a number of bytes. */
    public static final long UNKNOWN = -1;

    private static final String FIELD = "AnonHugePages:";
    private static final String UNIT = " kB";
    private static final long KIB = 1024;
    private static final long MIB = KIB * KIB;

    /**
     * Ask the kernel about a process.
     *
     * @param pid of the process.
     * @return what it says.
     */
    public static HugePageUse ofProcess(final long pid) {
        return read(Path.of("/proc", Long.toString(pid), "smaps_rollup"));
    }

    /**
     * Read what the kernel says.
     *
     * @param file {@code smaps_rollup} of a process, or a copy.
     * @return what it says.
     */
    static HugePageUse read(final Path file) {
        try {
            for (final String line : Files.readAllLines(file)) {
                if (line.startsWith(FIELD) && line.endsWith(UNIT)) {
                    final String number = line.substring(FIELD.length(), line.length() - UNIT.length());
                    return new HugePageUse(KIB * Long.parseLong(number.strip()), null);
                }
            }
            return new HugePageUse(UNKNOWN, "the kernel does not count them in " + file);
        } catch (final AccessDeniedException denied) {
            return new HugePageUse(UNKNOWN, "not permitted to read " + file);
        } catch (final NoSuchFileException missing) {
            return new HugePageUse(UNKNOWN, "there is no " + file);
        } catch (final IOException | NumberFormatException unreadable) {
            return new HugePageUse(UNKNOWN, "cannot read " + file + ": " + unreadable.getMessage());
        }
    }

    /**
     * Is it known?
     *
     * @return true if so.
     */
    public boolean isKnown() {
        return bytes != UNKNOWN;
    }

    /**
     * In words, for people.
     *
     * @return them, without an end.
     */
    public String text() {
        if (!isKnown()) {
            return "not known, " + problem;
        }
        return bytes == 0 ? "none" : bytes / MIB + " MiB of the process";
    }
}
