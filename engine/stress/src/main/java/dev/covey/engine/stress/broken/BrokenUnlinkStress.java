package dev.covey.engine.stress.broken;

import static dev.covey.engine.memory.LifeWord.LIVE;
import static dev.covey.engine.stress.StressWords.OFFSET;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.memory.LifeWord;
import dev.covey.engine.stress.StressWords;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Twin of {@link dev.covey.engine.stress.LifeWordUnlinkStress}: looks and acts are apart. */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "released, then unlinked as the last; too late to retain")
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "released, retained and given back, then unlinked as the last")
@Outcome(id = "0, 0, 2", expect = ACCEPTABLE, desc = "released, retained, unlinked, given back as the last")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "unlinked, released as the last; too late to retain")
@Outcome(expect = FORBIDDEN, desc = "nobody or two were told to put the record into limbo")
@State
public class BrokenUnlinkStress {
    private static final int GENERATION = 5;
    private static final int FAULT = 9;

    private final UnsafeBuffer record = StressWords.record(GENERATION, LIVE, 2);

    @Actor
    public void unlink(final III_Result result) {
        result.r1 = BrokenLifeWord.unlinkIsLast(record, OFFSET, GENERATION) ? 1 : 0;
    }

    @Actor
    public void releaseThenRetain(final III_Result result) {
        try {
            result.r2 = BrokenLifeWord.release(record, OFFSET) ? 1 : 0;
            if (BrokenLifeWord.tryRetain(record, OFFSET, GENERATION)) {
                result.r3 = BrokenLifeWord.release(record, OFFSET) ? 2 : 1;
            }
        } catch (final IllegalStateException fault) {
            result.r3 = FAULT;
        }
    }

    @Arbiter
    public void end(final III_Result result) {
        if (StressWords.digits(record) != 10 * LifeWord.RETIRED) {
            result.r3 = StressWords.digits(record);
        }
    }
}
