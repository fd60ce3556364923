package dev.covey.engine.table;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.memory.RecordLayout;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.FilterDescriptor;
import dev.covey.engine.record.GroupDescriptor;
import dev.covey.engine.record.HostDescriptor;
import dev.covey.engine.record.HostGroupDescriptor;
import dev.covey.engine.record.HostSourceDescriptor;
import dev.covey.engine.record.InterfaceDescriptor;
import dev.covey.engine.record.LinkMulticastDescriptor;
import dev.covey.engine.record.MembershipDescriptor;
import dev.covey.engine.record.QuerierDescriptor;
import dev.covey.engine.record.RouterGroupDescriptor;
import dev.covey.engine.record.SocketDescriptor;
import dev.covey.engine.record.SourceDescriptor;

/** All tables over one store: built together, because they share slabs and lists. */
public final class RecordTables {
    private static final int INITIAL_ENTRIES = 512;

    private final RecordStore store;
    private final InterfaceTable interfaces;
    private final QuerierTable queriers;
    private final LinkMulticastTable linkMulticasts;
    private final GroupTable groups;
    private final SocketTable sockets;
    private final MembershipTable memberships;
    private final FilterTable filters;
    private final SourceTable sources;
    private final RouterGroupTable routerGroups;
    private final HostTable hosts;
    private final HostGroupTable hostGroups;
    private final HostSourceTable hostSources;

