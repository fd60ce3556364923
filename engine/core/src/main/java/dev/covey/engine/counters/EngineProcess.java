package dev.covey.engine.counters;

import static dev.covey.engine.counters.CountersFileDescriptor.PROCESS_ID_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.PROCESS_START_OFFSET;
import static dev.covey.engine.counters.CountersFileDescriptor.START_IN_MS;
import static dev.covey.engine.counters.CountersFileDescriptor.START_IN_TICKS;
import static dev.covey.engine.counters.CountersFileDescriptor.START_UNIT_OFFSET;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A process that runs an engine, told from a later one that got the same number by when it began.
 *
 * <p>Where the system tells it, that is a number of ticks since it was booted: it stays what it is when somebody sets
 * the clock. Elsewhere it is a time of the clock, which is compared with some tolerance.
 *
 * @param id number of the process.
 * @param start when it began, or 0 if that is not known.
 * @param startUnit of that, a unit of {@link CountersFileDescriptor}; of an unknown one nothing is known.
 */
public record EngineProcess(long id, long start, int startUnit) {
    /** The system reckons from when it was booted, and what it takes that for moves a little with its clock. */
    private static final long TOLERANCE_MS = 5_000;

    private static final Path PROCESSES = Path.of("/proc");

    /** Field 22 of the line, counted from the one behind the name, which is field 3 (proc_pid_stat). */
    private static final int START_FIELD = 22 - 3;

    private static final EngineProcess CURRENT = of(ProcessHandle.current());

    /**
     * This process.
     *
     * @return the process.
     */
    public static EngineProcess current() {
        return CURRENT;
    }

    private static EngineProcess of(final ProcessHandle handle) {
        final long startTicks = startTicks(handle);
        return startTicks == 0
                ? new EngineProcess(handle.pid(), startTimeMs(handle), START_IN_MS)
                : new EngineProcess(handle.pid(), startTicks, START_IN_TICKS);
    }

    /** What a header says. */
    static EngineProcess read(final DirectBuffer header) {
        return new EngineProcess(
                header.getLong(PROCESS_ID_OFFSET),
                header.getLong(PROCESS_START_OFFSET),
                header.getInt(START_UNIT_OFFSET));
    }

    void write(final MutableDirectBuffer header) {
        header.putLong(PROCESS_ID_OFFSET, id);
        header.putLong(PROCESS_START_OFFSET, start);
        header.putInt(START_UNIT_OFFSET, startUnit);
    }

    private static long startTimeMs(final ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static long startTicks(final ProcessHandle handle) {
        final Path line = PROCESSES.resolve(Long.toString(handle.pid())).resolve("stat");
        try {
            // The name in it may be of any bytes.
            return startTicks(Files.readString(line, StandardCharsets.ISO_8859_1));
        } catch (final IOException unknown) {
            return 0;
        }
    }

    /** The ticks in a line of {@code /proc/PID/stat}, or 0 if it is none. */
    static long startTicks(final String line) {
        // The second field is the program's name in parentheses, which may hold blanks and parentheses itself.
        final int nameEnd = line.lastIndexOf(')');
        final String[] fields = line.substring(nameEnd + 1).trim().split(" ", -1);
        if (nameEnd < 0 || fields.length <= START_FIELD) {
            return 0;
        }
        try {
            return Long.parseLong(fields[START_FIELD]);
        } catch (final NumberFormatException unknown) {
            return 0;
        }
    }

    /**
     * Does the process run?
     *
     * @return false if there is none of its number, or one that began at another time.
     */
    public boolean isAlive() {
        final ProcessHandle handle = ProcessHandle.of(id).orElse(null);
        return handle != null && handle.isAlive() && hasBegunThen(handle);
    }

    private boolean hasBegunThen(final ProcessHandle handle) {
        if (startUnit == START_IN_TICKS) {
            final long foundTicks = startTicks(handle);
            return start == 0 || foundTicks == 0 || foundTicks == start;
        }
        if (startUnit == START_IN_MS) {
            final long foundMs = startTimeMs(handle);
            return start == 0 || foundMs == 0 || Math.abs(foundMs - start) <= TOLERANCE_MS;
        }
        return true;
    }
}
