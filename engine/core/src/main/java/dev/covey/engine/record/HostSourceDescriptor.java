package dev.covey.engine.record;

import dev.covey.engine.memory.RecordLayout;

/**
 * Layout of one host source record: one address that filters of a host group list, or that something is still to be
 * said about (RFC 9776 sections 3.2 and 5.1).
 *
 * <pre>
 *     0  life word        long  atomic  generation, phase and references
 *     8  chain word       long  writer  link in the free list or in limbo, else an epoch
 *    16  addressHigh      long  const   Source address, high half
 *    24  addressLow       long  const   Source address, low half
 *    32  ownerHandle      long  weak    Host group it belongs to
 *    40  nextInGroup      int   list    Next in the host group's list
 *    44  previousInGroup  int   list    Previous in the host group's list
 *    48  includeMembers   int   writer  Memberships that include it
 *    52  excludeMembers   int   writer  Memberships that exclude it
 *    56  transmissions    int   writer  Reports still to be sent of its last change
 *    60  flags            int   writer  Whether the merged filter lists it, and a query has asked for it
 * </pre>
 *
 * <p>Who may touch a field: see {@link dev.covey.engine.record}.
 */
public final class HostSourceDescriptor {
    /** Code of the kind in handles. */
    public static final int KIND = 12;

    /** Offset of source address, high half. */
    public static final int ADDRESS_HIGH_OFFSET = RecordLayout.BODY_OFFSET;

    /** Offset of source address, low half. */
    public static final int ADDRESS_LOW_OFFSET = ADDRESS_HIGH_OFFSET + Long.BYTES;

    /** Offset of host group it belongs to. */
    public static final int OWNER_HANDLE_OFFSET = ADDRESS_LOW_OFFSET + Long.BYTES;

    /** Offset of next in the host group's list. */
    public static final int NEXT_IN_GROUP_OFFSET = OWNER_HANDLE_OFFSET + Long.BYTES;

    /** Offset of previous in the host group's list. */
    public static final int PREVIOUS_IN_GROUP_OFFSET = NEXT_IN_GROUP_OFFSET + Integer.BYTES;

    /** Offset of memberships that include it. */
    public static final int INCLUDE_MEMBERS_OFFSET = PREVIOUS_IN_GROUP_OFFSET + Integer.BYTES;

    /** Offset of memberships that exclude it. */
    public static final int EXCLUDE_MEMBERS_OFFSET = INCLUDE_MEMBERS_OFFSET + Integer.BYTES;

    /** Offset of reports still to be sent of its last change. */
    public static final int TRANSMISSIONS_OFFSET = EXCLUDE_MEMBERS_OFFSET + Integer.BYTES;

    /** Offset of the flags: see the masks below. A new record has none. */
    public static final int FLAGS_OFFSET = TRANSMISSIONS_OFFSET + Integer.BYTES;

    /** Flag: does the merged filter list it. */
    public static final int LISTED = 1;

    /** Flag: is a pending answer about it. */
    public static final int QUERIED = 1 << 1;

    /** Length of a record in bytes. */
    public static final int RECORD_LENGTH = 64;

    /** What the memory has to know of it. */
    public static final RecordLayout LAYOUT = new RecordLayout(KIND, "host source", RECORD_LENGTH);

    static {
        if (FLAGS_OFFSET + Integer.BYTES > RECORD_LENGTH) {
            throw new ExceptionInInitializerError("host source record must fit " + RECORD_LENGTH + " bytes: length="
                    + (FLAGS_OFFSET + Integer.BYTES));
        }
    }

    private HostSourceDescriptor() {}
}
