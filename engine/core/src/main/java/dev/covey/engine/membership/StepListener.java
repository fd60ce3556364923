package dev.covey.engine.membership;

/** Told when an operation has done a step: the place where tests look at the state between two of them. */
@FunctionalInterface
public interface StepListener {
    /** Looks away. */
    StepListener NONE = step -> {};

    /**
     * A step is done.
     *
     * @param step that is done.
     */
    void onStep(OperationStep step);
}
