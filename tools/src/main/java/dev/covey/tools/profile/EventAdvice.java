package dev.covey.tools.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What to do where an event cannot be had, or not all of it. */
final class EventAdvice {
    private static final String PARANOID = "sys/kernel/perf_event_paranoid";
    private static final String RESTRICT = "sys/kernel/kptr_restrict";

    private final Path proc;

    /** @param proc {@code /proc}, or a copy of what is read there. */
    EventAdvice(final Path proc) {
        this.proc = proc;
    }

    /** What a profile of this event will not show on this machine. */
    List<String> notes(final ProfileEvent event) {
        final List<String> notes = new ArrayList<>();
        if (event == ProfileEvent.CPU) {
            final int paranoid = number(PARANOID);
            final int restrict = number(RESTRICT);
            if (paranoid > 1) {
                notes.add("kernel.perf_event_paranoid=" + paranoid + ": without root there are no perf events, and the"
                        + " profiler takes a timer as with --event ctimer; sysctl kernel.perf_event_paranoid=1"
                        + " changes that");
            }
            if (restrict > 0) {
                notes.add("kernel.kptr_restrict=" + restrict + ": the kernel's frames have no names;"
                        + " sysctl kernel.kptr_restrict=0 changes that");
            }
        }
        return notes;
    }

    /** What else can be tried when the profiler did not start. */
    List<String> remedies(final ProfileEvent event) {
        return switch (event) {
            case CPU ->
                List.of(
                        "--event ctimer needs no permission: it shows the same without the kernel's frames",
                        "perf events need kernel.perf_event_paranoid <= 1 or root (now "
                                + number(PARANOID) + "), and in a container the system call perf_event_open"
                                + " allowed (--cap-add PERFMON, a seccomp profile that lets it through)",
                        "hardware events (cycles, cache-misses) do not exist on most virtual machines");
            case ALLOC ->
                List.of(
                        "allocation needs a libjvm.so with its symbols, or a JDK from 11 on with its own sampler",
                        "the benchmark's B/op without a profiler: java -jar benchmarks/target/benchmarks.jar NAME"
                                + " -prof gc");
            case CTIMER ->
                List.of(
                        "--event wall works wherever threads get signals, with time spent waiting as well",
                        "--event alloc needs no timer");
            case WALL -> List.of("--event ctimer works where threads have timers of their own (Linux)");
        };
    }

    private int number(final String file) {
        try {
            return Integer.parseInt(Files.readString(proc.resolve(file)).strip());
        } catch (final IOException | NumberFormatException unknown) {
            return 0;
        }
    }
}