    /**
     * Empty tables.
     *
     * @param store of the records, without slabs yet.
     * @param sizes of the tables.
     * @param memory for slabs and indexes.
     * @param gate asked before each record.
     * @param seed of the indexes' permutations, secret to whoever sends packets.
     */
    public RecordTables(
            final RecordStore store,
            final TableSizes sizes,
            final NativeMemory memory,
            final AllocationGate gate,
            final long seed) {
        this.store = store;
        final Slabs slabs = new Slabs(store, memory, gate);
        final Slab interfaceSlab = slabs.add(InterfaceDescriptor.LAYOUT, sizes.interfaces());
        final Slab querierSlab = slabs.add(QuerierDescriptor.LAYOUT, 2 * sizes.interfaces());
        final Slab linkMulticastSlab = slabs.add(LinkMulticastDescriptor.LAYOUT, sizes.groups());
        final Slab groupSlab = slabs.add(GroupDescriptor.LAYOUT, sizes.groups());
        final Slab socketSlab = slabs.add(SocketDescriptor.LAYOUT, sizes.sockets());
        final Slab membershipSlab = slabs.add(MembershipDescriptor.LAYOUT, sizes.memberships());
        final Slab filterSlab = slabs.add(FilterDescriptor.LAYOUT, sizes.filters());
        final Slab sourceSlab = slabs.add(SourceDescriptor.LAYOUT, sizes.sources());
        final Slab routerGroupSlab = slabs.add(RouterGroupDescriptor.LAYOUT, sizes.routerGroups());

        final int hostGroupCount = (int) Math.min(2L * sizes.groups(), TableSizes.MAX_LARGE_RECORDS);
        final Slab hostSlab = slabs.add(HostDescriptor.LAYOUT, 2 * sizes.interfaces());
        // Groups whose end is still being announced need room beside those that are joined.
        final Slab hostGroupSlab = slabs.add(HostGroupDescriptor.LAYOUT, hostGroupCount);
        // Sources that only queries name have room of their own: what filters may list is never theirs.
        final int hostSourceCount = Math.min(sizes.sources() + sizes.sources() / 4, TableSizes.MAX_RECORDS);
        final Slab hostSourceSlab = slabs.add(HostSourceDescriptor.LAYOUT, hostSourceCount);

        interfaces = new InterfaceTable(store, interfaceSlab);
        queriers = new QuerierTable(store, querierSlab, interfaceSlab);
        linkMulticasts = new LinkMulticastTable(
                store,
                linkMulticastSlab,
                new AddressIndex(
                        "link multicast index",
                        memory,
                        store.epochs(),
                        initialEntries(sizes.groups()),
                        sizes.groups(),
                        seed + 1,
                        false),
                new RecordList(
                        interfaceSlab,
                        InterfaceDescriptor.FIRST_LINK_MULTICAST_OFFSET,
                        InterfaceDescriptor.LINK_MULTICAST_COUNT_OFFSET,
                        linkMulticastSlab,
                        LinkMulticastDescriptor.NEXT_IN_INTERFACE_OFFSET,
                        LinkMulticastDescriptor.PREVIOUS_IN_INTERFACE_OFFSET));
        groups = new GroupTable(
                store,
                groupSlab,
                filterSlab,
                new AddressIndex(
                        "group index",
                        memory,
                        store.epochs(),
                        initialEntries(sizes.groups()),
                        sizes.groups(),
                        seed + 2,
                        true),
                new RecordList(
                        interfaceSlab,
                        InterfaceDescriptor.FIRST_GROUP_OFFSET,
                        InterfaceDescriptor.GROUP_COUNT_OFFSET,
                        groupSlab,
                        GroupDescriptor.NEXT_IN_INTERFACE_OFFSET,
                        GroupDescriptor.PREVIOUS_IN_INTERFACE_OFFSET));
        sockets = new SocketTable(store, socketSlab);
        memberships = new MembershipTable(
                store,
                membershipSlab,
                filterSlab,
                groups,
                new NarrowIndex(
                        "membership index",
                        memory,
                        store.epochs(),
                        initialEntries(sizes.memberships()),
                        sizes.memberships(),
                        seed + 3,
                        false),
                new RecordList(
                        socketSlab,
                        SocketDescriptor.FIRST_MEMBERSHIP_OFFSET,
                        SocketDescriptor.MEMBERSHIP_COUNT_OFFSET,
                        membershipSlab,
                        MembershipDescriptor.NEXT_IN_SOCKET_OFFSET,
                        MembershipDescriptor.PREVIOUS_IN_SOCKET_OFFSET),
                new RecordList(
                        groupSlab,
                        GroupDescriptor.FIRST_MEMBERSHIP_OFFSET,
                        GroupDescriptor.MEMBERSHIP_COUNT_OFFSET,
                        membershipSlab,
                        MembershipDescriptor.NEXT_IN_GROUP_OFFSET,
                        MembershipDescriptor.PREVIOUS_IN_GROUP_OFFSET));
        sources = new SourceTable(
                store,
                sourceSlab,
                new WideIndex(
                        "source index",
                        memory,
                        store.epochs(),
                        initialEntries(sizes.sources()),
                        sizes.sources(),
                        seed + 4,
                        true),
                sourceList(
                        filterSlab,
                        FilterDescriptor.FIRST_SOURCE_OFFSET,
                        FilterDescriptor.SOURCE_COUNT_OFFSET,
                        sourceSlab),
                sourceList(
                        routerGroupSlab,
                        RouterGroupDescriptor.FIRST_SOURCE_OFFSET,
                        RouterGroupDescriptor.SOURCE_COUNT_OFFSET,
                        sourceSlab));
        filters = new FilterTable(store, filterSlab, sources);
        routerGroups = new RouterGroupTable(
                store,
                routerGroupSlab,
                new AddressIndex(
                        "router group index",
                        memory,
                        store.epochs(),
                        initialEntries(sizes.routerGroups()),
                        sizes.routerGroups(),
                        seed + 5,
                        false),
                new RecordList(
                        interfaceSlab,
                        InterfaceDescriptor.FIRST_ROUTER_GROUP_OFFSET,
                        InterfaceDescriptor.ROUTER_GROUP_COUNT_OFFSET,
                        routerGroupSlab,
                        RouterGroupDescriptor.NEXT_IN_INTERFACE_OFFSET,
                        RouterGroupDescriptor.PREVIOUS_IN_INTERFACE_OFFSET));
        hosts = new HostTable(store, hostSlab, interfaceSlab);
        hostGroups = new HostGroupTable(
                store,
                hostGroupSlab,
                hosts,
                new AddressIndex(
                        "host group index",
                        memory,
                        store.epochs(),
                        initialEntries(hostGroupCount),
                        hostGroupCount,
                        seed + 6,
                        false),
                new RecordList(
                        hostSlab,
                        HostDescriptor.FIRST_GROUP_OFFSET,
                        HostDescriptor.GROUP_COUNT_OFFSET,
                        hostGroupSlab,
                        HostGroupDescriptor.NEXT_IN_HOST_OFFSET,
                        HostGroupDescriptor.PREVIOUS_IN_HOST_OFFSET));
        hostSources = new HostSourceTable(
                store,
                hostSourceSlab,
                new WideIndex(
                        "host source index",
                        memory,
                        store.epochs(),
                        initialEntries(hostSourceCount),
                        hostSourceCount,
                        seed + 7,
                        false),
                new RecordList(
                        hostGroupSlab,
                        HostGroupDescriptor.FIRST_SOURCE_OFFSET,
                        HostGroupDescriptor.SOURCE_COUNT_OFFSET,
                        hostSourceSlab,
                        HostSourceDescriptor.NEXT_IN_GROUP_OFFSET,
                        HostSourceDescriptor.PREVIOUS_IN_GROUP_OFFSET));
    }

