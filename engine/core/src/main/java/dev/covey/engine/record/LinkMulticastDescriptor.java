package dev.covey.engine.record;

import dev.covey.engine.memory.RecordLayout;

/**
 * Layout of one link multicast record: a link-layer address that the interface has to receive.
 *
 * <p>Several groups can share one: 224.1.1.1 and 225.1.1.1 both map to 01:00:5e:01:01:01 (RFC 1112 section 6.4).
 *
 * <pre>
 *     0  life word            long  atomic  generation, phase and references
 *     8  chain word           long  writer  link in the free list or in limbo, else an epoch
 *    16  interfaceHandle      long  owned   Interface it belongs to
 *    24  macAddress           long  const   Multicast address, 48 bit
 *    32  nextInInterface      int   list    Next in the interface's list
 *    36  previousInInterface  int   list    Previous in the interface's list
 *    40  groupCount           int   writer  Groups that need it now
 *    44  isReceived           int   writer  Whether the interface was told to receive it
 *    48  (16 bytes unused)
 * </pre>
 *
 * <p>Who may touch a field: see {@link dev.covey.engine.record}.
 */
public final class LinkMulticastDescriptor {
    /** Code of the kind in handles. */
    public static final int KIND = 3;

    /** Offset of interface it belongs to. */
    public static final int INTERFACE_HANDLE_OFFSET = RecordLayout.BODY_OFFSET;

    /** Offset of multicast address, 48 bit. */
    public static final int MAC_ADDRESS_OFFSET = INTERFACE_HANDLE_OFFSET + Long.BYTES;

    /** Offset of next in the interface's list. */
    public static final int NEXT_IN_INTERFACE_OFFSET = MAC_ADDRESS_OFFSET + Long.BYTES;

    /** Offset of previous in the interface's list. */
    public static final int PREVIOUS_IN_INTERFACE_OFFSET = NEXT_IN_INTERFACE_OFFSET + Integer.BYTES;

    /** Offset of groups that need it now. */
    public static final int GROUP_COUNT_OFFSET = PREVIOUS_IN_INTERFACE_OFFSET + Integer.BYTES;

    /** Offset of whether the interface was told to receive it. */
    public static final int IS_RECEIVED_OFFSET = GROUP_COUNT_OFFSET + Integer.BYTES;

    /** Length of a record in bytes. */
    public static final int RECORD_LENGTH = 64;

    /** What the memory has to know of it. */
    public static final RecordLayout LAYOUT =
            new RecordLayout(KIND, "link multicast", RECORD_LENGTH, INTERFACE_HANDLE_OFFSET);

    static {
        if (IS_RECEIVED_OFFSET + Integer.BYTES > RECORD_LENGTH) {
            throw new ExceptionInInitializerError("link multicast record must fit " + RECORD_LENGTH + " bytes: length="
                    + (IS_RECEIVED_OFFSET + Integer.BYTES));
        }
    }

    private LinkMulticastDescriptor() {}
}
