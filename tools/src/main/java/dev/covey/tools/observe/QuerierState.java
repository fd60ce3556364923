package dev.covey.tools.observe;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;

/**
 * What is known of the querier of a link in one family.
 *
 * @param family of the protocol.
 * @param address of the querier, or null if none is present.
 * @param version that it speaks; the newest one if none is present.
 * @param expiresNs until it counts as gone, or {@link dev.covey.engine.protocol.RouterGroupVisitor#NOT_RUNNING}.
 * @param robustness in force.
 * @param queryIntervalNs in force.
 * @param queryResponseIntervalNs in force.
 */
public record QuerierState(
        AddressFamily family,
        InternetAddress address,
        int version,
        long expiresNs,
        int robustness,
        long queryIntervalNs,
        long queryResponseIntervalNs) {}
