package dev.covey.engine.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.memory.EpochDomain;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * As {@link EpochGuardedStress}, with two readers on threads of their own; jcstress runs it where there are three
 * processors. Printed: each reader saw wiped bytes; the writer wiped.
 */
@JCStressTest
@Outcome(
        id = {"0, 0, 0", "0, 0, 1"},
        expect = ACCEPTABLE,
        desc = "no reader saw a wiped record")
@Outcome(expect = FORBIDDEN, desc = "a reader saw a wiped record")
@State
public class EpochThreeThreadsStress {
    private final EpochDomain domain = new EpochDomain(2);
    private final EpochDomain.Reader first = domain.openReader("first");
    private final EpochDomain.Reader second = domain.openReader("second");
    private final StressRecords records = new StressRecords();

    @Actor
    public void firstReads(final III_Result result) {
        for (int i = 0; i < StressRecords.LOOKS; i++) {
            records.stir();
            try (EpochDomain.Guard inside = first.enter()) {
                result.r1 |= records.look();
            }
        }
    }

    @Actor
    public void secondReads(final III_Result result) {
        for (int i = 0; i < StressRecords.LOOKS; i++) {
            records.stir();
            try (EpochDomain.Guard inside = second.enter()) {
                result.r2 |= records.look();
            }
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
