package dev.covey.engine.stress.broken;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.stress.StressAddresses;
import dev.covey.engine.table.WideIndex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Twin of {@link dev.covey.engine.stress.WideIndexStress}: a place is vacated while readers may still look at it. */
@JCStressTest
@Outcome(id = "0, [123]", expect = ACCEPTABLE, desc = "every answer was right")
@Outcome(expect = FORBIDDEN, desc = "an address was missed, or found with the value of another")
@State
public class BrokenWideIndexStress {
    private static final StressAddresses ADDRESSES = new StressAddresses(false);

    @Actor
    public void find(final II_Result result) {
        for (int i = 0; i < StressAddresses.ROUNDS; i++) {
            try (EpochDomain.Guard inside = ADDRESSES.reader().enter()) {
                result.r1 += ADDRESSES.wrongStaying(i);
                final int value = ADDRESSES.findMoving(i);
                result.r1 += ADDRESSES.wrongMoving(i, value);
                result.r2 |= value == WideIndex.MISS ? 1 : 2;
            }
        }
    }

    @Actor
    public void move() {
        for (int i = 0; i < StressAddresses.ROUNDS; i++) {
            ADDRESSES.move(i);
        }
    }
}
