package dev.covey.tools.observe;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;

/**
 * Another querier, or another version of it.
 *
 * @param timeNs when, in nanoseconds since the Unix epoch.
 * @param link where: its name.
 * @param family of the protocol.
 * @param change what became of it.
 * @param address of the querier; of the one that is gone, if none is present now.
 * @param version that it speaks.
 */
public record QuerierEvent(
        long timeNs, String link, AddressFamily family, Change change, InternetAddress address, int version) {
    /** What became of the querier. */
    public enum Change {
        /** There was none. */
        SEEN,
        /** There was another one, or it spoke another version. */
        CHANGED,
        /** It has not been heard for too long. */
        GONE
    }
}
