package dev.covey.engine.protocol;

/** Shown the sources of a router's group. */
@FunctionalInterface
public interface RouterSourceVisitor {
    /**
     * One source.
     *
     * @param sourceHigh half of its address.
     * @param sourceLow half of its address.
     * @param isBlocked whether what it sends is not wanted.
     * @param remainingNs of its source timer, 0 if it is overdue, or {@link RouterGroupVisitor#NOT_RUNNING} if blocked.
     */
    void onSource(long sourceHigh, long sourceLow, boolean isBlocked, long remainingNs);
}
