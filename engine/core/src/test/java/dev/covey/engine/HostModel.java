package dev.covey.engine;

import static dev.covey.engine.membership.OperationStatus.ALREADY_JOINED;
import static dev.covey.engine.membership.OperationStatus.INVALID;
import static dev.covey.engine.membership.OperationStatus.NOT_JOINED;
import static dev.covey.engine.membership.OperationStatus.OK;
import static dev.covey.engine.record.FilterMode.EXCLUDE;
import static dev.covey.engine.record.FilterMode.INCLUDE;
import static dev.covey.engine.wire.GroupRecordType.ALLOW_NEW_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.BLOCK_OLD_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_EXCLUDE_MODE;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_INCLUDE_MODE;

import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.GroupRecordType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What RFC 3678 and RFC 9776 sections 3.2 and 5.1 say about one interface, written down as plain sets: sockets have
 * filters for groups, filters are merged into the state of the interface, and what changes there is announced as often
 * as the Robustness Variable says. Sockets, groups and sources are numbers.
 *
 * <p>Errors are those of FreeBSD where systems differ.
 */
final class HostModel {
    /** Receives nothing: what a socket that is no member has, and an interface without members. */
    static final Filter NOTHING = new Filter(INCLUDE, Set.of());

    private final int robustness;
    private final Map<Membership, Filter> filters = new HashMap<>();
    private final Map<Integer, Announcement> announcements = new TreeMap<>();

    HostModel(final int robustness) {
        this.robustness = robustness;
    }

    /** Which sources a socket, or an interface, receives. */
    record Filter(FilterMode mode, Set<Integer> sources) {
        boolean passes(final int source) {
            return sources.contains(source) == (mode == INCLUDE);
        }

        private boolean isNothing() {
            return mode == INCLUDE && sources.isEmpty();
        }
    }

    /** What a report says about a group. */
    record Announced(GroupRecordType type, Set<Integer> sources) {}

    private record Membership(int socket, int group) {}

    /** How often something about a group is still to be said. */
    private static final class Announcement {
        private int modesLeft;
        private final Map<Integer, Integer> sourcesLeft = new TreeMap<>();
    }

    // What sockets ask for.

    int join(final int socket, final int group) {
        final Filter before = filters.get(new Membership(socket, group));
        if (before != null) {
            return before.mode() == EXCLUDE ? ALREADY_JOINED : INVALID;
        }
        return put(socket, group, new Filter(EXCLUDE, Set.of()));
    }

    int leave(final int socket, final int group) {
        return filters.containsKey(new Membership(socket, group)) ? put(socket, group, NOTHING) : NOT_JOINED;
    }

    int joinSource(final int socket, final int group, final int source) {
        final Filter before = filters.getOrDefault(new Membership(socket, group), NOTHING);
        if (before.mode() == EXCLUDE) {
            return INVALID;
        }
        return before.sources().contains(source) ? NOT_JOINED : put(socket, group, with(before, source));
    }

    int leaveSource(final int socket, final int group, final int source) {
        final Filter before = filters.get(new Membership(socket, group));
        if (before == null || before.mode() == EXCLUDE || !before.sources().contains(source)) {
            return NOT_JOINED;
        }
        return put(socket, group, without(before, source));
    }

    int blockSource(final int socket, final int group, final int source) {
        final Filter before = filters.get(new Membership(socket, group));
        if (before == null) {
            return NOT_JOINED;
        }
        if (before.mode() == INCLUDE) {
            return INVALID;
        }
        return before.sources().contains(source) ? NOT_JOINED : put(socket, group, with(before, source));
    }

    int unblockSource(final int socket, final int group, final int source) {
        final Filter before = filters.get(new Membership(socket, group));
        if (before == null) {
            return NOT_JOINED;
        }
        if (before.mode() == INCLUDE) {
            return INVALID;
        }
        return before.sources().contains(source) ? put(socket, group, without(before, source)) : NOT_JOINED;
    }

    int setFilter(final int socket, final int group, final FilterMode mode, final Set<Integer> sources) {
        final Filter filter = new Filter(mode, new TreeSet<>(sources));
        return filter.isNothing() ? leave(socket, group) : put(socket, group, filter);
    }

    /** A socket closes: it leaves one group after the other. */
    void close(final int socket) {
        final Set<Integer> groups = new TreeSet<>();
        filters.keySet().stream().filter(key -> key.socket() == socket).forEach(key -> groups.add(key.group()));
        groups.forEach(group -> put(socket, group, NOTHING));
    }

    private static Filter with(final Filter filter, final int source) {
        final Set<Integer> sources = new TreeSet<>(filter.sources());
        sources.add(source);
        return new Filter(filter.mode(), sources);
    }

    private static Filter without(final Filter filter, final int source) {
        final Set<Integer> sources = new TreeSet<>(filter.sources());
        sources.remove(source);
        return new Filter(filter.mode(), sources);
    }

