package dev.covey.engine.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The filter of one home line, asked by batches, while an entry of the home comes and goes: those that stay are found
 * all the while. The one that moves is found from its insert on until its removal, and from the first find on that
 * found it while it was being inserted.
 *
 * <p>All samples share one index, as one thread writes and one reads in all of them. Printed: answers that were wrong;
 * answers that the moving key was absent (1), present (2), both (3). Both indexes have their filters from the same
 * code, so one of them will do.
 */
@JCStressTest
@Outcome(id = "0, [123]", expect = ACCEPTABLE, desc = "every answer was right")
@Outcome(expect = FORBIDDEN, desc = "a key was missed, or one found that is not there")
@State
public class HomeFilterStress {
    private static final StressFilter FILTER = new StressFilter(true);

    @Actor
    public void find(final II_Result result) {
        for (int i = 0; i < StressFilter.ROUNDS; i++) {
            result.r1 += FILTER.countWrong(i);
            result.r2 |= FILTER.answer();
        }
    }

    @Actor
    public void move() {
        for (int i = 0; i < StressFilter.ROUNDS; i++) {
            FILTER.move();
        }
    }
}
