package dev.covey.engine.stress.broken;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.stress.StressRecords;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Twin of {@link dev.covey.engine.stress.EpochTwoReadersStress}: the readers come online without a fence. */
@JCStressTest
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "wiped when nobody could see it")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "the reader held everything back")
@Outcome(expect = FORBIDDEN, desc = "a reader saw a wiped record")
@State
public class BrokenTwoReadersStress {
    private final BrokenEpochDomain domain = new BrokenEpochDomain(2);
    private final StressRecords records = new StressRecords();

    @Actor
    public void read(final II_Result result) {
        for (int i = 0; i < StressRecords.LOOKS; i++) {
            records.stir();
            domain.arrive(0);
            result.r1 |= records.look();
            domain.arrive(1);
            result.r1 |= records.look();
            domain.leave(0);
            result.r1 |= records.look();
            domain.leave(1);
        }
    }

    @Actor
    public void unlinkAndWipe(final II_Result result) {
        for (int record = 0; record < StressRecords.RECORDS; record++) {
            records.stir();
            records.unlink(record);
            final long unlinkedEpoch = domain.epoch();
            domain.tryAdvance();
            domain.tryAdvance();
            if (domain.epoch() - unlinkedEpoch >= EpochDomain.GRACE_EPOCHS) {
                records.wipe(record);
                result.r2 = 1;
            }
        }
    }
}
