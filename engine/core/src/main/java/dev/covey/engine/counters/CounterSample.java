package dev.covey.engine.counters;

/**
 * A number as another process has read it: a counter's or a drop reason's, of the engine or of an interface.
 *
 * @param counter that was read, or null if it is a reason's.
 * @param reason of the drops, or null if it is a counter's.
 * @param interfaceHandle of the interface, 0 for the engine as a whole.
 * @param interfaceName of the interface, empty for the engine as a whole.
 * @param value that was read.
 */
public record CounterSample(
        EngineCounter counter, DropReason reason, long interfaceHandle, String interfaceName, long value) {
    /**
     * Is it the engine's as a whole?
     *
     * @return false if it is an interface's.
     */
    public boolean isOfEngine() {
        return interfaceHandle == 0;
    }

    /**
     * Name of the counter.
     *
     * @return for example {@code igmp.rx.query}.
     */
    public String label() {
        return counter == null ? reason.label() : counter.label();
    }
}
