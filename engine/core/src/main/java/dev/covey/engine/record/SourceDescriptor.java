package dev.covey.engine.record;

import dev.covey.engine.memory.RecordLayout;

/**
 * Layout of one source record: one address in the source set of a filter or of a router group.
 *
 * <p>In a router group it carries the source timer of RFC 9776 section 6.2.3; in a filter the timer is never armed.
 *
 * <pre>
 *     0  life word       long  atomic  generation, phase and references
 *     8  chain word      long  writer  link in the free list or in limbo, else an epoch
 *    16  addressHigh     long  const   Source address, high half
 *    24  addressLow      long  const   Source address, low half
 *    32  ownerHandle     long  weak    Filter or router group it belongs to
 *    40  nextInSet       int   list    Next in the owner's list
 *    44  previousInSet   int   list    Previous in the owner's list
 *    48  deadlineNs      long  writer  When its source timer expires; only meaningful while it runs
 *    56  timerPosition   int   writer  Position in the deadline heap plus 1, or 0
 *    60  flags           int   writer  In a router group: blocked, leaving, listed; readers see the first
 * </pre>
 *
 * <p>Who may touch a field: see {@link dev.covey.engine.record}.
 */
public final class SourceDescriptor {
    /** Code of the kind in handles. */
    public static final int KIND = 8;

    /** Offset of source address, high half. */
    public static final int ADDRESS_HIGH_OFFSET = RecordLayout.BODY_OFFSET;

    /** Offset of source address, low half. */
    public static final int ADDRESS_LOW_OFFSET = ADDRESS_HIGH_OFFSET + Long.BYTES;

    /** Offset of filter or router group it belongs to. */
    public static final int OWNER_HANDLE_OFFSET = ADDRESS_LOW_OFFSET + Long.BYTES;

    /** Offset of next in the owner's list. */
    public static final int NEXT_IN_SET_OFFSET = OWNER_HANDLE_OFFSET + Long.BYTES;

    /** Offset of previous in the owner's list. */
    public static final int PREVIOUS_IN_SET_OFFSET = NEXT_IN_SET_OFFSET + Integer.BYTES;

    /** Offset of when its source timer expires; only meaningful while it runs. */
    public static final int DEADLINE_NS_OFFSET = PREVIOUS_IN_SET_OFFSET + Integer.BYTES;

    /** Offset of position in the deadline heap plus 1, or 0. */
    public static final int TIMER_POSITION_OFFSET = DEADLINE_NS_OFFSET + Long.BYTES;

    /** Offset of the flags: see the masks below. A new source has none. */
    public static final int FLAGS_OFFSET = TIMER_POSITION_OFFSET + Integer.BYTES;

    /** Flag: its source timer is at zero. Only sources of groups in EXCLUDE mode are kept then. */
    public static final int BLOCKED = 1;

    /** Flag: its end was asked for and is being awaited. */
    public static final int LEAVING = 1 << 1;

    /** Flag: the record that is being applied lists it. Set on no source between two records. */
    public static final int LISTED = 1 << 2;

    /** Length of a record in bytes. */
    public static final int RECORD_LENGTH = 64;

    /** What the memory has to know of it. */
    public static final RecordLayout LAYOUT = new RecordLayout(KIND, "source", RECORD_LENGTH);

    static {
        if (FLAGS_OFFSET + Integer.BYTES > RECORD_LENGTH) {
            throw new ExceptionInInitializerError(
                    "source record must fit " + RECORD_LENGTH + " bytes: length=" + (FLAGS_OFFSET + Integer.BYTES));
        }
    }

    private SourceDescriptor() {}
}
