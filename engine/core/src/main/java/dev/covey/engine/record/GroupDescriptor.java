package dev.covey.engine.record;

import dev.covey.engine.memory.RecordLayout;

/**
 * Layout of one group record: an interface's membership of one multicast address, because a socket joined it.
 *
 * <p>It is one cache line. IPv4 groups are stored as IPv4-mapped IPv6 addresses, so one layout serves IGMP and MLD.
 *
 * <pre>
 *     0  life word            long  atomic  generation, phase and references
 *     8  chain word           long  writer  link in the free list or in limbo, else an epoch
 *    16  addressHigh          long  const   Group address, high half
 *    24  addressLow           long  const   Group address, low half
 *    32  linkMulticastHandle  long  owned   Link multicast record it needs
 *    40  firstMembership      int   list    First membership of its list; readers follow it
 *    44  membershipCount      int   list    Memberships in its list
 *    48  interfaceSlot        int   const   Slot of its interface, pinned through the link multicast record
 *    52  nextInInterface      int   list    Next in the interface's list
 *    56  previousInInterface  int   list    Previous in the interface's list
 *    60  openCount            int   writer  Memberships that take every source, and are not the engine's own
 * </pre>
 *
 * <p>Who may touch a field: see {@link dev.covey.engine.record}.
 */
public final class GroupDescriptor {
    /** Code of the kind in handles. */
    public static final int KIND = 4;

    /** Offset of group address, high half. */
    public static final int ADDRESS_HIGH_OFFSET = RecordLayout.BODY_OFFSET;

    /** Offset of group address, low half. */
    public static final int ADDRESS_LOW_OFFSET = ADDRESS_HIGH_OFFSET + Long.BYTES;

    /** Offset of link multicast record it needs. */
    public static final int LINK_MULTICAST_HANDLE_OFFSET = ADDRESS_LOW_OFFSET + Long.BYTES;

    /** Offset of first membership of its list; readers follow it. */
    public static final int FIRST_MEMBERSHIP_OFFSET = LINK_MULTICAST_HANDLE_OFFSET + Long.BYTES;

    /** Offset of memberships in its list. */
    public static final int MEMBERSHIP_COUNT_OFFSET = FIRST_MEMBERSHIP_OFFSET + Integer.BYTES;

    /** Offset of slot of its interface, pinned through the link multicast record. */
    public static final int INTERFACE_SLOT_OFFSET = MEMBERSHIP_COUNT_OFFSET + Integer.BYTES;

    /** Offset of next in the interface's list. */
    public static final int NEXT_IN_INTERFACE_OFFSET = INTERFACE_SLOT_OFFSET + Integer.BYTES;

    /** Offset of previous in the interface's list. */
    public static final int PREVIOUS_IN_INTERFACE_OFFSET = NEXT_IN_INTERFACE_OFFSET + Integer.BYTES;

    /** Offset of memberships that take every source, and are not the engine's own. */
    public static final int OPEN_COUNT_OFFSET = PREVIOUS_IN_INTERFACE_OFFSET + Integer.BYTES;

    /** Length of a record in bytes. */
    public static final int RECORD_LENGTH = 64;

    /** What the memory has to know of it. */
    public static final RecordLayout LAYOUT =
            new RecordLayout(KIND, "group", RECORD_LENGTH, LINK_MULTICAST_HANDLE_OFFSET);

    static {
        if (OPEN_COUNT_OFFSET + Integer.BYTES > RECORD_LENGTH) {
            throw new ExceptionInInitializerError(
                    "group record must fit " + RECORD_LENGTH + " bytes: length=" + (OPEN_COUNT_OFFSET + Integer.BYTES));
        }
    }

    private GroupDescriptor() {}
}
