package dev.covey.engine.record;

import dev.covey.engine.memory.RecordLayout;

/**
 * Layout of one interface record: a link that groups are joined and reported on.
 *
 * <p>Its slot is the interface number in the keys of the tables: it is not used again before the last record of the
 * interface is gone, so a new interface inherits nothing.
 *
 * <pre>
 *     0  life word           long  atomic  generation, phase and references
 *     8  chain word          long  writer  link in the free list or in limbo, else an epoch
 *    16  cookie              long  const   What the embedder calls it, for example its interface index
 *    24  macAddress          long  writer  Link-layer address, 48 bit
 *    32  isUp                int   writer  Whether packets may be sent and received
 *    36  mtu                 int   writer  Largest IP packet in bytes
 *    40  firstGroup          int   list    First group of its list
 *    44  groupCount          int   list    Groups in its list
 *    48  firstLinkMulticast  int   list    First link multicast record of its list
 *    52  linkMulticastCount  int   list    Link multicast records in its list
 *    56  firstRouterGroup    int   list    First router group of its list
 *    60  routerGroupCount    int   list    Router groups in its list
 *    64  igmpQuerier         int   list    Its querier record of IGMP
 *    68  mldQuerier          int   list    Its querier record of MLD
 *    72  igmpHost            int   list    Its host record of IGMP
 *    76  mldHost             int   list    Its host record of MLD
 *    80  (48 bytes unused)
 * </pre>
 *
 * <p>Who may touch a field: see {@link dev.covey.engine.record}.
 */
public final class InterfaceDescriptor {
    /** Code of the kind in handles. */
    public static final int KIND = 1;

    /** Offset of what the embedder calls it, for example its interface index. */
    public static final int COOKIE_OFFSET = RecordLayout.BODY_OFFSET;

    /** Offset of link-layer address, 48 bit. */
    public static final int MAC_ADDRESS_OFFSET = COOKIE_OFFSET + Long.BYTES;

    /** Offset of whether packets may be sent and received. */
    public static final int IS_UP_OFFSET = MAC_ADDRESS_OFFSET + Long.BYTES;

    /** Offset of largest IP packet in bytes. */
    public static final int MTU_OFFSET = IS_UP_OFFSET + Integer.BYTES;

    /** Offset of first group of its list. */
    public static final int FIRST_GROUP_OFFSET = MTU_OFFSET + Integer.BYTES;

    /** Offset of groups in its list. */
    public static final int GROUP_COUNT_OFFSET = FIRST_GROUP_OFFSET + Integer.BYTES;

    /** Offset of first link multicast record of its list. */
    public static final int FIRST_LINK_MULTICAST_OFFSET = GROUP_COUNT_OFFSET + Integer.BYTES;

    /** Offset of link multicast records in its list. */
    public static final int LINK_MULTICAST_COUNT_OFFSET = FIRST_LINK_MULTICAST_OFFSET + Integer.BYTES;

    /** Offset of first router group of its list. */
    public static final int FIRST_ROUTER_GROUP_OFFSET = LINK_MULTICAST_COUNT_OFFSET + Integer.BYTES;

    /** Offset of router groups in its list. */
    public static final int ROUTER_GROUP_COUNT_OFFSET = FIRST_ROUTER_GROUP_OFFSET + Integer.BYTES;

    /** Offset of its querier record of IGMP. */
    public static final int IGMP_QUERIER_OFFSET = ROUTER_GROUP_COUNT_OFFSET + Integer.BYTES;

    /** Offset of its querier record of MLD. */
    public static final int MLD_QUERIER_OFFSET = IGMP_QUERIER_OFFSET + Integer.BYTES;

    /** Offset of its host record of IGMP. */
    public static final int IGMP_HOST_OFFSET = MLD_QUERIER_OFFSET + Integer.BYTES;

    /** Offset of its host record of MLD. */
    public static final int MLD_HOST_OFFSET = IGMP_HOST_OFFSET + Integer.BYTES;

    /** Length of a record in bytes. */
    public static final int RECORD_LENGTH = 128;

    /** What the memory has to know of it. */
    public static final RecordLayout LAYOUT = new RecordLayout(KIND, "interface", RECORD_LENGTH);

    static {
        if (MLD_HOST_OFFSET + Integer.BYTES > RECORD_LENGTH) {
            throw new ExceptionInInitializerError("interface record must fit " + RECORD_LENGTH + " bytes: length="
                    + (MLD_HOST_OFFSET + Integer.BYTES));
        }
    }

    private InterfaceDescriptor() {}
}
