package dev.covey.tools.replay;

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

/** What a replay adds up, and the state it ended in. */
public final class Summary {
    /** A hostile capture can name any number of groups: packets to further ones are counted in total only. */
    private static final int MAX_GROUPS = 1_000_000;

    private record Key(long linkHandle, long groupHigh, long groupLow) {}

    private final Map<MessageKind, Long> messages = new EnumMap<>(MessageKind.class);
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    private final Map<DropReason, Long> limits = new EnumMap<>(DropReason.class);
    private final Map<Key, GroupActivity> activities = new HashMap<>();
    private long packets;
    private long data;
    private long other;

    private boolean hasTime;
    private long firstTimeNs;
    private long endTimeNs;
    private List<String> links = List.of();
    private List<GroupState> groups = List.of();
    private Map<String, Long> counters = Map.of();
    private Measurement measurement;

    void onPacket() {
        packets++;
    }

    void onMessage(final MessageKind kind) {
        messages.merge(kind, 1L, Long::sum);
    }

    void onDrop(final DropReason reason) {
        dropped.merge(reason, 1L, Long::sum);
    }

    void onLimit(final DropReason limit) {
        limits.merge(limit, 1L, Long::sum);
    }

    void onOther() {
        other++;
    }

    void onData() {
        data++;
    }

    /** The activity of a group, or null if there are too many groups to keep one more. */
    GroupActivity activity(final long linkHandle, final String link, final long groupHigh, final long groupLow) {
        final Key key = new Key(linkHandle, groupHigh, groupLow);
        final GroupActivity known = activities.get(key);
        if (known != null || activities.size() >= MAX_GROUPS) {
            return known;
        }
        final GroupActivity added = new GroupActivity(link, new InternetAddress(groupHigh, groupLow));
        activities.put(key, added);
        return added;
    }

    /** The activity of a group that is known, or null. */
    public GroupActivity activity(final GroupState state) {
        return activities.get(
                new Key(state.linkHandle(), state.group().high(), state.group().low()));
    }

    void conclude(
            final Replay replay,
            final List<String> links,
            final List<GroupState> groups,
            final Map<String, Long> counters) {
        this.hasTime = replay.hasTime();
        this.firstTimeNs = replay.firstTimeNs();
        this.endTimeNs = replay.timeNs();
        this.links = List.copyOf(links);
        this.groups = List.copyOf(groups);
        this.counters = new LinkedHashMap<>(counters);
    }

    void measurement(final Measurement measurement) {
        this.measurement = measurement;
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

    /** How fast it was, or null if nobody asked. */
    public Measurement measurement() {
        return measurement;
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
