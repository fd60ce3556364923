package dev.covey.engine;

/** A look at the whole state as of one moment, on the writer's thread. */
@FunctionalInterface
public interface EngineInspection {
    /**
     * Look.
     *
     * @param view of the state; not to be kept.
     * @param timeNs of the engine.
     */
    void inspect(EngineView view, long timeNs);
}
