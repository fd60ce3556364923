package dev.covey.engine.stress.broken;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.stress.StressStore;
import dev.covey.engine.table.NarrowIndex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JI_Result;

/**
 * Twin of {@link dev.covey.engine.stress.FilterWordStress}: the word names the first filter until that has been
 * reclaimed.
 */
@JCStressTest
@Outcome(
        id = {"41, 1", "41, 0"},
        expect = ACCEPTABLE,
        desc = "the old filter")
@Outcome(
        id = {"42, 1", "42, 0"},
        expect = ACCEPTABLE,
        desc = "the new filter")
@Outcome(expect = FORBIDDEN, desc = "a filter that was not finished, or not there any more")
@State
public class BrokenWordStress {
    private static final long KEY = 7;
    private static final long SECOND_VALUE = 42;
    private static final long UNEXPECTED = -1;

    private final StressStore state = new StressStore();
    private final NarrowIndex index = state.indexOfFirstFilter(KEY);

    @Actor
    public void ask(final JI_Result result) {
        for (int i = 0; i < StressStore.LOOKS && result.r1 != UNEXPECTED; i++) {
            try (EpochDomain.Guard inside = state.reader().enter()) {
                final long value = state.value(index.find(KEY));
                result.r1 = value == StressStore.FIRST_VALUE || value == SECOND_VALUE ? value : UNEXPECTED;
            }
        }
    }

    @Actor
    public void replace(final JI_Result result) {
        final int slot;
        try (Lease second = state.store().allocate(state.filterKind())) {
            slot = second.slot();
            state.fill(second.slot(), SECOND_VALUE);
            state.store().unlink(state.firstFilter());
            state.link().replace(second, state.ownerSlot());
        }
        for (int batch = 0; batch < EpochDomain.GRACE_EPOCHS; batch++) {
            result.r2 += state.store().reclaim(1);
        }
        index.replace(KEY, slot);
    }
}
