package dev.covey.engine.testing;

import dev.covey.engine.memory.AllocationGate;

/**
 * A gate that counts the allocations and refuses one of them: the way to walk every way out of an operation.
 *
 * <p>Run the operation once with an open gate and take {@link #calls()}; then run it again from the same state for each
 * n up to that number, with {@link #refuse(long)}, and look at what is left behind.
 */
public final class FailingGate implements AllocationGate {
    private static final long NEVER = -1;

    private long calls;
    private long refusedCall = NEVER;
    private boolean isRefusingAllLater;
    private String refusedName;

    /**
     * Refuse one call and let all others pass; counting starts again.
     *
     * @param call to refuse, the next one being 1.
     * @return this, for chaining.
     */
    public FailingGate refuse(final long call) {
        return arm(call, false);
    }

    /**
     * Refuse a call and everything after it, as a machine does that has run out of memory; counting starts again.
     *
     * @param call to refuse first, the next one being 1.
     * @return this, for chaining.
     */
    public FailingGate refuseFrom(final long call) {
        return arm(call, true);
    }

    /**
     * Let everything pass; counting starts again.
     *
     * @return this, for chaining.
     */
    public FailingGate open() {
        return arm(NEVER, false);
    }

    /**
     * Allocations asked for, granted or not, since the gate was set.
     *
     * @return their number.
     */
    public long calls() {
        return calls;
    }

    /**
     * What was refused last since the gate was set.
     *
     * @return name of the record or table, or null if nothing was.
     */
    public String refusedName() {
        return refusedName;
    }

    @Override
    public boolean permits(final String what) {
        calls++;
        final boolean isRefused =
                calls == refusedCall || (isRefusingAllLater && refusedCall != NEVER && calls > refusedCall);
        if (isRefused) {
            refusedName = what;
        }
        return !isRefused;
    }

    @Override
    public String toString() {
        return "FailingGate{calls=" + calls + ", refusedCall=" + refusedCall + ", refusedName=" + refusedName + '}';
    }

    private FailingGate arm(final long call, final boolean isRefusingAllLater) {
        calls = 0;
        refusedName = null;
        refusedCall = call;
        this.isRefusingAllLater = isRefusingAllLater;
        return this;
    }
}
