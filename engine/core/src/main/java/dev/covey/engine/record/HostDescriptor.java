package dev.covey.engine.record;

import dev.covey.engine.memory.RecordLayout;

/**
 * Layout of one host record: what a host knows of one family on one link, and the answer to a general query that it is
 * about to give (RFC 9776 section 5, RFC 9777 section 6).
 *
 * <pre>
 *     0  life word                long  atomic  generation, phase and references
 *     8  chain word               long  writer  link in the free list or in limbo, else an epoch
 *    16  interfaceHandle          long  owned   Interface it belongs to
 *    24  version1DeadlineNs       long  writer  Until when a querier of IGMPv1 or MLDv1 counts as present
 *    32  version2DeadlineNs       long  writer  Until when a querier of IGMPv2 counts as present
 *    40  queryIntervalNs          long  writer  Query Interval in force
 *    48  queryResponseIntervalNs  long  writer  Query Response Interval in force
 *    56  generalDeadlineNs        long  writer  When the next packet of the answer to a general query is due
 *    64  generalEndNs             long  writer  By when that answer has to be complete
 *    72  nextEndNs                long  writer  By when the answer after that one has to be complete
 *    80  querierHigh              long  writer  Address of the querier heard last, high half
 *    88  querierLow               long  writer  Address of the querier heard last, low half
 *    96  querierDeadlineNs        long  writer  Until when that querier counts as present
 *   104  robustness               int   writer  Robustness Variable in force
 *   108  flags                    int   writer  Family, and which of the above hold
 *   112  firstGroup               int   list    First host group of its list
 *   116  groupCount               int   list    Host groups in its list
 *   120  nextAnswer               int   writer  Slot plus 1 of the host group that the answer goes on with, or 0
 *   124  timerPosition            int   writer  Position in the deadline heap plus 1, or 0
 * </pre>
 *
 * <p>Who may touch a field: see {@link dev.covey.engine.record}.
 */
public final class HostDescriptor {
    /** Code of the kind in handles. */
    public static final int KIND = 10;

    /** Offset of interface it belongs to. */
    public static final int INTERFACE_HANDLE_OFFSET = RecordLayout.BODY_OFFSET;

    /** Offset of until when a querier of IGMPv1 or MLDv1 counts as present. */
    public static final int VERSION1_DEADLINE_NS_OFFSET = INTERFACE_HANDLE_OFFSET + Long.BYTES;

    /** Offset of until when a querier of IGMPv2 counts as present. */
    public static final int VERSION2_DEADLINE_NS_OFFSET = VERSION1_DEADLINE_NS_OFFSET + Long.BYTES;

    /** Offset of query Interval in force. */
    public static final int QUERY_INTERVAL_NS_OFFSET = VERSION2_DEADLINE_NS_OFFSET + Long.BYTES;

    /** Offset of query Response Interval in force. */
    public static final int QUERY_RESPONSE_INTERVAL_NS_OFFSET = QUERY_INTERVAL_NS_OFFSET + Long.BYTES;

    /** Offset of when the next packet of the answer to a general query is due. */
    public static final int GENERAL_DEADLINE_NS_OFFSET = QUERY_RESPONSE_INTERVAL_NS_OFFSET + Long.BYTES;

    /** Offset of by when that answer has to be complete. */
    public static final int GENERAL_END_NS_OFFSET = GENERAL_DEADLINE_NS_OFFSET + Long.BYTES;

    /** Offset of by when the answer after that one has to be complete. */
    public static final int NEXT_END_NS_OFFSET = GENERAL_END_NS_OFFSET + Long.BYTES;

    /** Offset of address of the querier heard last, high half. */
    public static final int QUERIER_HIGH_OFFSET = NEXT_END_NS_OFFSET + Long.BYTES;

    /** Offset of address of the querier heard last, low half. */
    public static final int QUERIER_LOW_OFFSET = QUERIER_HIGH_OFFSET + Long.BYTES;

    /** Offset of until when that querier counts as present. */
    public static final int QUERIER_DEADLINE_NS_OFFSET = QUERIER_LOW_OFFSET + Long.BYTES;

    /** Offset of robustness Variable in force. */
    public static final int ROBUSTNESS_OFFSET = QUERIER_DEADLINE_NS_OFFSET + Long.BYTES;

    /** Offset of the flags: see the masks below. A new record has none. */
    public static final int FLAGS_OFFSET = ROBUSTNESS_OFFSET + Integer.BYTES;

    /** Offset of first host group of its list. */
    public static final int FIRST_GROUP_OFFSET = FLAGS_OFFSET + Integer.BYTES;

    /** Offset of host groups in its list. */
    public static final int GROUP_COUNT_OFFSET = FIRST_GROUP_OFFSET + Integer.BYTES;

    /** Offset of slot plus 1 of the host group that the answer goes on with, or 0. */
    public static final int NEXT_ANSWER_OFFSET = GROUP_COUNT_OFFSET + Integer.BYTES;

    /** Offset of position in the deadline heap plus 1, or 0. */
    public static final int TIMER_POSITION_OFFSET = NEXT_ANSWER_OFFSET + Integer.BYTES;

    /** Flag: does it speak MLD. */
    public static final int IPV6 = 1;

    /** Flag: is a querier of IGMPv1 or MLDv1 present. */
    public static final int VERSION_1_PRESENT = 1 << 1;

    /** Flag: is a querier of IGMPv2 present. */
    public static final int VERSION_2_PRESENT = 1 << 2;

    /** Flag: has a querier been heard. */
    public static final int QUERIER_KNOWN = 1 << 3;

    /** Flag: is a general query to be answered. */
    public static final int ANSWERING = 1 << 4;

    /** Flag: has the answer begun. */
    public static final int ANSWER_BEGUN = 1 << 5;

    /** Flag: has another general query come since the answer has begun. */
    public static final int ANSWER_WANTED_AGAIN = 1 << 6;

    /** Length of a record in bytes. */
    public static final int RECORD_LENGTH = 128;

    /** What the memory has to know of it. */
    public static final RecordLayout LAYOUT = new RecordLayout(KIND, "host", RECORD_LENGTH, INTERFACE_HANDLE_OFFSET);

    static {
        if (TIMER_POSITION_OFFSET + Integer.BYTES > RECORD_LENGTH) {
            throw new ExceptionInInitializerError("host record must fit " + RECORD_LENGTH + " bytes: length="
                    + (TIMER_POSITION_OFFSET + Integer.BYTES));
        }
    }

    private HostDescriptor() {}
}
