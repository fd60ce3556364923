package dev.covey.engine.memory;

/**
 * Asked before every allocation, of a record as well as of native memory. Production memory says yes; a test's gate
 * refuses the n-th call, so that every way out of every operation can be walked.
 */
@FunctionalInterface
public interface AllocationGate {
    /** Refuses nothing. */
    AllocationGate OPEN = what -> true;

    /**
     * May this allocation go ahead?
     *
     * @param what is being allocated: the name of a kind of record, or of a table.
     * @return false to make it fail as if memory had run out.
     */
    boolean permits(String what);
}
