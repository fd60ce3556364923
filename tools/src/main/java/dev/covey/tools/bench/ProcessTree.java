package dev.covey.tools.bench;

/** A process with those that it has started. */
public final class ProcessTree {
    private ProcessTree() {}

    /**
     * End all of them. JMH's fork is a child of the child, and would measure on.
     *
     * @param process that started the others.
     */
    public static void end(final Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
