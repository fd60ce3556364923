package dev.covey.engine.record;

import dev.covey.engine.memory.RecordLayout;

/**
 * Layout of one querier record: what a router knows of the querier of one family on one link, and the variables that it
 * adopted from it (RFC 9776 section 8, RFC 9777 section 9).
 *
 * <pre>
 *     0  life word                long  atomic  generation, phase and references
 *     8  chain word               long  writer  link in the free list or in limbo, else an epoch
 *    16  interfaceHandle          long  owned   Interface it belongs to
 *    24  addressHigh              long  writer  Address of the querier, high half
 *    32  addressLow               long  writer  Address of the querier, low half; both 0: none known
 *    40  otherQuerierDeadlineNs   long  writer  When the other querier counts as gone
 *    48  queryIntervalNs          long  writer  Query Interval in force
 *    56  queryResponseIntervalNs  long  writer  Query Response Interval in force
 *    64  robustness               int   writer  Robustness Variable in force
 *    68  isOtherQuerierPresent    int   writer  Whether another querier is known
 *    72  timerPosition            int   writer  Position in the deadline heap plus 1, or 0
 *    76  isIpv6                   int   const   Whether it speaks MLD
 *    80  noticeDeadlineNs         long  writer  Until when no further notice of ignored messages is given
 *    88  hasNotice                int   writer  Whether such a notice was given
 *    92  (36 bytes unused)
 * </pre>
 *
 * <p>Who may touch a field: see {@link dev.covey.engine.record}.
 */
public final class QuerierDescriptor {
    /** Code of the kind in handles. */
    public static final int KIND = 2;

    /** Offset of interface it belongs to. */
    public static final int INTERFACE_HANDLE_OFFSET = RecordLayout.BODY_OFFSET;

    /** Offset of address of the querier, high half. */
    public static final int ADDRESS_HIGH_OFFSET = INTERFACE_HANDLE_OFFSET + Long.BYTES;

    /** Offset of address of the querier, low half; both 0: none known. */
    public static final int ADDRESS_LOW_OFFSET = ADDRESS_HIGH_OFFSET + Long.BYTES;

    /** Offset of when the other querier counts as gone. */
    public static final int OTHER_QUERIER_DEADLINE_NS_OFFSET = ADDRESS_LOW_OFFSET + Long.BYTES;

    /** Offset of query Interval in force. */
    public static final int QUERY_INTERVAL_NS_OFFSET = OTHER_QUERIER_DEADLINE_NS_OFFSET + Long.BYTES;

    /** Offset of query Response Interval in force. */
    public static final int QUERY_RESPONSE_INTERVAL_NS_OFFSET = QUERY_INTERVAL_NS_OFFSET + Long.BYTES;

    /** Offset of robustness Variable in force. */
    public static final int ROBUSTNESS_OFFSET = QUERY_RESPONSE_INTERVAL_NS_OFFSET + Long.BYTES;

    /** Offset of whether another querier is known. */
    public static final int IS_OTHER_QUERIER_PRESENT_OFFSET = ROBUSTNESS_OFFSET + Integer.BYTES;

    /** Offset of position in the deadline heap plus 1, or 0. */
    public static final int TIMER_POSITION_OFFSET = IS_OTHER_QUERIER_PRESENT_OFFSET + Integer.BYTES;

    /** Offset of whether it speaks MLD. */
    public static final int IS_IPV6_OFFSET = TIMER_POSITION_OFFSET + Integer.BYTES;

    /** Offset of until when no further notice of ignored messages is given. */
    public static final int NOTICE_DEADLINE_NS_OFFSET = IS_IPV6_OFFSET + Integer.BYTES;

    /** Offset of whether such a notice was given. */
    public static final int HAS_NOTICE_OFFSET = NOTICE_DEADLINE_NS_OFFSET + Long.BYTES;

    /** Length of a record in bytes. */
    public static final int RECORD_LENGTH = 128;

    /** What the memory has to know of it. */
    public static final RecordLayout LAYOUT = new RecordLayout(KIND, "querier", RECORD_LENGTH, INTERFACE_HANDLE_OFFSET);

    static {
        if (HAS_NOTICE_OFFSET + Integer.BYTES > RECORD_LENGTH) {
            throw new ExceptionInInitializerError("querier record must fit " + RECORD_LENGTH + " bytes: length="
                    + (HAS_NOTICE_OFFSET + Integer.BYTES));
        }
    }

    private QuerierDescriptor() {}
}
