package dev.covey.engine.stress.broken;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicLongArray;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Twin of {@link dev.covey.engine.stress.NarrowIndexStress}: one lane of a line, whose key and value are two words. All
 * of its stores release and all of its loads acquire; it takes one word for both, or a quarantine, to be right.
 */
@JCStressTest
@Outcome(id = "0, [123]", expect = ACCEPTABLE, desc = "every answer was right")
@Outcome(expect = FORBIDDEN, desc = "a key was found with the value of another")
@State
public class BrokenNarrowIndexStress {
    private static final int ROUNDS = 16;
    private static final int MOVING = 2;
    private static final int MISS = -1;
    private static final int VALUES_PER_KEY = 100;
    private static final int KEY = 0;
    private static final int VALUE = 1;
    private static final AtomicLongArray LANE = new AtomicLongArray(2);

    static {
        insert(0, 0);
    }

    @Actor
    public void find(final II_Result result) {
        for (int i = 0; i < ROUNDS; i++) {
            final int moving = i % MOVING;
            final int value = find(moving);
            result.r1 += value == MISS || value / VALUES_PER_KEY == moving + 1 ? 0 : 1;
            result.r2 |= value == MISS ? 1 : 2;
        }
    }

    @Actor
    public void move() {
        for (int i = 0; i < ROUNDS; i++) {
            LANE.setRelease(KEY, MISS);
            insert(1, i);
            LANE.setRelease(KEY, MISS);
            insert(0, i);
        }
    }

    private static int find(final int key) {
        return LANE.getAcquire(KEY) == key ? (int) LANE.getAcquire(VALUE) : MISS;
    }

    private static void insert(final int key, final int round) {
        LANE.setRelease(VALUE, (key + 1) * VALUES_PER_KEY + round);
        LANE.setRelease(KEY, key);
    }
}
