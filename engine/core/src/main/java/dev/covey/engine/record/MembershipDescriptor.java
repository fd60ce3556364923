package dev.covey.engine.record;

import dev.covey.engine.memory.RecordLayout;

/**
 * Layout of one membership record: one socket's interest in one group of one interface.
 *
 * <p>The lists through it replace the membership arrays of other systems: joining, leaving and walking never move or
 * resize anything a reader looks at.
 *
 * <pre>
 *     0  life word         long  atomic  generation, phase and references
 *     8  chain word        long  writer  link in the free list or in limbo, else an epoch
 *    16  groupHandle       long  owned   Group it joined
 *    24  filterHandle      long  owned   Source filter, release and acquire; none: EXCLUDE of nothing
 *    32  socketHandle      long  weak    Socket that joined
 *    40  nextInGroup       int   list    Next in the group's list; readers follow it
 *    44  previousInGroup   int   list    Previous in the group's list
 *    48  nextInSocket      int   list    Next in the socket's list
 *    52  previousInSocket  int   list    Previous in the socket's list
 *    56  isInternal        int   const   Whether the socket is the engine's own: no delivery names it
 *    60  isIndexed         int   writer  Whether the index has it: those of a group all are from the second on
 * </pre>
 *
 * <p>Who may touch a field: see {@link dev.covey.engine.record}.
 */
public final class MembershipDescriptor {
    /** Code of the kind in handles. */
    public static final int KIND = 6;

    /** Offset of group it joined. */
    public static final int GROUP_HANDLE_OFFSET = RecordLayout.BODY_OFFSET;

    /** Offset of source filter, release and acquire; none: EXCLUDE of nothing. */
    public static final int FILTER_HANDLE_OFFSET = GROUP_HANDLE_OFFSET + Long.BYTES;

    /** Offset of socket that joined. */
    public static final int SOCKET_HANDLE_OFFSET = FILTER_HANDLE_OFFSET + Long.BYTES;

    /** Offset of next in the group's list; readers follow it. */
    public static final int NEXT_IN_GROUP_OFFSET = SOCKET_HANDLE_OFFSET + Long.BYTES;

    /** Offset of previous in the group's list. */
    public static final int PREVIOUS_IN_GROUP_OFFSET = NEXT_IN_GROUP_OFFSET + Integer.BYTES;

    /** Offset of next in the socket's list. */
    public static final int NEXT_IN_SOCKET_OFFSET = PREVIOUS_IN_GROUP_OFFSET + Integer.BYTES;

    /** Offset of previous in the socket's list. */
    public static final int PREVIOUS_IN_SOCKET_OFFSET = NEXT_IN_SOCKET_OFFSET + Integer.BYTES;

    /** Offset of whether the socket is the engine's own: no delivery names it. */
    public static final int IS_INTERNAL_OFFSET = PREVIOUS_IN_SOCKET_OFFSET + Integer.BYTES;

    /** Offset of whether the index has it: those of a group all are from the second on. */
    public static final int IS_INDEXED_OFFSET = IS_INTERNAL_OFFSET + Integer.BYTES;

    /** Length of a record in bytes. */
    public static final int RECORD_LENGTH = 64;

    /** What the memory has to know of it. */
    public static final RecordLayout LAYOUT =
            new RecordLayout(KIND, "membership", RECORD_LENGTH, GROUP_HANDLE_OFFSET, FILTER_HANDLE_OFFSET);

    static {
        if (IS_INDEXED_OFFSET + Integer.BYTES > RECORD_LENGTH) {
            throw new ExceptionInInitializerError("membership record must fit " + RECORD_LENGTH + " bytes: length="
                    + (IS_INDEXED_OFFSET + Integer.BYTES));
        }
    }

    private MembershipDescriptor() {}
}
