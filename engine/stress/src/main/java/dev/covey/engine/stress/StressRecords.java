package dev.covey.engine.stress;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Records in a row, of which one at a time is linked: the writer links the next one and, once it may, wipes the one
 * before. Nothing here orders memory, so whatever a test proves it owes to the epochs alone.
 */
public final class StressRecords {
    /** How many records the writer unlinks. */
    public static final int RECORDS = 48;

    /** How often a reader looks meanwhile. */
    public static final int LOOKS = 12;

    /**
     * How often a reader reads what it found: long enough to be still there when the writer, who did not see it come,
     * has moved the epoch on twice and wipes.
     */
    private static final int DWELL = 500;

    /**
     * Both sides write this many cache lines before they announce or unlink anything. A core hands its stores on in
     * order: what it announces then waits behind lines that it has to fetch from the other core first.
     */
    private static final int STIRRED_LINES = 32;

    private static final int INTACT = 42;
    private static final int WIPED = -1;
    private static final int RECORD_LENGTH = 16;

    private final AtomicIntegerArray payloads = new AtomicIntegerArray((RECORDS + 1) * RECORD_LENGTH);
    private final AtomicIntegerArray stirred = new AtomicIntegerArray(STIRRED_LINES * RECORD_LENGTH);
    private final AtomicInteger linked = new AtomicInteger();

    /** A row of intact records, the first one linked. */
    public StressRecords() {
        for (int record = 0; record <= RECORDS; record++) {
            payloads.setPlain(record * RECORD_LENGTH, INTACT);
        }
    }

    /** Keep the store buffer busy; to be called before a reader arrives. */
    public void stir() {
        for (int line = 0; line < STIRRED_LINES; line++) {
            stirred.setOpaque(line * RECORD_LENGTH, 1);
        }
    }

    /**
     * Follow the link, and stay a while.
     *
     * @return 1 if the record was wiped meanwhile, else 0.
     */
    public int look() {
        final int offset = linked.getOpaque() * RECORD_LENGTH;
        int wiped = 0;
        for (int i = 0; i < DWELL; i++) {
            wiped |= payloads.getOpaque(offset) == INTACT ? 0 : 1;
        }
        return wiped;
    }

    /**
     * Take a record out of sight.
     *
     * @param record that is linked.
     */
    public void unlink(final int record) {
        linked.setOpaque(record + 1);
    }

    /**
     * Reuse its memory.
     *
     * @param record that nobody can see any more.
     */
    public void wipe(final int record) {
        payloads.setOpaque(record * RECORD_LENGTH, WIPED);
    }
}
