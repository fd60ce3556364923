package dev.covey.engine.protocol;

import static dev.covey.engine.protocol.RouterFixture.SECOND_NS;

import dev.covey.engine.wire.GroupRecordType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One link of one family as RFC 9776 writes it: sets, and a timer for each element. Slow, and written from the tables
 * alone, to be compared with the machine. Defaults of the RFC; sources and groups are strings.
 */
final class ModelRouter {
    /** State of one group. */
    static final class Group {
        boolean isExclude;
        long groupDeadlineNs;
        /** INCLUDE: A. EXCLUDE: X. With source timers. */
        final Map<String, Long> wanted = new TreeMap<>();
        /** EXCLUDE: Y. */
        final Set<String> blocked = new TreeSet<>();

        long version1UntilNs = Long.MIN_VALUE;
        long version2UntilNs = Long.MIN_VALUE;

        boolean isGone() {
            return !isExclude && wanted.isEmpty();
        }
    }

    final Map<String, Group> groups = new TreeMap<>();
    final List<String> queries = new ArrayList<>();
    /** Groups whose mode or sets the last message changed, by what became of them. */
    final Map<String, MembershipChange> changes = new HashMap<>();

    private final boolean isIpv6;
    long nowNs;
    String querier;
    long querierUntilNs;
    int robustness = 2;
    long intervalNs = 125 * SECOND_NS;
    long responseNs = 10 * SECOND_NS;

    ModelRouter(final boolean isIpv6, final long nowNs) {
        this.isIpv6 = isIpv6;
        this.nowNs = nowNs;
    }

    void advance(final long toNs) {
        while (true) {
            long next = Long.MAX_VALUE;
            for (final Group group : groups.values()) {
                if (group.isExclude) {
                    next = Math.min(next, group.groupDeadlineNs);
                }
                for (final long deadline : group.wanted.values()) {
                    next = Math.min(next, deadline);
                }
            }
            if (querier != null) {
                next = Math.min(next, querierUntilNs);
            }
            if (next > toNs) {
                break;
            }
            expire(next);
        }
        nowNs = toNs;
    }

    private void expire(final long atNs) {
        if (querier != null && querierUntilNs == atNs) {
            querier = null;
            robustness = 2;
            intervalNs = 125 * SECOND_NS;
            responseNs = 10 * SECOND_NS;
        }
        for (final Group group : groups.values()) {
            final Set<String> over = new HashSet<>();
            group.wanted.forEach((source, deadline) -> {
                if (deadline == atNs) {
                    over.add(source);
                }
            });
            group.wanted.keySet().removeAll(over);
            if (group.isExclude) {
                group.blocked.addAll(over);
            }
            if (group.isExclude && group.groupDeadlineNs == atNs) {
                group.isExclude = false;
                group.blocked.clear();
            }
        }
        groups.values().removeIf(Group::isGone);
    }

    void beginMessage() {
        queries.clear();
        changes.clear();
    }

    void olderReport(final String name, final int version) {
        if (isSourceSpecific(name)) {
            return;
        }
        record(GroupRecordType.MODE_IS_EXCLUDE, name, Set.of());
        final long untilNs = nowNs + robustness * intervalNs + responseNs;
        if (version == 1) {
            groups.get(name).version1UntilNs = untilNs;
        } else {
            groups.get(name).version2UntilNs = untilNs;
        }
    }

    void leave(final String name) {
        if (!isSourceSpecific(name)) {
            record(GroupRecordType.CHANGE_TO_INCLUDE_MODE, name, Set.of());
        }
    }

    private static boolean isSourceSpecific(final String name) {
        return name.startsWith("232.") || name.startsWith("ff3e::");
    }

    void record(final GroupRecordType type, final String name, final Collection<String> listed) {
        final Group group = groups.getOrDefault(name, new Group());
        final boolean isNew = !groups.containsKey(name);
        final boolean hasVersion1 = group.version1UntilNs > nowNs;
        final boolean hasOlder = hasVersion1 || group.version2UntilNs > nowNs;
        Set<String> a = new TreeSet<>(listed);
        a.removeIf(s -> Set.of("0.0.0.0", "127.0.0.1", "224.1.1.1", "255.255.255.255", "::", "::1", "ff02::9")
                .contains(s));
        final boolean isToExclude =
                type == GroupRecordType.MODE_IS_EXCLUDE || type == GroupRecordType.CHANGE_TO_EXCLUDE_MODE;
        if ((isSourceSpecific(name) && isToExclude)
                || (type == GroupRecordType.BLOCK_OLD_SOURCES && hasOlder)
                || (type == GroupRecordType.CHANGE_TO_INCLUDE_MODE && hasVersion1)) {
            return;
        }
        if (type == GroupRecordType.CHANGE_TO_EXCLUDE_MODE && hasOlder) {
            a = Set.of();
        }

        final Set<String> x = new TreeSet<>(group.wanted.keySet());
        final Set<String> y = new TreeSet<>(group.blocked);
        final boolean wasExclude = group.isExclude;
        final long gmiNs = nowNs + robustness * intervalNs + 2 * responseNs;
        final long groupTimerNs = group.groupDeadlineNs;
        switch (type) {
            case MODE_IS_INCLUDE, ALLOW_NEW_SOURCES -> {
                if (wasExclude) {
                    set(group, true, union(x, a), minus(y, a));
                } else {
                    set(group, false, union(x, a), Set.of());
                }
                timers(group, a, gmiNs);
            }
            case MODE_IS_EXCLUDE, CHANGE_TO_EXCLUDE_MODE -> {
                final boolean isChange = type == GroupRecordType.CHANGE_TO_EXCLUDE_MODE;
                if (wasExclude) {
                    set(group, true, minus(a, y), intersection(y, a));
                    timers(group, minus(minus(a, x), y), isChange ? groupTimerNs : gmiNs);
                    if (isChange) {
                        ask(name, group, minus(a, y));
                    }
                } else {
                    set(group, true, intersection(x, a), minus(a, x));
                    if (isChange) {
                        ask(name, group, intersection(x, a));
                    }
                }
                group.groupDeadlineNs = gmiNs;
            }
            case CHANGE_TO_INCLUDE_MODE -> {
                if (wasExclude) {
                    set(group, true, union(x, a), minus(y, a));
                    timers(group, a, gmiNs);
                    ask(name, group, minus(x, a));
                    ask(name, group);
                } else {
                    set(group, false, union(x, a), Set.of());
                    timers(group, a, gmiNs);
                    ask(name, group, minus(x, a));
                }
            }
            case BLOCK_OLD_SOURCES -> {
                if (wasExclude) {
                    set(group, true, union(x, minus(a, y)), y);
                    timers(group, minus(minus(a, x), y), groupTimerNs);
                    ask(name, group, minus(a, y));
                } else {
                    ask(name, group, intersection(x, a));
                }
            }
            case UNRECOGNISED -> {
                return;
            }
        }
        if (group.isGone()) {
            return;
        }
        groups.put(name, group);
        if (isNew) {
            changes.put(name, MembershipChange.JOINED);
        } else if (wasExclude != group.isExclude || !x.equals(group.wanted.keySet()) || !y.equals(group.blocked)) {
            changes.putIfAbsent(name, MembershipChange.REPLACED);
        }
    }