    private int put(final int socket, final int group, final Filter filter) {
        final Filter before = merged(group);
        final Membership membership = new Membership(socket, group);
        if (filter.isNothing()) {
            filters.remove(membership);
        } else {
            filters.put(membership, filter);
        }
        onChange(group, before, merged(group));
        return OK;
    }

    // What the interface makes of it.

    /** Section 3.2: one EXCLUDE makes it EXCLUDE of what all of those exclude and nobody includes. */
    Filter merged(final int group) {
        final Set<Integer> included = new TreeSet<>();
        Set<Integer> excluded = null;
        for (final Map.Entry<Membership, Filter> entry : filters.entrySet()) {
            if (entry.getKey().group() != group) {
                continue;
            }
            final Filter filter = entry.getValue();
            if (filter.mode() == INCLUDE) {
                included.addAll(filter.sources());
            } else if (excluded == null) {
                excluded = new TreeSet<>(filter.sources());
            } else {
                excluded.retainAll(filter.sources());
            }
        }
        if (excluded == null) {
            return new Filter(INCLUDE, included);
        }
        excluded.removeAll(included);
        return new Filter(EXCLUDE, excluded);
    }

    /** Which sockets receive what a source sends to a group. */
    Set<Integer> receivers(final int group, final int source) {
        final Set<Integer> sockets = new TreeSet<>();
        filters.forEach((membership, filter) -> {
            if (membership.group() == group && filter.passes(source)) {
                sockets.add(membership.socket());
            }
        });
        return sockets;
    }

    /** The filter of a socket, or {@link #NOTHING}. */
    Filter filter(final int socket, final int group) {
        return filters.getOrDefault(new Membership(socket, group), NOTHING);
    }

    /** The groups that somebody has joined. */
    Set<Integer> groups() {
        final Set<Integer> groups = new TreeSet<>();
        filters.keySet().forEach(membership -> groups.add(membership.group()));
        return groups;
    }

    // What is said about it.

    /** Section 5.1, first table. Records without sources are not sent, but for those that tell a mode. */
    static List<Announced> difference(final Filter before, final Filter after) {
        if (before.mode() != after.mode()) {
            return List.of(new Announced(
                    after.mode() == EXCLUDE ? CHANGE_TO_EXCLUDE_MODE : CHANGE_TO_INCLUDE_MODE, after.sources()));
        }
        final Set<Integer> added = new TreeSet<>(after.sources());
        added.removeAll(before.sources());
        final Set<Integer> removed = new TreeSet<>(before.sources());
        removed.removeAll(after.sources());
        return after.mode() == INCLUDE ? allowAndBlock(added, removed) : allowAndBlock(removed, added);
    }

    private static List<Announced> allowAndBlock(final Set<Integer> allowed, final Set<Integer> blocked) {
        return List.of(new Announced(ALLOW_NEW_SOURCES, allowed), new Announced(BLOCK_OLD_SOURCES, blocked)).stream()
                .filter(record -> !record.sources().isEmpty())
                .toList();
    }

    private void onChange(final int group, final Filter before, final Filter after) {
        final List<Announced> difference = difference(before, after);
        if (before.mode() == after.mode() && difference.isEmpty()) {
            return;
        }
        final Announcement announcement = announcements.computeIfAbsent(group, key -> new Announcement());
        if (before.mode() != after.mode()) {
            announcement.modesLeft = robustness;
            return;
        }
        for (final Announced record : difference) {
            record.sources().forEach(source -> announcement.sourcesLeft.put(source, robustness));
        }
    }

    /** Is anything about a group still to be said? */
    boolean isPending(final int group) {
        return announcements.containsKey(group);
    }

    /** Section 5.1, second table: what the next report says about a group, from the state of now. */
    Set<Announced> next(final int group) {
        final Announcement announcement = announcements.get(group);
        if (announcement == null) {
            return Set.of();
        }
        final Filter now = merged(group);
        if (announcement.modesLeft > 0) {
            return Set.of(new Announced(
                    now.mode() == EXCLUDE ? CHANGE_TO_EXCLUDE_MODE : CHANGE_TO_INCLUDE_MODE, now.sources()));
        }
        final Set<Integer> allowed = new TreeSet<>();
        final Set<Integer> blocked = new TreeSet<>();
        announcement.sourcesLeft.keySet().forEach(source -> (now.passes(source) ? allowed : blocked).add(source));
        return Set.copyOf(allowAndBlock(allowed, blocked));
    }

    /** The next report was sent: one transmission less of everything that is still to be said about a group. */
    void sent(final int group) {
        final Announcement announcement = announcements.get(group);
        announcement.modesLeft = Math.max(0, announcement.modesLeft - 1);
        announcement.sourcesLeft.replaceAll((source, left) -> left - 1);
        announcement.sourcesLeft.values().removeIf(left -> left == 0);
        if (announcement.modesLeft == 0 && announcement.sourcesLeft.isEmpty()) {
            announcements.remove(group);
        }
    }
}
