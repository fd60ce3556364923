package dev.covey.engine.stress;

import static dev.covey.engine.memory.LifeWord.LIVE;
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
 * A reference is taken while the last one, the table's, is given back: either the taker is early and the record stays,
 * or it comes away with nothing. Printed: retained, told that it was the last, phase and references at the end.
 */
@JCStressTest
@Outcome(id = "1, 0, 31", expect = ACCEPTABLE, desc = "retained first; the record is retired and pinned")
@Outcome(id = "0, 1, 30", expect = ACCEPTABLE, desc = "unlinked first; nothing could be retained")
@Outcome(expect = FORBIDDEN, desc = "a reference on a record that goes to limbo, or one that nobody holds")
@State
public class LifeWordRetainStress {
    private static final int GENERATION = 5;

    private final UnsafeBuffer record = StressWords.record(GENERATION, LIVE, 1);

    @Actor
    public void retain(final III_Result result) {
        result.r1 = LifeWord.tryRetain(record, OFFSET, GENERATION) ? 1 : 0;
    }

    @Actor
    public void unlink(final III_Result result) {
        result.r2 = LifeWord.unlink(record, OFFSET, GENERATION) == LifeWord.Unlinking.LAST ? 1 : 0;
    }

    @Arbiter
    public void end(final III_Result result) {
        result.r3 = StressWords.digits(record);
    }
}
