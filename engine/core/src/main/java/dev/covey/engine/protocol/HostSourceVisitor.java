package dev.covey.engine.protocol;

/** Shown the sources of a merged filter. Must not call the engine's operations. */
@FunctionalInterface
public interface HostSourceVisitor {
    /**
     * A source.
     *
     * @param sourceHigh half of the address.
     * @param sourceLow half of the address.
     */
    void onSource(long sourceHigh, long sourceLow);
}
