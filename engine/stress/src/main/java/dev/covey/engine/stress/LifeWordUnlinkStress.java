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
 * A live record that one lease holds: it is unlinked while the lease is closed and somebody else takes a reference and
 * gives it back. Exactly one of them finds that it was the last.
 *
 * <p>Printed: 1 if the unlinking was the last; 1 if the holder's release was; 0 not retained, 1 retained and given
 * back, 2 and that was the last. The holder's thread takes and gives back, after its own release: its reference is all
 * that may keep the record from going.
 */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "released, then unlinked as the last; too late to retain")
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "released, retained and given back, then unlinked as the last")
@Outcome(id = "0, 0, 2", expect = ACCEPTABLE, desc = "released, retained, unlinked, given back as the last")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "unlinked, released as the last; too late to retain")
@Outcome(expect = FORBIDDEN, desc = "nobody or two were told to put the record into limbo")
@State
public class LifeWordUnlinkStress {
    private static final int GENERATION = 5;

    private final UnsafeBuffer record = StressWords.record(GENERATION, LIVE, 2);

    @Actor
    public void unlink(final III_Result result) {
        result.r1 = LifeWord.unlink(record, OFFSET, GENERATION) == Unlinking.LAST ? 1 : 0;
    }

    @Actor
    public void releaseThenRetain(final III_Result result) {
        result.r2 = LifeWord.release(record, OFFSET) ? 1 : 0;
        if (LifeWord.tryRetain(record, OFFSET, GENERATION)) {
            result.r3 = LifeWord.release(record, OFFSET) ? 2 : 1;
        }
    }

    @Arbiter
    public void end(final III_Result result) {
        if (StressWords.digits(record) != 10 * LifeWord.RETIRED) {
            result.r3 = StressWords.digits(record);
        }
    }
}
