package dev.covey.engine.stress.broken;

import static dev.covey.engine.memory.LifeWord.RETIRED;
import static dev.covey.engine.stress.StressWords.OFFSET;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.stress.StressWords;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Twin of {@link dev.covey.engine.stress.LifeWordOverReleaseStress}: the count is looked at apart from the change. */
@JCStressTest
@Outcome(
        id = {"1, 2, 30", "2, 1, 30"},
        expect = ACCEPTABLE,
        desc = "one of them was loud")
@Outcome(expect = FORBIDDEN, desc = "the record goes to limbo twice, or never")
@State
public class BrokenOverReleaseStress {
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
            return BrokenLifeWord.release(record, OFFSET) ? 1 : 0;
        } catch (final IllegalStateException fault) {
            return 2;
        }
    }
}
