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
 * The writer unlinks records, waits out the grace and wipes them; a polling reader that announces quiescence between
 * its looks, and goes offline and comes back, must never see wiped bytes. Printed: the reader saw wiped bytes; the
 * writer wiped.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "wiped when nobody could see it")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "the reader held everything back")
@Outcome(expect = FORBIDDEN, desc = "a reader saw a wiped record")
@State
public class EpochPollingStress {
    private final EpochDomain domain = new EpochDomain(1);
    private final EpochDomain.Reader reader = domain.openReader("reader");
    private final StressRecords records = new StressRecords();

    @Actor
    public void poll(final II_Result result) {
        for (int i = 0; i < StressRecords.LOOKS; i++) {
            records.stir();
            reader.online();
            result.r1 |= records.look();
            reader.quiescent();
            result.r1 |= records.look();
            reader.quiescent();
            result.r1 |= records.look();
            reader.offline();
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
