package dev.covey.engine.stress.broken;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.stress.StressRecords;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Twin of {@link dev.covey.engine.stress.EpochThreeThreadsStress}: the readers enter without a fence. */
@JCStressTest
@Outcome(
        id = {"0, 0, 0", "0, 0, 1"},
        expect = ACCEPTABLE,
        desc = "no reader saw a wiped record")
@Outcome(expect = FORBIDDEN, desc = "a reader saw a wiped record")
@State
public class BrokenThreeThreadsStress {
    private final BrokenEpochDomain domain = new BrokenEpochDomain(2);
    private final StressRecords records = new StressRecords();

    @Actor
    public void firstReads(final III_Result result) {
        for (int i = 0; i < StressRecords.LOOKS; i++) {
            records.stir();
            domain.arrive(0);
            result.r1 |= records.look();
            domain.leave(0);
        }
    }

    @Actor
    public void secondReads(final III_Result result) {
        for (int i = 0; i < StressRecords.LOOKS; i++) {
            records.stir();
            domain.arrive(1);
            result.r2 |= records.look();
            domain.leave(1);
        }
    }

    @Actor
    public void unlinkAndWipe(final III_Result result) {
        for (int record = 0; record < StressRecords.RECORDS; record++) {
            records.stir();
            records.unlink(record);
            final long unlinkedEpoch = domain.epoch();
            domain.tryAdvance();
            domain.tryAdvance();
            if (domain.epoch() - unlinkedEpoch >= EpochDomain.GRACE_EPOCHS) {
                records.wipe(record);
                result.r3 = 1;
            }
        }
    }
}
