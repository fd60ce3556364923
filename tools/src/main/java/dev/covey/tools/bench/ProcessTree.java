package dev.covey.tools.bench;

import java.util.List;

/** A process with those that it has started. */
public final class ProcessTree {
    private ProcessTree() {}

    /**
     * End all of them. JMH's fork is a child of the child, and would measure on. The first one ends first, so that it
     * starts no other.
     *
     * @param process that started the others.
     */
    public static void end(final Process process) {
        final List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }
}
