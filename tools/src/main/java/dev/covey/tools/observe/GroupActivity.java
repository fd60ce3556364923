package dev.covey.tools.observe;

import dev.covey.engine.wire.InternetAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** What happened around one group on one link: who reported it, and which packets came for it. */
public final class GroupActivity {
    /** A group may have any number of members; nobody reads more of their names. */
    private static final int MAX_REPORTERS = 1024;

    private final String link;
    private final InternetAddress group;
    private final Set<InternetAddress> reporters = new LinkedHashSet<>();
    private long wantedPackets;
    private long unwantedPackets;
    private boolean isMember;
    private boolean isAwaitingPacket;
    private long joinTimeNs;
    private long servedJoins;
    private long minDelayNs = Long.MAX_VALUE;
    private long maxDelayNs;
    private double totalDelayNs;

    GroupActivity(final String link, final InternetAddress group) {
        this.link = link;
        this.group = group;
    }

    void onMembership(final long timeNs, final boolean hasMember) {
        if (hasMember && !isMember) {
            isAwaitingPacket = true;
            joinTimeNs = timeNs;
        } else if (!hasMember) {
            isAwaitingPacket = false;
            reporters.clear();
        }
        isMember = hasMember;
    }

    void onReporter(final InternetAddress reporter) {
        if (reporters.size() < MAX_REPORTERS) {
            reporters.add(reporter);
        }
    }

    void onData(final long timeNs, final boolean isWanted) {
        if (!isWanted) {
            unwantedPackets++;
            return;
        }
        wantedPackets++;
        if (isAwaitingPacket) {
            isAwaitingPacket = false;
            final long delayNs = timeNs - joinTimeNs;
            servedJoins++;
            minDelayNs = Math.min(minDelayNs, delayNs);
            maxDelayNs = Math.max(maxDelayNs, delayNs);
            totalDelayNs += delayNs;
        }
    }

    public String link() {
        return link;
    }

    public InternetAddress group() {
        return group;
    }

    /** Hosts that reported the group since it has members, in the order of their first report. */
    public Collection<InternetAddress> reporters() {
        return reporters;
    }

    /** Packets to the group that some member wanted. */
    public long wantedPackets() {
        return wantedPackets;
    }

    /** Packets to the group that nobody on the link wanted. */
    public long unwantedPackets() {
        return unwantedPackets;
    }

    public long packets() {
        return wantedPackets + unwantedPackets;
    }

    /** How often the group got its first member and then a packet for it. */
    public long servedJoins() {
        return servedJoins;
    }

    /** Shortest time from the first member to its first packet; only if there is a served join. */
    public long minDelayNs() {
        return minDelayNs;
    }

    /** Longest time from the first member to its first packet. */
    public long maxDelayNs() {
        return maxDelayNs;
    }

    /** Mean time from the first member to its first packet; only if there is a served join. */
    public long meanDelayNs() {
        return Math.round(totalDelayNs / servedJoins);
    }

    /** Whether the group has a member for whom no packet has come yet. */
    public boolean isAwaitingPacket() {
        return isAwaitingPacket;
    }
}
