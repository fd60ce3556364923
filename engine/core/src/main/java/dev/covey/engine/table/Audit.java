package dev.covey.engine.table;

import static dev.covey.engine.memory.Handle.NULL_HANDLE;
import static dev.covey.engine.memory.RecordLayout.LIFE_WORD_OFFSET;
import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.LifeWord;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.FilterDescriptor;
import dev.covey.engine.record.GroupDescriptor;
import dev.covey.engine.record.GroupFlyweight;
import dev.covey.engine.record.HostDescriptor;
import dev.covey.engine.record.HostGroupDescriptor;
import dev.covey.engine.record.HostGroupFlyweight;
import dev.covey.engine.record.HostSourceDescriptor;
import dev.covey.engine.record.HostSourceFlyweight;
import dev.covey.engine.record.InterfaceDescriptor;
import dev.covey.engine.record.LinkMulticastDescriptor;
import dev.covey.engine.record.LinkMulticastFlyweight;
import dev.covey.engine.record.RouterGroupDescriptor;
import dev.covey.engine.record.RouterGroupFlyweight;
import dev.covey.engine.record.SocketDescriptor;
import dev.covey.engine.record.SourceDescriptor;
import dev.covey.engine.record.SourceFlyweight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Recounts every reference of every record from what points at it, and compares the tables with the records.
 *
 * <p>A record must have one reference for each owned link that names it, one more while it is live (its table's), and
 * no other between two operations. Every live record must be where its table says, every list whole, and no index may
 * have an entry that is no record's.
 *
 * <p>Threading: the writer's thread, between operations. It allocates, and takes time in proportion to all records.
 */
public final class Audit {
    private static final int MAX_FINDINGS = 16;

    private final RecordTables tables;
    private final RecordStore store;
    private final long[][] owners = new long[Handle.MAX_KIND + 1][];
    private final List<String> findings = new ArrayList<>();
    private int leaked;
    private int mismatched;

    /**
     * An audit, for one use.
     *
     * @param tables to audit.
     */
    public Audit(final RecordTables tables) {
        this.tables = tables;
        this.store = tables.store();
    }

    /**
     * Walk everything.
     *
     * @return what was found.
     */
    public AuditReport run() {
        final Map<String, Integer> live = new TreeMap<>();
        for (int kind = 1; kind <= Handle.MAX_KIND; kind++) {
            if (store.slab(kind) != null) {
                owners[kind] = new long[store.slab(kind).highWater()];
            }
        }
        for (int kind = 1; kind <= Handle.MAX_KIND; kind++) {
            if (owners[kind] != null) {
                countOwnedLinks(store.slab(kind));
            }
        }
        int retired = 0;
        for (int kind = 1; kind <= Handle.MAX_KIND; kind++) {
            if (owners[kind] != null) {
                final Slab slab = store.slab(kind);
                compareReferences(slab);
                live.put(slab.layout().name(), slab.inUse());
                retired += slab.inLimbo();
            }
        }
        check(retired == store.inLimbo(), "limbo: slabs=" + retired + ", store=" + store.inLimbo());
        check(store.openLeases() == 0, "leases are open: " + store.openLeases());
        checkLists();
        checkIndexes();
        return new AuditReport(live, retired, leaked, mismatched, findings);
    }

    /** A record owns what its links name from the day it is filled to the day its slot is freed. */
    private void countOwnedLinks(final Slab slab) {
        for (int slot = 0; slot < slab.highWater(); slot++) {
            if (LifeWord.phase(slab.lifeWord(slot)) == LifeWord.FREE) {
                continue;
            }
            for (int i = 0; i < slab.layout().ownedLinks(); i++) {
                final long handle =
                        slab.buffer().getLong(slab.offset(slot) + slab.layout().ownedLinkOffset(i));
                if (handle != NULL_HANDLE) {
                    countOwner(slab, slot, handle);
                }
            }
        }
    }

    private void countOwner(final Slab slab, final int slot, final long handle) {
        final Slab owned = store.slab(Handle.kind(handle));
        if (owned == null || owned.resolveReferenced(handle) == NULL_SLOT) {
            mismatch(slab.layout().name() + " " + slot + " owns what is gone: " + Handle.describe(handle));
        } else {
            owners[Handle.kind(handle)][Handle.slot(handle)]++;
        }
    }

    private void compareReferences(final Slab slab) {
        int inUse = 0;
        int inLimbo = 0;
        final long[] counted = owners[slab.layout().kind()];
        for (int slot = 0; slot < counted.length; slot++) {
            final long word = slab.buffer().getLong(slab.offset(slot) + LIFE_WORD_OFFSET);
            final int phase = LifeWord.phase(word);
            final long expected = counted[slot] + (phase == LifeWord.LIVE ? 1 : 0);
            final long references = LifeWord.references(word);
            if (references > expected && expected == 0) {
                leaked++;
                note(slab.layout().name() + " " + slot + " is leaked: " + LifeWord.describe(word));
            } else {
                check(
                        references == expected,
                        slab.layout().name() + " " + slot + ": owners=" + expected + ", " + LifeWord.describe(word));
            }
            if (references > 0) {
                inUse++;
            } else if (phase == LifeWord.RETIRED) {
                inLimbo++;
            }
        }
        check(inUse == slab.inUse(), slab.layout().name() + ": in use=" + inUse + ", counted=" + slab.inUse());
        check(inLimbo == slab.inLimbo(), slab.layout().name() + ": limbo=" + inLimbo + ", counted=" + slab.inLimbo());
    }

    private void checkLists() {
        store.forEachReferenced(InterfaceDescriptor.KIND, slot -> {
            check(tables.groups().ofInterface().isConsistent(slot), "groups of interface " + slot);
            check(tables.linkMulticasts().ofInterface().isConsistent(slot), "link multicasts of interface " + slot);
            check(tables.routerGroups().ofInterface().isConsistent(slot), "router groups of interface " + slot);
        });
        store.forEachReferenced(
                SocketDescriptor.KIND,
                slot -> check(tables.memberships().ofSocket().isConsistent(slot), "memberships of socket " + slot));
        store.forEachReferenced(
                GroupDescriptor.KIND,
                slot -> check(tables.memberships().ofGroup().isConsistent(slot), "memberships of group " + slot));
        store.forEachReferenced(
                FilterDescriptor.KIND,
                slot -> check(tables.sources().ofFilter().isConsistent(slot), "sources of filter " + slot));
        store.forEachReferenced(
                RouterGroupDescriptor.KIND,
                slot -> check(tables.sources().ofRouterGroup().isConsistent(slot), "sources of router group " + slot));
        store.forEachReferenced(
                HostDescriptor.KIND,
                slot -> check(tables.hostGroups().ofHost().isConsistent(slot), "groups of host " + slot));
        store.forEachReferenced(
                HostGroupDescriptor.KIND,
                slot -> check(tables.hostSources().ofGroup().isConsistent(slot), "sources of host group " + slot));
    }

    private void checkIndexes() {
        final GroupFlyweight group = new GroupFlyweight();
        final int[] groupsOfLink = new int[tables.linkMulticasts().slab().highWater()];
        forEachLive(tables.groups().slab(), slot -> {
            group.wrap(tables.groups().slab(), slot);
            check(
                    tables.groups().find(group.interfaceSlot(), group.addressHigh(), group.addressLow()) == slot,
                    "group is not in the index: " + group);
            check(tables.memberships().ofGroup().count(slot) > 0, "group without members: " + group);
            groupsOfLink[tables.groups().linkMulticast(slot)]++;
            checkOpen(slot, group);
        });
        final LinkMulticastFlyweight link = new LinkMulticastFlyweight();
        forEachLive(tables.linkMulticasts().slab(), slot -> {
            link.wrap(tables.linkMulticasts().slab(), slot);
            check(link.groupCount() == groupsOfLink[slot], "groups=" + groupsOfLink[slot] + " of " + link);
            check(
                    tables.linkMulticasts()
                                    .find(Handle.slot(tables.linkMulticasts().interfaceHandle(slot)), link.macAddress())
                            == slot,
                    "link multicast is not in the index: " + link);
        });
        final int[] indexed = new int[1];
        forEachLive(tables.memberships().slab(), slot -> {
            check(isFound(slot), "membership is not found: " + slot);
            indexed[0] += tables.memberships().isIndexed(slot) ? 1 : 0;
        });
        checkSize("membership", tables.memberships().index().size(), indexed[0]);
        final RouterGroupFlyweight routerGroup = new RouterGroupFlyweight();
        forEachLive(tables.routerGroups().slab(), slot -> {
            routerGroup.wrap(tables.routerGroups().slab(), slot);
            check(
                    tables.routerGroups()
                                    .find(
                                            Handle.slot(tables.routerGroups().interfaceHandle(slot)),
                                            routerGroup.addressHigh(),
                                            routerGroup.addressLow())
                            == slot,
                    "router group is not in the index: " + routerGroup);
        });
        final SourceFlyweight source = new SourceFlyweight();
        forEachLive(tables.sources().slab(), slot -> {
            source.wrap(tables.sources().slab(), slot);
            check(
                    tables.sources().find(source.ownerHandle(), source.addressHigh(), source.addressLow()) == slot,
                    "source is not in the index: " + source);
        });
        checkHosts();
        checkLive("group", tables.groups().index().size(), GroupDescriptor.KIND);
        checkLive("link multicast", tables.linkMulticasts().index().size(), LinkMulticastDescriptor.KIND);
        checkLive("source", tables.sources().index().size(), SourceDescriptor.KIND);
        checkLive("router group", tables.routerGroups().index().size(), RouterGroupDescriptor.KIND);
        checkLive("host group", tables.hostGroups().index().size(), HostGroupDescriptor.KIND);
        checkLive("host source", tables.hostSources().index().size(), HostSourceDescriptor.KIND);
    }

    private boolean isFound(final int membership) {
        final MembershipTable memberships = tables.memberships();
        final int socket = Handle.slot(memberships.socketHandle(membership));
        final int group = memberships.group(membership);
        final int inIndex = memberships.index().find(MembershipTable.key(socket, group));
        return memberships.find(socket, group) == membership
                && inIndex == (memberships.isIndexed(membership) ? membership : NULL_SLOT);
    }

    private void checkOpen(final int slot, final GroupFlyweight group) {
        int open = 0;
        int membership = tables.memberships().ofGroup().first(slot);
        while (membership != NULL_SLOT) {
            open += tables.memberships().isOpen(membership) ? 1 : 0;
            membership = tables.memberships().ofGroup().next(membership);
        }
        check(group.openCount() == open, "open memberships=" + open + " of " + group);
        final int look = tables.groups().look(group.interfaceSlot(), group.addressHigh(), group.addressLow());
        check(GroupTable.isOpen(look) == open > 0, "open in the index differs: " + group);
        check(look == tables.memberships().groupEntry(slot), "what the index tells differs: " + group);
    }

    private void checkHosts() {
        final HostGroupFlyweight group = new HostGroupFlyweight();
        forEachLive(tables.hostGroups().slab(), slot -> {
            group.wrap(tables.hostGroups().slab(), slot);
            final int host = tables.hostGroups().host(slot);
            final int interfaceSlot = Handle.slot(tables.hosts().interfaceHandle(host));
            check(
                    tables.hostGroups().find(interfaceSlot, group.addressHigh(), group.addressLow()) == slot,
                    "host group is not in the index: " + group);
            final int joined = tables.groups().find(interfaceSlot, group.addressHigh(), group.addressLow());
            final int members =
                    joined == NULL_SLOT ? 0 : tables.memberships().ofGroup().count(joined);
            check(group.members() == members, "memberships=" + members + " of " + group);
        });
        final HostSourceFlyweight source = new HostSourceFlyweight();
        forEachLive(tables.hostSources().slab(), slot -> {
            source.wrap(tables.hostSources().slab(), slot);
            check(
                    tables.hostSources().find(source.ownerHandle(), source.addressHigh(), source.addressLow()) == slot,
                    "host source is not in the index: " + source);
        });
    }

    private void checkLive(final String name, final int entries, final int kind) {
        final int[] live = new int[1];
        forEachLive(store.slab(kind), slot -> live[0]++);
        checkSize(name, entries, live[0]);
    }

    private void checkSize(final String name, final int entries, final int records) {
        check(entries == records, name + " index: entries=" + entries + ", live records=" + records);
    }

    private void forEachLive(final Slab slab, final IntConsumer visitor) {
        for (int slot = 0; slot < slab.highWater(); slot++) {
            if (LifeWord.phase(slab.lifeWord(slot)) == LifeWord.LIVE) {
                visitor.accept(slot);
            }
        }
    }

    private void check(final boolean isRight, final String finding) {
        if (!isRight) {
            mismatch(finding);
        }
    }

    private void mismatch(final String finding) {
        mismatched++;
        note(finding);
    }

    private void note(final String finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }
}
