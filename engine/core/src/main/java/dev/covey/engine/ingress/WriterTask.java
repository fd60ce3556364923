package dev.covey.engine.ingress;

/** Something to run on the writer's thread, at its place in the order of events. */
@FunctionalInterface
public interface WriterTask {
    /**
     * Run.
     *
     * @param timeNs of the engine.
     */
    void run(long timeNs);
}
