package dev.covey.tools.replay;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.table.AuditReport;
import dev.covey.tools.capture.Framing;
import dev.covey.tools.observe.ObservedEngine;
import org.agrona.DirectBuffer;

/**
 * The engine as a replay uses it: a multicast router on every link of the capture, in the time of its packets.
 *
 * <p>For one thread. Time is in nanoseconds since the Unix epoch and never goes back; the caller sees to that.
 */
public interface ReplayEngine extends AutoCloseable {
    /**
     * Attach a link.
     *
     * @param name of it, unique.
     * @param timeNs when it is first seen.
     * @return a handle, or a negative status if the engine refuses.
     */
    long attach(String name, long timeNs);

    /**
     * A packet arrives. Timers that are due by then expire before it. It may be processed later than this returns, but
     * not later than {@link #advanceTo} does.
     *
     * @param timeNs when.
     * @param linkHandle where, as {@link #attach} returned it.
     * @param framing what begins at {@code offset}; never {@link Framing#NONE}.
     * @param buffer copied before this returns.
     * @param offset of the Ethernet or IP header.
     * @param length in bytes from there.
     */
    void receive(long timeNs, long linkHandle, Framing framing, DirectBuffer buffer, int offset, int length);

    /**
     * Process every packet received so far, then let timers expire that are due.
     *
     * @param timeNs to move the clock to.
     */
    void advanceTo(long timeNs);

    /** What the engine knows now. */
    ObservedEngine observed();

    /** Recount every reference. */
    AuditReport audit();

    /** Give the memory back. Nothing may be called afterwards. */
    @Override
    void close();

    /** Makes engines: one for each replay. */
    interface Factory {
        /**
         * Make one.
         *
         * @param listener told of everything that happens in it.
         * @return an engine without links, to be closed by the caller.
         */
        @MustBeClosed
        ReplayEngine create(MembershipListener listener);
    }
}
