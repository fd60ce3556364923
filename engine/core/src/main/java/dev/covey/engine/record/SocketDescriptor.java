package dev.covey.engine.record;

import dev.covey.engine.memory.RecordLayout;

/**
 * Layout of one socket record: an endpoint that joins groups.
 *
 * <pre>
 *     0  life word        long  atomic  generation, phase and references
 *     8  chain word       long  writer  link in the free list or in limbo, else an epoch
 *    16  cookie           long  const   What the embedder calls it
 *    24  firstMembership  int   list    First membership of its list
 *    28  membershipCount  int   list    Memberships in its list
 *    32  isInternal       int   const   Whether it is the engine's own: no delivery names it
 *    36  isLoopback       int   writer  Whether what it sends comes back to this host's members; readers look at it
 *    40  maxMemberships   int   writer  Most memberships that it can have
 *    44  maxSources       int   writer  Most sources that a filter of it can list
 *    48  (16 bytes unused)
 * </pre>
 *
 * <p>Who may touch a field: see {@link dev.covey.engine.record}.
 */
public final class SocketDescriptor {
    /** Code of the kind in handles. */
    public static final int KIND = 5;

    /** Offset of what the embedder calls it. */
    public static final int COOKIE_OFFSET = RecordLayout.BODY_OFFSET;

    /** Offset of first membership of its list. */
    public static final int FIRST_MEMBERSHIP_OFFSET = COOKIE_OFFSET + Long.BYTES;

    /** Offset of memberships in its list. */
    public static final int MEMBERSHIP_COUNT_OFFSET = FIRST_MEMBERSHIP_OFFSET + Integer.BYTES;

    /** Offset of whether it is the engine's own: no delivery names it. */
    public static final int IS_INTERNAL_OFFSET = MEMBERSHIP_COUNT_OFFSET + Integer.BYTES;

    /** Offset of whether what it sends comes back to this host's members; readers look at it. */
    public static final int IS_LOOPBACK_OFFSET = IS_INTERNAL_OFFSET + Integer.BYTES;

    /** Offset of most memberships that it can have. */
    public static final int MAX_MEMBERSHIPS_OFFSET = IS_LOOPBACK_OFFSET + Integer.BYTES;

    /** Offset of most sources that a filter of it can list. */
    public static final int MAX_SOURCES_OFFSET = MAX_MEMBERSHIPS_OFFSET + Integer.BYTES;

    /** Length of a record in bytes. */
    public static final int RECORD_LENGTH = 64;

    /** What the memory has to know of it. */
    public static final RecordLayout LAYOUT = new RecordLayout(KIND, "socket", RECORD_LENGTH);

    static {
        if (MAX_SOURCES_OFFSET + Integer.BYTES > RECORD_LENGTH) {
            throw new ExceptionInInitializerError("socket record must fit " + RECORD_LENGTH + " bytes: length="
                    + (MAX_SOURCES_OFFSET + Integer.BYTES));
        }
    }

    private SocketDescriptor() {}
}
