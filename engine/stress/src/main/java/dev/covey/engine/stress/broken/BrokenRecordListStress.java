package dev.covey.engine.stress.broken;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.stress.StressList;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Twin of {@link dev.covey.engine.stress.RecordListStress}: a member's slot is used again under its readers' eyes. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "every walk was right")
@Outcome(expect = FORBIDDEN, desc = "a member was missed or met twice, or the walk led into the other list")
@State
public class BrokenRecordListStress {
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
            LIST.change(false);
        }
        LIST.letGo();
    }
}
