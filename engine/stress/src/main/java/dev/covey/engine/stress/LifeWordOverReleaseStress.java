package dev.covey.engine.stress;

import static dev.covey.engine.memory.LifeWord.RETIRED;
import static dev.covey.engine.stress.StressWords.OFFSET;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.memory.LifeWord;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two release one reference: one is told that it was the last, the other gets the fault, and the count stays zero.
 * Printed for each: 1 last, 2 fault, 0 neither; then phase and references at the end.
 */
@JCStressTest
@Outcome(
        id = {"1, 2, 30", "2, 1, 30"},
        expect = ACCEPTABLE,
        desc = "one of them was loud")
@Outcome(expect = FORBIDDEN, desc = "the record goes to limbo twice, or never")
@State
public class LifeWordOverReleaseStress {
    private final UnsafeBuffer record = StressWords.record(5, RETIRED, 1);

    @Actor
    public void one(final III_Result result) {
        result.r1 = release();
    }

    @Actor
    public void other(final III_Result result) {
        result.r2 = release();
    }

    @Arbiter
    public void end(final III_Result result) {
        result.r3 = StressWords.digits(record);
    }

    private int release() {
        try {
            return LifeWord.release(record, OFFSET) ? 1 : 0;
        } catch (final IllegalStateException fault) {
            return 2;
        }
    }
}
