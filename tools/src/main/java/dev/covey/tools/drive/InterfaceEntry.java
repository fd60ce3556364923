package dev.covey.tools.drive;

import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.wire.InternetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One interface of a scenario, from its addition on; one that is added again by the same name is another one. */
final class InterfaceEntry {
    private final String name;

    /** The socket memberships by group. The engine knows better whether one still exists. */
    private final Map<InternetAddress, Set<SocketEntry>> members = new HashMap<>();

    private InterfaceSettings settings;
    private InterfaceConfiguration configuration;
    private long handle;
    private long[] counters;
    private long igmpSent;
    private long mldSent;
    private boolean isRemoved;

    InterfaceEntry(final String name, final InterfaceSettings settings) {
        this.name = name;
        this.settings = settings;
    }

    String name() {
        return name;
    }

    InterfaceSettings settings() {
        return settings;
    }

    InterfaceConfiguration configuration() {
        return configuration;
    }

    /** What it is from now on. */
    void change(final InterfaceSettings newSettings, final InterfaceConfiguration newConfiguration) {
        settings = newSettings;
        configuration = newConfiguration;
    }

    long handle() {
        return handle;
    }

    void attach(final long newHandle) {
        handle = newHandle;
    }

    boolean isRemoved() {
        return isRemoved;
    }

    void remove() {
        isRemoved = true;
    }

    Map<InternetAddress, Set<SocketEntry>> members() {
        return members;
    }

    void addMember(final InternetAddress group, final SocketEntry socket) {
        members.computeIfAbsent(group, key -> new HashSet<>()).add(socket);
    }

    void removeMember(final InternetAddress group, final SocketEntry socket) {
        final Set<SocketEntry> sockets = members.get(group);
        if (sockets != null && sockets.remove(socket) && sockets.isEmpty()) {
            members.remove(group);
        }
    }

    /** A message was sent by it. */
    void countSent(final boolean isMld) {
        if (isMld) {
            mldSent++;
        } else {
            igmpSent++;
        }
    }

    /** Messages sent by it. */
    long sent(final boolean isMld) {
        return isMld ? mldSent : igmpSent;
    }

    /** What was counted while packets came in by it, in the order of the engine's counters. */
    long[] counters(final int count) {
        if (counters == null) {
            counters = new long[count];
        }
        return counters;
    }
}
