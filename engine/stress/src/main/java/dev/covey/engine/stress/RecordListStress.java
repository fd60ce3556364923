package dev.covey.engine.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.memory.EpochDomain;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A reader walks a list whose members leave it, are reclaimed, and join another under the same slots: it meets those
 * that stay, once, and never one of the other list.
 *
 * <p>All samples share the lists, as one thread writes and one reads in all of them. Printed: walks that went wrong.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "every walk was right")
@Outcome(expect = FORBIDDEN, desc = "a member was missed or met twice, or the walk led into the other list")
@State
public class RecordListStress {
    private static final StressList LIST = new StressList();

    @Actor
    public void walk(final I_Result result) {
        for (int i = 0; i < StressList.ROUNDS; i++) {
            try (EpochDomain.Guard inside = LIST.reader().enter()) {
                result.r1 += LIST.walk();
            }
        }
    }

    @Actor
    public void change() {
        for (int i = 0; i < StressList.ROUNDS; i++) {
            LIST.change(true);
        }
        LIST.letGo();
    }
}
