package dev.covey.tools.drive;

import dev.covey.engine.wire.InternetAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/** One socket of a scenario. */
final class SocketEntry {
    private final String name;
    private final long handle;
    private final int maxSources;
    private final Set<Membership> memberships = new LinkedHashSet<>();

    /** Where a socket is a member. */
    record Membership(InterfaceEntry entry, InternetAddress group) {}

    SocketEntry(final String name, final long handle, final int maxSources) {
        this.name = name;
        this.maxSources = maxSources;
        this.handle = handle;
    }

    String name() {
        return name;
    }

    long handle() {
        return handle;
    }

    /** Most sources in one of its filters. */
    int maxSources() {
        return maxSources;
    }

    boolean isMember(final InterfaceEntry entry, final InternetAddress group) {
        return memberships.contains(new Membership(entry, group));
    }

    /** The newest membership of a group on such an interface, one that is there before one that is gone; or null. */
    InterfaceEntry findMembership(final InternetAddress group, final Predicate<InterfaceEntry> isMeant) {
        InterfaceEntry found = null;
        for (final Membership membership : memberships) {
            final InterfaceEntry entry = membership.entry;
            if (membership.group.equals(group)
                    && isMeant.test(entry)
                    && (found == null || found.isRemoved() || !entry.isRemoved())) {
                found = entry;
            }
        }
        return found;
    }

    void add(final InterfaceEntry entry, final InternetAddress group) {
        if (memberships.add(new Membership(entry, group))) {
            entry.addMember(group, this);
        }
    }

    void remove(final InterfaceEntry entry, final InternetAddress group) {
        if (memberships.remove(new Membership(entry, group))) {
            entry.removeMember(group, this);
        }
    }

    /** It is closed: it is a member nowhere any more. */
    void removeAll() {
        for (final Membership membership : memberships) {
            membership.entry.removeMember(membership.group, this);
        }
        memberships.clear();
    }
}
