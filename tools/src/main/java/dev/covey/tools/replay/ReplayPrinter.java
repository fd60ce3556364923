package dev.covey.tools.replay;

import dev.covey.tools.observe.MembershipEvent;
import dev.covey.tools.observe.Summary;
import java.io.IOException;

/** Writes what a replay finds: each change as it happens, then the summary. */
interface ReplayPrinter {
    /**
     * A membership changed.
     *
     * @param event what happened.
     * @param relativeNs when, after the first packet.
     */
    void membership(MembershipEvent event, long relativeNs) throws IOException;

    /** The replay is over; {@code measurement} is null if nobody asked how fast it is. Also flushes. */
    void summary(Summary summary, Measurement measurement) throws IOException;
}
