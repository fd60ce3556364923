package dev.covey.engine.record;

import dev.covey.engine.memory.RecordLayout;

/**
 * Layout of one router group record: what a multicast router knows of one group on one link (RFC 9776 section 6.2).
 *
 * <pre>
 *     0  life word             long  atomic  generation, phase and references
 *     8  chain word            long  writer  link in the free list or in limbo, else an epoch
 *     16  lastReporterHigh      long  writer  Address of the host that reported last, high half
 *     24  lastReporterLow       long  writer  Address of the host that reported last, low half
 *     32  firstSource           int   list    First source of its list
 *     36  sourceCount           int   list    Sources in its list
 *     40  mode                  int   writer  Filter mode
 *     44  isTimerRunning        int   writer  Whether its group timer runs
 *     48  deadlineNs            long  writer  When its group timer expires
 *     56  timerPosition         int   writer  Position in the deadline heap plus 1, or 0
 *     60  isLeaving             int   writer  Whether the end of the group was asked for and is being awaited
 *     64  addressHigh           long  const   Group address, high half
 *     72  addressLow            long  const   Group address, low half
 *     80  interfaceHandle       long  owned   Interface it belongs to
 *     88  olderHost1DeadlineNs  long  writer  When the last IGMPv1 host counts as gone
 *     96  olderHost2DeadlineNs  long  writer  When the last IGMPv2 or MLDv1 host counts as gone
 *    104  isOlderHost1Present   int   writer  Whether an IGMPv1 host is present
 *    108  isOlderHost2Present   int   writer  Whether an IGMPv2 or MLDv1 host is present
 *    112  nextInInterface       int   list    Next in the interface's list
 *    116  previousInInterface   int   list    Previous in the interface's list
 *    120  pendingChange         int   writer  What the message being applied changed, or 0
 *    124  nextPending           int   writer  Slot plus 1 of the next group that the message changed, or 0
 * </pre>
 *
 * <p>A record that says nothing new, and the timer that it sets later, read and write the first line alone.
 *
 * <p>Who may touch a field: see {@link dev.covey.engine.record}.
 */
public final class RouterGroupDescriptor {
    /** Code of the kind in handles. */
    public static final int KIND = 9;

    /** Offset of address of the host that reported last, high half. */
    public static final int LAST_REPORTER_HIGH_OFFSET = RecordLayout.BODY_OFFSET;

    /** Offset of address of the host that reported last, low half. */
    public static final int LAST_REPORTER_LOW_OFFSET = LAST_REPORTER_HIGH_OFFSET + Long.BYTES;

    /** Offset of first source of its list. */
    public static final int FIRST_SOURCE_OFFSET = LAST_REPORTER_LOW_OFFSET + Long.BYTES;

    /** Offset of sources in its list. */
    public static final int SOURCE_COUNT_OFFSET = FIRST_SOURCE_OFFSET + Integer.BYTES;

    /** Offset of filter mode. */
    public static final int MODE_OFFSET = SOURCE_COUNT_OFFSET + Integer.BYTES;

    /** Offset of whether its group timer runs. */
    public static final int IS_TIMER_RUNNING_OFFSET = MODE_OFFSET + Integer.BYTES;

    /** Offset of when its group timer expires. */
    public static final int DEADLINE_NS_OFFSET = IS_TIMER_RUNNING_OFFSET + Integer.BYTES;

    /** Offset of position in the deadline heap plus 1, or 0. */
    public static final int TIMER_POSITION_OFFSET = DEADLINE_NS_OFFSET + Long.BYTES;

    /** Offset of whether the end of the group was asked for and is being awaited. */
    public static final int IS_LEAVING_OFFSET = TIMER_POSITION_OFFSET + Integer.BYTES;

    /** Offset of group address, high half. */
    public static final int ADDRESS_HIGH_OFFSET = IS_LEAVING_OFFSET + Integer.BYTES;

    /** Offset of group address, low half. */
    public static final int ADDRESS_LOW_OFFSET = ADDRESS_HIGH_OFFSET + Long.BYTES;

    /** Offset of interface it belongs to. */
    public static final int INTERFACE_HANDLE_OFFSET = ADDRESS_LOW_OFFSET + Long.BYTES;

    /** Offset of when the last IGMPv1 host counts as gone. */
    public static final int OLDER_HOST1_DEADLINE_NS_OFFSET = INTERFACE_HANDLE_OFFSET + Long.BYTES;

    /** Offset of when the last IGMPv2 or MLDv1 host counts as gone. */
    public static final int OLDER_HOST2_DEADLINE_NS_OFFSET = OLDER_HOST1_DEADLINE_NS_OFFSET + Long.BYTES;

    /** Offset of whether an IGMPv1 host is present. */
    public static final int IS_OLDER_HOST1_PRESENT_OFFSET = OLDER_HOST2_DEADLINE_NS_OFFSET + Long.BYTES;

    /** Offset of whether an IGMPv2 or MLDv1 host is present. */
    public static final int IS_OLDER_HOST2_PRESENT_OFFSET = IS_OLDER_HOST1_PRESENT_OFFSET + Integer.BYTES;

    /** Offset of next in the interface's list. */
    public static final int NEXT_IN_INTERFACE_OFFSET = IS_OLDER_HOST2_PRESENT_OFFSET + Integer.BYTES;

    /** Offset of previous in the interface's list. */
    public static final int PREVIOUS_IN_INTERFACE_OFFSET = NEXT_IN_INTERFACE_OFFSET + Integer.BYTES;

    /** Offset of what the message being applied changed, or 0. */
    public static final int PENDING_CHANGE_OFFSET = PREVIOUS_IN_INTERFACE_OFFSET + Integer.BYTES;

    /** Offset of slot plus 1 of the next group that the message changed, or 0. */
    public static final int NEXT_PENDING_OFFSET = PENDING_CHANGE_OFFSET + Integer.BYTES;

    /** Length of a record in bytes. */
    public static final int RECORD_LENGTH = 128;

    /** What the memory has to know of it. */
    public static final RecordLayout LAYOUT =
            new RecordLayout(KIND, "router group", RECORD_LENGTH, INTERFACE_HANDLE_OFFSET);

    static {
        if (NEXT_PENDING_OFFSET + Integer.BYTES > RECORD_LENGTH) {
            throw new ExceptionInInitializerError("router group record must fit " + RECORD_LENGTH + " bytes: length="
                    + (NEXT_PENDING_OFFSET + Integer.BYTES));
        }
        if (ADDRESS_HIGH_OFFSET != RecordLayout.CACHE_LINE_LENGTH) {
            throw new ExceptionInInitializerError(
                    "what a refresh touches must be the first line: end=" + ADDRESS_HIGH_OFFSET);
        }
    }

    private RouterGroupDescriptor() {}
}
