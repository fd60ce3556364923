package dev.covey.engine.stress;

import static dev.covey.engine.memory.LifeWord.LIVE;
import static dev.covey.engine.stress.StressWords.OFFSET;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.memory.LifeWord;
import dev.covey.engine.memory.LifeWord.Unlinking;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A handle goes stale while somebody follows it: the record is unlinked, its slot freed and reused for a live one. The
 * old handle never takes a reference on the new record. Printed: retained, generations at the end, phase and
 * references.
 */
@JCStressTest
@Outcome(id = "1, 5, 31", expect = ACCEPTABLE, desc = "retained in time: the old record is pinned, its slot not reused")
@Outcome(id = "0, 6, 22", expect = ACCEPTABLE, desc = "too late: the new record has its two references, no third")
@Outcome(expect = FORBIDDEN, desc = "a stale handle took a reference")
@State
public class LifeWordReuseStress {
    private static final int GENERATION = 5;

    private final UnsafeBuffer record = StressWords.record(GENERATION, LIVE, 1);

    @Actor
    public void follow(final III_Result result) {
        result.r1 = LifeWord.tryRetain(record, OFFSET, GENERATION) ? 1 : 0;
    }

    @Actor
    public void reuse() {
        if (LifeWord.unlink(record, OFFSET, GENERATION) == Unlinking.LAST) {
            LifeWord.free(record, OFFSET);
            LifeWord.begin(record, OFFSET);
            LifeWord.publish(record, OFFSET);
        }
    }

    @Arbiter
    public void end(final III_Result result) {
        result.r2 = LifeWord.generation(record.getLongVolatile(OFFSET));
        result.r3 = StressWords.digits(record);
    }
}
