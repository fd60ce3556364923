package dev.covey.engine.record;

import dev.covey.engine.memory.RecordLayout;

/**
 * Layout of one host group record: the reception state of one group on one interface, merged from all sockets, and what
 * is still to be said about it (RFC 9776 sections 3.2 and 5, RFC 9777 sections 4.2 and 6).
 *
 * <p>It outlives the last membership for as long as its end is being announced.
 *
 * <pre>
 *     0  life word            long  atomic  generation, phase and references
 *     8  chain word           long  writer  link in the free list or in limbo, else an epoch
 *    16  addressHigh          long  const   Group address, high half
 *    24  addressLow           long  const   Group address, low half
 *    32  hostHandle           long  owned   Host it belongs to
 *    40  answerDeadlineNs     long  writer  When the answer to a query is due
 *    48  changeDeadlineNs     long  writer  When the change is announced again
 *    56  lastReporterHigh     long  writer  Who reported the group last, high half
 *    64  lastReporterLow      long  writer  Who reported the group last, low half
 *    72  nextInHost           int   list    Next in the host's list
 *    76  previousInHost       int   list    Previous in the host's list
 *    80  firstSource          int   list    First host source of its list
 *    84  sourceCount          int   list    Host sources in its list
 *    88  mode                 int   writer  Merged filter mode
 *    92  members              int   writer  Memberships that are merged
 *    96  excludeMembers       int   writer  Memberships among them that exclude
 *   100  listedSources        int   writer  Sources of the merged filter
 *   104  modeTransmissions    int   writer  Reports still to be sent of the last change of mode
 *   108  sourceTransmissions  int   writer  Reports still to be sent of the last change of sources
 *   112  queriedSources       int   writer  Sources that a pending answer is about; 0: about all
 *   116  flags                int   writer  Which of the deadlines run, and how the group stands
 *   120  timerPosition        int   writer  Position in the deadline heap plus 1, or 0
 *   124  nextDue              int   writer  Slot plus 1 of the next group whose change is due, or 0
 * </pre>
 *
 * <p>Who may touch a field: see {@link dev.covey.engine.record}.
 */
public final class HostGroupDescriptor {
    /** Code of the kind in handles. */
    public static final int KIND = 11;

    /** Offset of group address, high half. */
    public static final int ADDRESS_HIGH_OFFSET = RecordLayout.BODY_OFFSET;

    /** Offset of group address, low half. */
    public static final int ADDRESS_LOW_OFFSET = ADDRESS_HIGH_OFFSET + Long.BYTES;

    /** Offset of host it belongs to. */
    public static final int HOST_HANDLE_OFFSET = ADDRESS_LOW_OFFSET + Long.BYTES;

    /** Offset of when the answer to a query is due. */
    public static final int ANSWER_DEADLINE_NS_OFFSET = HOST_HANDLE_OFFSET + Long.BYTES;

    /** Offset of when the change is announced again. */
    public static final int CHANGE_DEADLINE_NS_OFFSET = ANSWER_DEADLINE_NS_OFFSET + Long.BYTES;

    /** Offset of who reported the group last, high half. */
    public static final int LAST_REPORTER_HIGH_OFFSET = CHANGE_DEADLINE_NS_OFFSET + Long.BYTES;

    /** Offset of who reported the group last, low half. */
    public static final int LAST_REPORTER_LOW_OFFSET = LAST_REPORTER_HIGH_OFFSET + Long.BYTES;

    /** Offset of next in the host's list. */
    public static final int NEXT_IN_HOST_OFFSET = LAST_REPORTER_LOW_OFFSET + Long.BYTES;

    /** Offset of previous in the host's list. */
    public static final int PREVIOUS_IN_HOST_OFFSET = NEXT_IN_HOST_OFFSET + Integer.BYTES;

    /** Offset of first host source of its list. */
    public static final int FIRST_SOURCE_OFFSET = PREVIOUS_IN_HOST_OFFSET + Integer.BYTES;

    /** Offset of host sources in its list. */
    public static final int SOURCE_COUNT_OFFSET = FIRST_SOURCE_OFFSET + Integer.BYTES;

    /** Offset of merged filter mode. */
    public static final int MODE_OFFSET = SOURCE_COUNT_OFFSET + Integer.BYTES;

    /** Offset of memberships that are merged. */
    public static final int MEMBERS_OFFSET = MODE_OFFSET + Integer.BYTES;

    /** Offset of memberships among them that exclude. */
    public static final int EXCLUDE_MEMBERS_OFFSET = MEMBERS_OFFSET + Integer.BYTES;

    /** Offset of sources of the merged filter. */
    public static final int LISTED_SOURCES_OFFSET = EXCLUDE_MEMBERS_OFFSET + Integer.BYTES;

    /** Offset of reports still to be sent of the last change of mode. */
    public static final int MODE_TRANSMISSIONS_OFFSET = LISTED_SOURCES_OFFSET + Integer.BYTES;

    /** Offset of reports still to be sent of the last change of sources. */
    public static final int SOURCE_TRANSMISSIONS_OFFSET = MODE_TRANSMISSIONS_OFFSET + Integer.BYTES;

    /** Offset of sources that a pending answer is about; 0: about all. */
    public static final int QUERIED_SOURCES_OFFSET = SOURCE_TRANSMISSIONS_OFFSET + Integer.BYTES;

    /** Offset of the flags: see the masks below. A new record has none. */
    public static final int FLAGS_OFFSET = QUERIED_SOURCES_OFFSET + Integer.BYTES;

    /** Offset of position in the deadline heap plus 1, or 0. */
    public static final int TIMER_POSITION_OFFSET = FLAGS_OFFSET + Integer.BYTES;

    /** Offset of slot plus 1 of the next group whose change is due, or 0. */
    public static final int NEXT_DUE_OFFSET = TIMER_POSITION_OFFSET + Integer.BYTES;

    /** Flag: is a query to be answered. */
    public static final int ANSWERING = 1;

    /** Flag: is a change to be announced again. */
    public static final int CHANGING = 1 << 1;

    /** Flag: has nobody else reported it since this host has. */
    public static final int LAST_REPORTER = 1 << 2;

    /** Flag: is a change to be announced now. */
    public static final int DUE = 1 << 3;

    /** Flag: has the last change not been announced yet. */
    public static final int UNSENT = 1 << 4;

    /** Flag: has somebody else answered the general query. */
    public static final int SUPPRESSED = 1 << 5;

    /** Length of a record in bytes. */
    public static final int RECORD_LENGTH = 128;

    /** What the memory has to know of it. */
    public static final RecordLayout LAYOUT = new RecordLayout(KIND, "host group", RECORD_LENGTH, HOST_HANDLE_OFFSET);

    static {
        if (NEXT_DUE_OFFSET + Integer.BYTES > RECORD_LENGTH) {
            throw new ExceptionInInitializerError("host group record must fit " + RECORD_LENGTH + " bytes: length="
                    + (NEXT_DUE_OFFSET + Integer.BYTES));
        }
    }

    private HostGroupDescriptor() {}
}
