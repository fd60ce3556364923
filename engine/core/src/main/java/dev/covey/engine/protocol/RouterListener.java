package dev.covey.engine.protocol;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.record.FilterMode;

/**
 * Told what a router learns. Addresses are halves of IPv6 addresses, IPv4 ones mapped.
 *
 * <p>Called on the writer's thread. A listener may look at the state through {@link RouterView}; it must not call the
 * machine.
 */
public interface RouterListener {
    /** Wants to know nothing. */
    RouterListener NONE = new RouterListener() {};

    /**
     * The mode of a group, or the sources forwarded or blocked, changed. At most once per group and message or timer,
     * when the whole message has been applied. A group that is over can still be found, in INCLUDE mode and without
     * sources; it goes out of sight after the call.
     *
     * @param timeNs of the message, or when the timer was due.
     * @param interfaceHandle of the link.
     * @param change what became of it.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @param mode of the group now.
     * @param reporterHigh half of the address of the host that reported or left the group last.
     * @param reporterLow half of that address.
     */
    default void onMembershipChange(
            final long timeNs,
            final long interfaceHandle,
            final MembershipChange change,
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final long reporterHigh,
            final long reporterLow) {}

    /**
     * A record, or a report or leave of an older version, was applied to a group.
     *
     * @param timeNs of the message.
     * @param interfaceHandle of the link.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @param reporterHigh half of the sender's address.
     * @param reporterLow half of the sender's address.
     */
    default void onReporter(
            final long timeNs,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long reporterHigh,
            final long reporterLow) {}

    /**
     * A limit kept something from being applied: once per record and reason. What was known before is kept.
     *
     * @param timeNs of the message.
     * @param interfaceHandle of the link.
     * @param reason {@link DropReason#ENGINE_LIMIT_GROUPS} if a group was refused,
     *     {@link DropReason#ENGINE_LIMIT_SOURCES} if sources of one were.
     */
    default void onLimit(final long timeNs, final long interfaceHandle, final DropReason reason) {}

    /**
     * A message for any source of a source-specific group was ignored (RFC 4604 section 2.2). At most once per Query
     * Interval, link and family.
     *
     * @param timeNs of the message.
     * @param interfaceHandle of the link.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @param reporterHigh half of the sender's address.
     * @param reporterLow half of the sender's address.
     */
    default void onSourceSpecificViolation(
            final long timeNs,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final long reporterHigh,
            final long reporterLow) {}
}
