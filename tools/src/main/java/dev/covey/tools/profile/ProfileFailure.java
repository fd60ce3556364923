package dev.covey.tools.profile;

/** A profile that could not be made, with the reason. */
final class ProfileFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether it is the profiler that did not start, and another event may help. */
    private final boolean isOfProfiler;

    ProfileFailure(final String message, final boolean isOfProfiler) {
        super(message);
        this.isOfProfiler = isOfProfiler;
    }

    boolean isOfProfiler() {
        return isOfProfiler;
    }
}
