package dev.covey.engine.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.table.WideIndex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One home line and the line behind it: the writer moves two addresses about among six that stay, and uses a place
 * again when its readers have gone. Those that stay are found all the while; the others with a value that was once
 * theirs, or not.
 *
 * <p>All samples share one index, as one thread writes and one reads in all of them. Printed: answers that were wrong;
 * answers that a moving address was absent (1), present (2), both (3).
 */
@JCStressTest
@Outcome(id = "0, [123]", expect = ACCEPTABLE, desc = "every answer was right")
@Outcome(expect = FORBIDDEN, desc = "an address was missed, or found with the value of another")
@State
public class WideIndexStress {
    private static final StressAddresses ADDRESSES = new StressAddresses(true);

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
