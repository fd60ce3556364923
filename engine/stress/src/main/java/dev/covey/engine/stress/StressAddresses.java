package dev.covey.engine.stress;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.table.TableAccess;
import dev.covey.engine.table.WideIndex;

/** A wide index with one busy home line: two addresses move about among six that stay, with changing values. */
public final class StressAddresses {
    /** How often the writer moves both, and a reader asks, in one sample. */
    public static final int ROUNDS = 16;

    private static final long SEED = 7;
    private static final int OWNER = 3;
    private static final long HIGH = 0xff3e_0000_0000_0000L;
    private static final int MOVING = 2;
    private static final int STAYING = 6;

    /** An entry here is in two cache lines, so that what is wrong with reading it shows most often. */
    private static final int STRADDLING_LANE = 2;

    private static final int VALUES_PER_ADDRESS = 100;

    private final long[] lows = TableAccess.wideLows(SEED, OWNER, HIGH, MOVING + STAYING);
    private final int[] values = new int[MOVING];
    private final EpochDomain epochs = new EpochDomain(1);
    private final EpochDomain.Reader reader = epochs.openReader("reader");
    private final boolean waitsForReaders;
    private final WideIndex index =
            new WideIndex("index", new NativeMemory(AllocationGate.OPEN), epochs, 0, 1_000, SEED, true);

    /**
     * An index with all addresses but the second.
     *
     * @param waitsForReaders before a place is used again.
     */
    public StressAddresses(final boolean waitsForReaders) {
        this.waitsForReaders = waitsForReaders;
        for (int i = MOVING; i < lows.length; i++) {
            if (i - MOVING == STRADDLING_LANE) {
                insert(0, 0);
            }
            index.insert(OWNER, HIGH, lows[i], valueOf(i, 0));
        }
    }

    public EpochDomain.Reader reader() {
        return reader;
    }

    /**
     * Is the answer for an address that stays wrong?
     *
     * @param round of the reader.
     * @return 1 if it is, else 0.
     */
    public int wrongStaying(final int round) {
        final int address = MOVING + round % STAYING;
        return index.find(OWNER, HIGH, lows[address]) / VALUES_PER_ADDRESS == address + 1 ? 0 : 1;
    }

    /**
     * Find an address that moves.
     *
     * @param round of the reader.
     * @return the answer.
     */
    public int findMoving(final int round) {
        return index.find(OWNER, HIGH, lows[round % MOVING]);
    }

    /**
     * Is this answer wrong?
     *
     * @param round of the reader.
     * @param value that was found.
     * @return 1 if it is, else 0.
     */
    public int wrongMoving(final int round, final int value) {
        return value == WideIndex.MISS || value / VALUES_PER_ADDRESS == round % MOVING + 1 ? 0 : 1;
    }

    /**
     * Move both. Writer only.
     *
     * @param round of the writer.
     */
    public void move(final int round) {
        final int staying = MOVING + round % STAYING;
        index.replace(OWNER, HIGH, lows[staying], valueOf(staying, round));
        remove(0);
        insert(1, round);
        if (round % 2 == 0) {
            // There is no room left for this one in its home line.
            insert(0, round);
            remove(1);
        } else {
            // This one takes the other's place.
            remove(1);
            insert(0, round);
        }
    }

    private void insert(final int address, final int round) {
        values[address] = valueOf(address, round);
        index.insert(OWNER, HIGH, lows[address], values[address]);
    }

    private void remove(final int address) {
        index.remove(OWNER, HIGH, lows[address]);
        final long removedEpoch = epochs.epoch();
        while (waitsForReaders && epochs.epoch() - removedEpoch < EpochDomain.GRACE_EPOCHS) {
            epochs.tryAdvance();
        }
        index.vacate(OWNER, HIGH, lows[address], values[address]);
    }

    private static int valueOf(final int address, final int round) {
        return (address + 1) * VALUES_PER_ADDRESS + round;
    }
}
