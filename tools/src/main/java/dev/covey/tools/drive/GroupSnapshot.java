package dev.covey.tools.drive;

import dev.covey.engine.membership.FilterVisitor;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import java.util.Set;
import java.util.TreeSet;

/** A group on an interface, as {@code state} shows it. */
final class GroupSnapshot {
    /** There is no timer, or there was no reporter. */
    static final long NO_TIMER = Long.MIN_VALUE;

    private final Set<InternetAddress> sources = new TreeSet<>(Addresses.ORDER);
    private final Set<String> sockets = new TreeSet<>();
    private FilterMode mode = FilterMode.INCLUDE;
    private long deadlineNs = NO_TIMER;
    private InternetAddress lastReporter;
    private boolean isOfHost;

    Set<InternetAddress> sources() {
        return sources;
    }

    Set<String> sockets() {
        return sockets;
    }

    FilterMode mode() {
        return mode;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    InternetAddress lastReporter() {
        return lastReporter;
    }

    void set(final FilterMode filterMode, final long answerDeadlineNs, final InternetAddress reporter) {
        mode = filterMode;
        deadlineNs = answerDeadlineNs;
        lastReporter = reporter;
        isOfHost = true;
        sources.clear();
    }

    /** True if the engine's host has the group, and not its sockets only. */
    boolean isOfHost() {
        return isOfHost;
    }

    /** Collects the filters of a group's sockets; {@link #applyTo} merges them (RFC 9776 section 3.2). */
    static final class Merge implements FilterVisitor {
        private final Set<InternetAddress> included = new TreeSet<>(Addresses.ORDER);
        private Set<InternetAddress> excluded;
        private Set<InternetAddress> current;

        @Override
        public void onMode(final FilterMode filterMode) {
            finish();
            current = filterMode == FilterMode.EXCLUDE ? new TreeSet<>(Addresses.ORDER) : included;
        }

        @Override
        public void onSource(final long sourceHigh, final long sourceLow) {
            current.add(new InternetAddress(sourceHigh, sourceLow));
        }

        /** A filter is complete: what all that exclude have in common stays excluded. */
        private void finish() {
            if (current == null || current == included) {
                return;
            }
            if (excluded == null) {
                excluded = current;
            } else {
                excluded.retainAll(current);
            }
            current = null;
        }

        void applyTo(final GroupSnapshot snapshot) {
            finish();
            snapshot.mode = excluded == null ? FilterMode.INCLUDE : FilterMode.EXCLUDE;
            snapshot.sources.addAll(excluded == null ? included : excluded);
            if (excluded != null) {
                snapshot.sources.removeAll(included);
            }
        }
    }
}
