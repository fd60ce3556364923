package dev.covey.engine.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.table.NarrowIndex;
import dev.covey.engine.table.TableAccess;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One home line and the line behind it: the writer moves two keys about among eight that stay. Those are found all the
 * while, with one value of theirs or another; the others with a value that was once theirs, or not.
 *
 * <p>All samples share one index, as one thread writes and one reads in all of them. Printed: answers that were wrong;
 * answers that a moving key was absent (1), present (2), both (3).
 */
@JCStressTest
@Outcome(id = "0, [123]", expect = ACCEPTABLE, desc = "every answer was right")
@Outcome(expect = FORBIDDEN, desc = "a key was missed, or found with the value of another")
@State
public class NarrowIndexStress {
    private static final long SEED = 7;
    private static final int MOVING = 2;
    private static final int STAYING = 8;
    private static final int ROUNDS = 16;
    private static final int VALUES_PER_KEY = 100;
    private static final long[] KEYS = TableAccess.narrowKeys(SEED, MOVING + STAYING);
    private static final NarrowIndex INDEX =
            new NarrowIndex("index", new NativeMemory(AllocationGate.OPEN), new EpochDomain(1), 0, 1_000, SEED, true);

    static {
        for (int i = 0; i < KEYS.length; i++) {
            if (i != 1) {
                INDEX.insert(KEYS[i], valueOf(i, 0));
            }
        }
    }

    @Actor
    public void find(final II_Result result) {
        for (int i = 0; i < ROUNDS; i++) {
            final int staying = MOVING + i % STAYING;
            result.r1 += INDEX.find(KEYS[staying]) / VALUES_PER_KEY == staying + 1 ? 0 : 1;
            final int moving = i % MOVING;
            final int value = INDEX.find(KEYS[moving]);
            result.r1 += value == NarrowIndex.MISS || value / VALUES_PER_KEY == moving + 1 ? 0 : 1;
            result.r2 |= value == NarrowIndex.MISS ? 1 : 2;
        }
    }

    @Actor
    public void move() {
        for (int i = 0; i < ROUNDS; i++) {
            INDEX.replace(KEYS[MOVING + i % STAYING], valueOf(MOVING + i % STAYING, i));
            INDEX.remove(KEYS[0]);
            INDEX.insert(KEYS[1], valueOf(1, i));
            if (i % 2 == 0) {
                // There is no room left for this one in its home line.
                INDEX.insert(KEYS[0], valueOf(0, i));
                INDEX.remove(KEYS[1]);
            } else {
                // This one takes the other's place.
                INDEX.remove(KEYS[1]);
                INDEX.insert(KEYS[0], valueOf(0, i));
            }
        }
    }

    private static int valueOf(final int key, final int round) {
        return (key + 1) * VALUES_PER_KEY + round;
    }
}