    private void set(final Group group, final boolean isExclude, final Set<String> wanted, final Set<String> blocked) {
        group.isExclude = isExclude;
        group.wanted.keySet().retainAll(wanted);
        wanted.forEach(source -> group.wanted.putIfAbsent(source, Long.MIN_VALUE));
        group.blocked.clear();
        group.blocked.addAll(blocked);
    }

    private static void timers(final Group group, final Set<String> sources, final long deadlineNs) {
        sources.forEach(source -> group.wanted.put(source, deadlineNs));
    }

    private void ask(final String name, final Group group, final Set<String> sources) {
        final long lmqtNs = nowNs + robustness * SECOND_NS;
        for (final String source : sources) {
            if (querier == null && group.wanted.get(source) > lmqtNs) {
                group.wanted.put(source, lmqtNs);
                queries.add("Q(" + name + "," + source + ")");
            }
        }
    }

    private void ask(final String name, final Group group) {
        if (querier == null) {
            group.groupDeadlineNs = Math.min(group.groupDeadlineNs, nowNs + robustness * SECOND_NS);
            queries.add("Q(" + name + ")");
        }
    }

    /** A query; name is null in a general one, qrv is -1 if the version has none. */
    void query(
            final String from,
            final String name,
            final Collection<String> sources,
            final long maxResponseNs,
            final boolean isSuppressing,
            final int qrv,
            final long qqiNs) {
        final boolean isNobody = from.equals("0.0.0.0");
        if (!isNobody && (querier == null || rank(from) <= rank(querier))) {
            querier = from;
            robustness = qrv <= 0 ? 2 : Math.max(2, qrv);
            intervalNs = qrv < 0 || qqiNs == 0 ? 125 * SECOND_NS : qqiNs;
            if (name == null) {
                responseNs = maxResponseNs;
            }
            querierUntilNs = nowNs + robustness * intervalNs + responseNs / 2;
        }
        final Group group = name == null ? null : groups.get(name);
        if (group == null || isSuppressing) {
            return;
        }
        final long lmqtNs = nowNs + robustness * (maxResponseNs == 0 ? SECOND_NS : maxResponseNs);
        if (sources.isEmpty()) {
            group.groupDeadlineNs = Math.min(group.groupDeadlineNs, lmqtNs);
        }
        for (final String source : sources) {
            group.wanted.computeIfPresent(source, (key, deadlineNs) -> Math.min(deadlineNs, lmqtNs));
        }
    }

    /** Test addresses end in a number that orders them. */
    private static int rank(final String address) {
        return Integer.parseInt(address.substring(Math.max(address.lastIndexOf('.'), address.lastIndexOf(':')) + 1));
    }

    boolean isForwarded(final String name, final String source) {
        final Group group = groups.get(name);
        if (group == null) {
            return false;
        }
        return group.isExclude ? !group.blocked.contains(source) : group.wanted.containsKey(source);
    }

    /** The whole state, to be compared. */
    Map<String, String> state() {
        final Map<String, String> all = new TreeMap<>();
        groups.forEach((name, group) -> {
            final Map<String, Long> sources = new TreeMap<>();
            group.wanted.forEach((source, deadlineNs) -> sources.put(source, deadlineNs - nowNs));
            group.blocked.forEach(source -> sources.put(source, -1L));
            final int newest = isIpv6 ? 2 : 3;
            final int version = group.version1UntilNs > nowNs ? 1 : group.version2UntilNs > nowNs ? newest - 1 : newest;
            all.put(
                    name,
                    (group.isExclude ? "EXCLUDE " + (group.groupDeadlineNs - nowNs) : "INCLUDE -1") + " v" + version
                            + " " + sources);
        });
        return all;
    }

    private static Set<String> union(final Set<String> p, final Set<String> q) {
        final Set<String> result = new TreeSet<>(p);
        result.addAll(q);
        return result;
    }

    private static Set<String> minus(final Set<String> p, final Set<String> q) {
        final Set<String> result = new TreeSet<>(p);
        result.removeAll(q);
        return result;
    }

    private static Set<String> intersection(final Set<String> p, final Set<String> q) {
        final Set<String> result = new TreeSet<>(p);
        result.retainAll(q);
        return result;
    }
}
