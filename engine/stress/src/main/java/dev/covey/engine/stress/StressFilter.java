package dev.covey.engine.stress;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.table.FindScratch;
import dev.covey.engine.table.NarrowIndex;
import dev.covey.engine.table.TableAccess;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An index with one busy home line, asked in batches of keys that mostly are absent, so that its filters answer: one
 * key comes and goes among eight that stay.
 */
public final class StressFilter {
    /** How often the writer has the key come and go, and a reader asks, in one sample. */
    public static final int ROUNDS = 16;

    private static final long SEED = 7;
    private static final int STAYING = 8;

    /** As many that even with all others found the next batch is expected to be of absent keys. */
    private static final int ABSENT = 14;

    private static final long PHASES = 4;
    private static final long COMING = 1;
    private static final long PRESENT = 2;

    private final long[] keys = TableAccess.narrowKeys(SEED, 1 + STAYING + ABSENT);
    private final long moving = keys[0];
    private final long[] batch = new long[2 + ABSENT];
    private final int[] values = new int[batch.length];
    private final FindScratch scratch = new FindScratch();
    private final boolean isReplacedAtOnce;
    private final AtomicLong phase = new AtomicLong();
    private final NarrowIndex index =
            new NarrowIndex("index", new NativeMemory(AllocationGate.OPEN), new EpochDomain(1), 0, 1_000, SEED, true);

    /**
     * An index with the keys that stay.
     *
     * @param isReplacedAtOnce the filter, when an entry has gone; or is it emptied first?
     */
    public StressFilter(final boolean isReplacedAtOnce) {
        this.isReplacedAtOnce = isReplacedAtOnce;
        System.arraycopy(keys, 1 + STAYING, batch, 2, ABSENT);
        index.find(batch, values, 0, batch.length, scratch);
        for (int i = 1; i <= STAYING; i++) {
            index.insert(keys[i], i);
        }
    }

    /**
     * Ask for a key that stays, the one that moves, and those that are absent. Reader only.
     *
     * @param round of the reader.
     * @return answers that were wrong.
     */
    public int countWrong(final int round) {
        final int staying = 1 + round % STAYING;
        batch[0] = keys[staying];
        batch[1] = moving;
        final long before = phase.get();
        final boolean wasFound = index.find(moving) != NarrowIndex.MISS;
        index.find(batch, values, 0, batch.length, scratch);
        final boolean isSamePhase = phase.get() == before;

        int wrong = values[0] == staying ? 0 : 1;
        final boolean isPublished = before % PHASES == PRESENT || before % PHASES == COMING && wasFound;
        wrong += isSamePhase && isPublished && values[1] == NarrowIndex.MISS ? 1 : 0;
        wrong += values[1] == NarrowIndex.MISS || values[1] == 0 ? 0 : 1;
        for (int i = 2; i < values.length; i++) {
            wrong += values[i] == NarrowIndex.MISS ? 0 : 1;
        }
        return wrong;
    }

    /**
     * The last answer for the key that moves. Reader only.
     *
     * @return 1 if it was absent, 2 if it was present.
     */
    public int answer() {
        return values[1] == NarrowIndex.MISS ? 1 : 2;
    }

    /** Have the key come and go. Writer only. */
    public void move() {
        nextPhase();
        index.insert(moving, 0);
        nextPhase();
        // So that readers meet it.
        Thread.onSpinWait();
        nextPhase();
        if (!isReplacedAtOnce) {
            TableAccess.emptyFilter(index, SEED, moving);
        }
        index.remove(moving);
        nextPhase();
    }

    private void nextPhase() {
        phase.set(phase.get() + 1);
    }
}
