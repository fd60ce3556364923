package dev.covey.engine.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.memory.EpochDomain;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * As {@link EpochGuardedStress}, with two readers that overlap: the second enters before the first leaves and stays
 * after it, so that only a writer who heeds both of them waits long enough. They take turns on one thread, which two
 * processors can run; {@link EpochThreeThreadsStress} gives each its own.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "wiped when nobody could see it")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "the reader held everything back")
@Outcome(expect = FORBIDDEN, desc = "a reader saw a wiped record")
@State
public class EpochTwoReadersStress {
    private final EpochDomain domain = new EpochDomain(2);
    private final EpochDomain.Reader first = domain.openReader("first");
    private final EpochDomain.Reader second = domain.openReader("second");
    private final StressRecords records = new StressRecords();

    @Actor
    public void read(final II_Result result) {
        for (int i = 0; i < StressRecords.LOOKS; i++) {
            records.stir();
            first.online();
            result.r1 |= records.look();
            second.online();
            result.r1 |= records.look();
            first.offline();
            result.r1 |= records.look();
            second.offline();
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