    private static int initialEntries(final int maxEntries) {
        return Math.min(INITIAL_ENTRIES, maxEntries);
    }

    private static RecordList sourceList(
            final Slab owners, final int firstOffset, final int countOffset, final Slab sourceSlab) {
        return new RecordList(
                owners,
                firstOffset,
                countOffset,
                sourceSlab,
                SourceDescriptor.NEXT_IN_SET_OFFSET,
                SourceDescriptor.PREVIOUS_IN_SET_OFFSET);
    }

    /** End of batch: let growing indexes take their next steps, and free what they have outgrown. */
    public void maintain() {
        linkMulticasts.index().maintain();
        groups.index().maintain();
        memberships.index().maintain();
        sources.index().maintain();
        routerGroups.index().maintain();
        hostGroups.index().maintain();
        hostSources.index().maintain();
    }

    /**
     * Where references are counted.
     *
     * @return the store.
     */
    public RecordStore store() {
        return store;
    }

    /**
     * The interfaces.
     *
     * @return their table.
     */
    public InterfaceTable interfaces() {
        return interfaces;
    }

    /**
     * What routers know of the queriers.
     *
     * @return their table.
     */
    public QuerierTable queriers() {
        return queriers;
    }

    /**
     * The link-layer addresses received.
     *
     * @return their table.
     */
    public LinkMulticastTable linkMulticasts() {
        return linkMulticasts;
    }

    /**
     * The groups joined.
     *
     * @return their table.
     */
    public GroupTable groups() {
        return groups;
    }

    /**
     * The open sockets.
     *
     * @return their table.
     */
    public SocketTable sockets() {
        return sockets;
    }

    /**
     * The sockets' memberships.
     *
     * @return their table.
     */
    public MembershipTable memberships() {
        return memberships;
    }

    /**
     * The memberships' source filters.
     *
     * @return their table.
     */
    public FilterTable filters() {
        return filters;
    }

    /**
     * The source sets.
     *
     * @return their table.
     */
    public SourceTable sources() {
        return sources;
    }

    /**
     * What routers know of the groups.
     *
     * @return their table.
     */
    public RouterGroupTable routerGroups() {
        return routerGroups;
    }

    /**
     * The host side of each link.
     *
     * @return their table.
     */
    public HostTable hosts() {
        return hosts;
    }

    /**
     * The merged reception state of interfaces.
     *
     * @return their table.
     */
    public HostGroupTable hostGroups() {
        return hostGroups;
    }

    /**
     * The sources of that state.
     *
     * @return their table.
     */
    public HostSourceTable hostSources() {
        return hostSources;
    }

    /** Makes slabs alike. */
    private record Slabs(RecordStore store, NativeMemory memory, AllocationGate gate) {
        Slab add(final RecordLayout layout, final int capacity) {
            return store.add(new Slab(layout, capacity, memory, gate));
        }
    }
}
