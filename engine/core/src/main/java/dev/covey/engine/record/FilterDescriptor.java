package dev.covey.engine.record;

import dev.covey.engine.memory.RecordLayout;

/**
 * Layout of one source filter record: a filter mode and a set of sources (RFC 3678, RFC 9776 section 3).
 *
 * <p>Its mode never changes. Its sources come and go one by one, each at one instant for readers; whoever changes more
 * builds a new filter beside it, which replaces it at one instant.
 *
 * <pre>
 *     0  life word    long  atomic  generation, phase and references
 *     8  chain word   long  writer  link in the free list or in limbo, else an epoch
 *    16  mode         int   const   Filter mode
 *    20  firstSource  int   list    First source of its list
 *    24  sourceCount  int   list    Sources in its list
 *    28  groupSlot    int   const   Slot of the group whose membership it is for
 *    32  (32 bytes unused)
 * </pre>
 *
 * <p>Who may touch a field: see {@link dev.covey.engine.record}.
 */
public final class FilterDescriptor {
    /** Code of the kind in handles. */
    public static final int KIND = 7;

    /** Offset of filter mode. */
    public static final int MODE_OFFSET = RecordLayout.BODY_OFFSET;

    /** Offset of first source of its list. */
    public static final int FIRST_SOURCE_OFFSET = MODE_OFFSET + Integer.BYTES;

    /** Offset of sources in its list. */
    public static final int SOURCE_COUNT_OFFSET = FIRST_SOURCE_OFFSET + Integer.BYTES;

    /** Offset of slot of the group whose membership it is for. */
    public static final int GROUP_SLOT_OFFSET = SOURCE_COUNT_OFFSET + Integer.BYTES;

    /** Length of a record in bytes. */
    public static final int RECORD_LENGTH = 64;

    /** What the memory has to know of it. */
    public static final RecordLayout LAYOUT = new RecordLayout(KIND, "filter", RECORD_LENGTH);

    static {
        if (GROUP_SLOT_OFFSET + Integer.BYTES > RECORD_LENGTH) {
            throw new ExceptionInInitializerError("filter record must fit " + RECORD_LENGTH + " bytes: length="
                    + (GROUP_SLOT_OFFSET + Integer.BYTES));
        }
    }

    private FilterDescriptor() {}
}
