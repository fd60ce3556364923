package dev.covey.engine;

import dev.covey.engine.lookup.DeliveryLookup;
import dev.covey.engine.membership.FilterVisitor;
import dev.covey.engine.membership.InterfaceChoice;
import dev.covey.engine.membership.InterfaceChooser;
import dev.covey.engine.membership.SocketOperations;
import dev.covey.engine.protocol.HostView;
import dev.covey.engine.protocol.RouterView;
import dev.covey.engine.table.Audit;
import dev.covey.engine.table.AuditReport;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.wire.InternetAddress;

/**
 * The whole state, for reading on the writer's thread: inside {@link EngineInspection}, inside a
 * {@link MembershipListener}, or by whoever runs the engine's agent in a loop of its own.
 */
public final class EngineView {
    private final RecordTables tables;
    private final RouterView routers;
    private final HostView hosts;
    private final SocketOperations sockets;
    private final InterfaceChooser chooser;
    private final DeliveryLookup lookup;
    private boolean isClosed;

    EngineView(
            final RecordTables tables,
            final RouterView routers,
            final HostView hosts,
            final SocketOperations sockets,
            final InterfaceChooser chooser,
            final DeliveryLookup lookup) {
        this.tables = tables;
        this.routers = routers;
        this.hosts = hosts;
        this.sockets = sockets;
        this.chooser = chooser;
        this.lookup = lookup;
    }

    /**
     * Recount every reference. Takes time in proportion to all records.
     *
     * @return what was found.
     */
    public AuditReport audit() {
        checkOpen();
        return new Audit(tables).run();
    }

    /** The memory goes back: whoever kept the view gets an error instead of what stands there next. */
    void close() {
        isClosed = true;
    }

    private void checkOpen() {
        if (isClosed) {
            throw new IllegalStateException("engine is closed");
        }
    }

    RecordTables tables() {
        return tables;
    }

    /**
     * What the routers know of the groups on their links.
     *
     * @return a view of them, to walk.
     */
    public RouterView routers() {
        checkOpen();
        return routers;
    }

    /**
     * What the hosts want, and what is in force on their links.
     *
     * @return a view of them.
     */
    public HostView hosts() {
        checkOpen();
        return hosts;
    }

    /**
     * Read the whole filter of a membership.
     *
     * @param socketHandle whose filter it is.
     * @param interfaceHandle of the membership.
     * @param groupHigh address of the group.
     * @param groupLow address of the group.
     * @param visitor told the mode, and each source.
     * @return the number of sources, or a negative {@code OperationStatus}.
     */
    public int getFilter(
            final long socketHandle,
            final long interfaceHandle,
            final long groupHigh,
            final long groupLow,
            final FilterVisitor visitor) {
        checkOpen();
        return sockets.getFilter(socketHandle, interfaceHandle, groupHigh, groupLow, visitor);
    }

    /**
     * Find the interface that a join of a group would mean.
     *
     * @param choice of the interface.
     * @param groupHigh address of the group.
     * @param groupLow address of the group.
     * @return its handle, or a negative {@code OperationStatus}.
     */
    public long findInterface(final InterfaceChoice choice, final long groupHigh, final long groupLow) {
        checkOpen();
        return chooser.choose(choice.kind(), choice.high(), choice.low(), InternetAddress.isIpv4(groupHigh, groupLow));
    }

    /**
     * Which sockets get a datagram.
     *
     * @return the lookup.
     */
    public DeliveryLookup lookup() {
        checkOpen();
        return lookup;
    }
}
