package dev.covey.tools.watch;

import dev.covey.linux.InterfaceFacts;
import dev.covey.tools.observe.MembershipEvent;
import dev.covey.tools.observe.QuerierEvent;
import java.io.IOException;
import java.util.function.Supplier;

/** Shows what is seen. Times of events count from when the watch began. */
interface WatchPrinter extends AutoCloseable {
    /** What became of the interface. */
    enum LinkChange {
        /** It is watched from now on. */
        ATTACHED,
        /** Addresses, link or name are others. */
        CHANGED,
        /** It is gone with all that was known there; one of its name is waited for. */
        GONE
    }

    /** A membership changed. */
    void membership(MembershipEvent event, long relativeNs) throws IOException;

    /** The querier changed. */
    void querier(QuerierEvent event, long relativeNs) throws IOException;

    /** The interface changed. */
    void link(long timeNs, long relativeNs, LinkChange change, InterfaceFacts facts) throws IOException;

    /** Nothing more has happened by now: let be seen what has. */
    void refresh(long timeNs, Supplier<WatchState> state) throws IOException;

    /** It is over. */
    void conclude(WatchState state) throws IOException;

    /** True if nobody looks any more. */
    boolean isBroken();

    /** Leave the output as it was found. */
    @Override
    default void close() {}
}
