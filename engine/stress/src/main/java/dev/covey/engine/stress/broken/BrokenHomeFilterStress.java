package dev.covey.engine.stress.broken;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.stress.StressFilter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Twin of {@link dev.covey.engine.stress.HomeFilterStress}: when an entry goes, the filter is emptied and filled anew
 * with what the others need, instead of replaced by one store.
 */
@JCStressTest
@Outcome(id = "0, [123]", expect = ACCEPTABLE, desc = "every answer was right")
@Outcome(expect = FORBIDDEN, desc = "a key was missed, or one found that is not there")
@State
public class BrokenHomeFilterStress {
    private static final StressFilter FILTER = new StressFilter(false);

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
