package dev.covey.tools.observe;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an observer adds up, and the state as of one moment. */
public final class Summary {
    private static final int MAX_GROUPS = 1_000_000;
    private static final int MAX_REPORTERS = 4_000_000;

    /** Ordered, so that a map stays fast when somebody chooses groups whose hash codes are alike. */
    private record Key(long linkHandle, long groupHigh, long groupLow) implements Comparable<Key> {
        @Override
        public int compareTo(final Key other) {
            final int order = Long.compare(groupLow, other.groupLow);
            if (order != 0) {
                return order;
            }
            return groupHigh == other.groupHigh
                    ? Long.compare(linkHandle, other.linkHandle)
                    : Long.compare(groupHigh, other.groupHigh);
        }
    }

    private final Map<MessageKind, Long> messages = new EnumMap<>(MessageKind.class);
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    private final Map<DropReason, Long> limits = new EnumMap<>(DropReason.class);
    private final Map<Key, GroupActivity> activities = new HashMap<>();
    private final int maxGroups;
    private final int maxReporters;
    private int reporters;
    private long packets;
    private long data;
    private long other;

    private boolean hasTime;
    private long firstTimeNs;
    private long endTimeNs;
    private List<String> links = List.of();
    private List<GroupState> groups = List.of();
    private Map<String, Long> counters = Map.of();

    /** For a capture, which ends some time. */
    public Summary() {
        this(MAX_GROUPS, MAX_REPORTERS);
    }

    /**
     * With limits of its memory: hostile packets can name any number of groups, from any number of addresses.
     *
     * @param maxGroups with an activity of their own; packets to further ones are counted in total only.
     * @param maxReporters over all groups; of a group with further ones, the last is known all the same.
     */
    public Summary(final int maxGroups, final int maxReporters) {
        this.maxGroups = maxGroups;
        this.maxReporters = maxReporters;
    }

    public void onPacket() {
        packets++;
    }

    void onMessage(final MessageKind kind) {
        messages.merge(kind, 1L, Long::sum);
    }

    public void onDrop(final DropReason reason) {
        dropped.merge(reason, 1L, Long::sum);
    }

    void onLimit(final DropReason limit) {
        limits.merge(limit, 1L, Long::sum);
    }

    public void onOther() {
        other++;
    }

    /** A group changed. What is known of one that is over and never got a packet is forgotten. */
    void onMembership(
            final long timeNs,
            final long linkHandle,
            final String link,
            final long groupHigh,
            final long groupLow,
            final boolean hasMember,
            final InternetAddress reporter) {
        final Key key = new Key(linkHandle, groupHigh, groupLow);
        final GroupActivity activity = activity(key, link);
        if (activity == null) {
            return;
        }
        reporters -= activity.reporters().size();
        activity.onMembership(timeNs, hasMember);
        reporters += activity.reporters().size();
        if (hasMember) {
            addReporter(activity, reporter);
        } else if (activity.packets() == 0) {
            activities.remove(key);
        }
    }

    void onReporter(final long linkHandle, final long groupHigh, final long groupLow, final InternetAddress reporter) {
        final GroupActivity activity = activities.get(new Key(linkHandle, groupHigh, groupLow));
        if (activity != null) {
            addReporter(activity, reporter);
        }
    }

    private void addReporter(final GroupActivity activity, final InternetAddress reporter) {
        if (reporter != null && reporters < maxReporters) {
            reporters -= activity.reporters().size();
            activity.onReporter(reporter);
            reporters += activity.reporters().size();
        }
    }

    void onData(
            final long timeNs,
            final long linkHandle,
            final String link,
            final long groupHigh,
            final long groupLow,
            final boolean isWanted) {
        data++;
        final GroupActivity activity = activity(new Key(linkHandle, groupHigh, groupLow), link);
        if (activity != null) {
            activity.onData(timeNs, isWanted);
        }
    }

    /** A link is gone, and its groups with it. */
    public void forget(final long linkHandle) {
        activities.entrySet().removeIf(entry -> {
            final boolean isOfLink = entry.getKey().linkHandle() == linkHandle;
            if (isOfLink) {
                reporters -= entry.getValue().reporters().size();
            }
            return isOfLink;
        });
    }

    /** The activity of a group, or null if there are too many groups to keep one more. */
    private GroupActivity activity(final Key key, final String link) {
        final GroupActivity known = activities.get(key);
        if (known != null || activities.size() >= maxGroups) {
            return known;
        }
        final GroupActivity added = new GroupActivity(link, new InternetAddress(key.groupHigh(), key.groupLow()));
        activities.put(key, added);
        return added;
    }

    /** The activity of a group that is known, or null. */
    public GroupActivity activity(final GroupState state) {
        return activities.get(
                new Key(state.linkHandle(), state.group().high(), state.group().low()));
    }

    /**
     * Look at the state.
     *
     * @param startNs when the first packet was, or when it began to look.
     * @param nowNs as of when the state is.
     */
    public void conclude(final long startNs, final long nowNs, final ObservedEngine engine, final LinkNames names) {
        hasTime = true;
        firstTimeNs = startNs;
        endTimeNs = nowNs;
        conclude(engine, names);
    }

    /** Look at the state when there was no packet, and so no time. */
    public void conclude(final ObservedEngine engine, final LinkNames names) {
        final List<String> observed = new ArrayList<>();
        names.forEach((name, linkHandle) -> observed.add(name));
        observed.sort(null);
        links = observed;
        groups = GroupCollector.collect(engine, names);
        final Map<String, Long> counted = new LinkedHashMap<>();
        engine.forEachCounter(counted::put);
        counters = counted;
    }

    public long packets() {
        return packets;
    }

    public long messages(final MessageKind kind) {
        return messages.getOrDefault(kind, 0L);
    }

    /** Dropped IGMP and MLD packets by reason, in the order of the checks; only reasons that occurred. */
    public Map<DropReason, Long> dropped() {
        return dropped;
    }

    /** How often a limit kept the engine from applying a record; its message counts as accepted all the same. */
    public Map<DropReason, Long> limits() {
        return limits;
    }

    /** Datagrams to a group. */
    public long data() {
        return data;
    }

    /** Packets that are neither IGMP nor MLD nor to a group. */
    public long other() {
        return other;
    }

    /** Whether there was any packet, and so a time. */
    public boolean hasTime() {
        return hasTime;
    }

    public long firstTimeNs() {
        return firstTimeNs;
    }

    /** The time at which {@link #groups()} is true. */
    public long endTimeNs() {
        return endTimeNs;
    }

    public List<String> links() {
        return links;
    }

    /** Groups at the end, sorted by link and address. */
    public List<GroupState> groups() {
        return groups;
    }

    public Map<String, Long> counters() {
        return counters;
    }

    /** Groups that got packets, sorted by link and address. */
    public List<GroupActivity> activitiesWithData() {
        final List<GroupActivity> sorted = new ArrayList<>(activities.values());
        sorted.removeIf(activity -> activity.packets() == 0);
        sorted.sort(Comparator.comparing(GroupActivity::link)
                .thenComparing(GroupActivity::group, GroupCollector.BY_ADDRESS));
        return sorted;
    }
}
