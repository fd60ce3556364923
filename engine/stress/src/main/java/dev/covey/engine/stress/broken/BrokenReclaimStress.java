package dev.covey.engine.stress.broken;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.stress.StressStore;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JI_Result;

/** Twin of {@link dev.covey.engine.stress.RecordReclaimStress}: the reader does not enter an epoch. */
@JCStressTest
@Outcome(id = "41, 1", expect = ACCEPTABLE, desc = "read in time")
@Outcome(id = "41, 0", expect = ACCEPTABLE, desc = "read, and held the reclamation back")
@Outcome(
        id = {"0, 1", "0, 0"},
        expect = ACCEPTABLE,
        desc = "the handle resolved to nothing")
@Outcome(expect = FORBIDDEN, desc = "read poison, or another record's value")
@State
public class BrokenReclaimStress {
    private static final long OTHER_VALUE = 99;

    private final StressStore state = new StressStore();

    @Actor
    public void follow(final JI_Result result) {
        final int slot = state.filters().resolve(state.firstFilter());
        if (slot != Slab.NULL_SLOT) {
            result.r1 = state.dwell(slot, StressStore.FIRST_VALUE);
        }
    }

    @Actor
    public void reuse(final JI_Result result) {
        state.store().unlink(state.firstFilter());
        try (Lease none = state.store().none()) {
            state.link().replace(none, state.ownerSlot());
        }
        for (int batch = 0; batch < EpochDomain.GRACE_EPOCHS; batch++) {
            result.r2 += state.store().reclaim(1);
        }
        try (Lease other = state.store().allocate(state.filterKind())) {
            state.fill(other.slot(), OTHER_VALUE);
        }
    }
}
