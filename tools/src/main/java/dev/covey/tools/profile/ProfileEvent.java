package dev.covey.tools.profile;

import java.util.Locale;

/** What is sampled. */
public enum ProfileEvent {
    /** Processor time of each thread, by a timer of its own: needs no permission. */
    CTIMER("processor time"),
    /** Bytes on the heap. */
    ALLOC("allocation"),
    /** Time of every thread, working or waiting. */
    WALL("time, waiting included"),
    /** Processor time by the kernel's perf events, with the kernel's own frames. */
    CPU("processor time with the kernel's");

    private final String title;

    ProfileEvent(final String title) {
        this.title = title;
    }

    /** The profiler's word for it, and the user's. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    @Override
    public String toString() {
        return word();
    }
}
