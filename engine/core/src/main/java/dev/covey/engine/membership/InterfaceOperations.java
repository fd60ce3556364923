package dev.covey.engine.membership;

import static dev.covey.engine.membership.OperationStatus.INTERFACE_GONE;
import static dev.covey.engine.membership.OperationStatus.INVALID;
import static dev.covey.engine.membership.OperationStatus.NO_ROOM;
import static dev.covey.engine.membership.OperationStatus.OK;
import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.counters.EngineCounters;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.protocol.HostMachine;
import dev.covey.engine.protocol.HostSettings;
import dev.covey.engine.protocol.RouterMachine;
import dev.covey.engine.record.InterfaceFlyweight;
import dev.covey.engine.table.InterfaceTable;
import dev.covey.engine.table.RecordTables;

/**
 * Interfaces coming, changing and going.
 *
 * <p>A detached interface is out of sight at once: lookups on it find nothing, its router side is gone, its timers are
 * cancelled and nothing is sent to it. What sockets have joined on it stays theirs until they leave or close, and pins
 * its slot, so that a new interface inherits nothing.
 *
 * <p>Threading: the writer's thread only.
 */
public final class InterfaceOperations {
    private final InterfaceTable interfaces;
    private final InterfaceConfigurations configurations;
    private final LinkFilters linkFilters;
    private final HostMachine hosts;
    private final RouterMachine router;
    private final SocketOperations sockets;
    private final SolicitedNodeGroups solicitedNodes;
    private final EngineCounters counters;
    private final StepListener steps;
    private final InterfaceFlyweight flyweight = new InterfaceFlyweight();

    /**
     * Operations on the interfaces of an engine.
     *
     * @param tables of the engine.
     * @param configurations of the interfaces, kept by this.
     * @param linkFilters of the interfaces.
     * @param hosts that report on them.
     * @param router whose links they are.
     * @param sockets that the interfaces' own are opened among.
     * @param counters that each of them gets.
     * @param steps told of each step.
     */
    public InterfaceOperations(
            final RecordTables tables,
            final InterfaceConfigurations configurations,
            final LinkFilters linkFilters,
            final HostMachine hosts,
            final RouterMachine router,
            final SocketOperations sockets,
            final EngineCounters counters,
            final StepListener steps) {
        this.configurations = configurations;
        this.linkFilters = linkFilters;
        this.interfaces = tables.interfaces();
        this.hosts = hosts;
        this.router = router;
        this.sockets = sockets;
        solicitedNodes = new SolicitedNodeGroups(sockets);
        this.counters = counters;
        this.steps = steps;
    }

    /**
     * Attach an interface.
     *
     * @param configuration of the interface.
     * @return its handle, or a negative {@link OperationStatus}.
     */
    public long attach(final InterfaceConfiguration configuration) {
        try (Lease lease = interfaces.create(configuration.cookie(), configuration.macAddress(), configuration.mtu())) {
            if (lease.isEmpty()) {
                return OperationStatus.noRoom(Limit.INTERFACES, interfaces.slab());
            }
            if (configuration.isHost() && !hosts.open(lease.handle(), settings(configuration))) {
                interfaces.unlink(lease.handle());
                return NO_ROOM;
            }
            if (configuration.isRouter() && !router.open(lease.handle())) {
                hosts.close(lease.handle());
                interfaces.unlink(lease.handle());
                return NO_ROOM;
            }
            configurations.attach(lease.slot(), configuration);
            counters.attach(lease.slot(), lease.handle(), configuration.name());
            linkFilters.attach(lease.slot());
            apply(lease.slot(), configuration);
            final long status = solicitedNodes.update(lease.handle(), null, configuration);
            if (status != OK) {
                detach(lease.handle());
                return status;
            }
            return lease.handle();
        }
    }

    /**
     * Change what an interface is. Its roles stay as they are: attach another interface for that.
     *
     * @param interfaceHandle to change.
     * @param configuration that it has from now on.
     * @return {@link OperationStatus#OK} or why not.
     */
    public long configure(final long interfaceHandle, final InterfaceConfiguration configuration) {
        final int slot = interfaces.resolve(interfaceHandle);
        if (slot == NULL_SLOT) {
            return INTERFACE_GONE;
        }
        final InterfaceConfiguration before = configurations.get(slot);
        if (configuration.isRouter() != before.isRouter() || configuration.isHost() != before.isHost()) {
            return INVALID;
        }
        final long status = solicitedNodes.update(interfaceHandle, before, configuration);
        if (status != OK) {
            return status;
        }
        configurations.replace(slot, configuration);
        apply(slot, configuration);
        // What an address that went needed is not to count when the filter is filled anew.
        sockets.settle();
        linkFilters.resize(interfaceHandle);
        hosts.configure(interfaceHandle, settings(configuration));
        return OK;
    }

    private static HostSettings settings(final InterfaceConfiguration configuration) {
        return new HostSettings(
                configuration.macAddress(),
                configuration.mtu(),
                configuration.isUp() && configuration.isMulticast() && !configuration.isLoopback(),
                configuration.addresses(),
                configuration.hostVariables());
    }

    private void apply(final int slot, final InterfaceConfiguration configuration) {
        flyweight
                .wrap(interfaces.slab(), slot)
                .macAddress(configuration.macAddress())
                .mtu(configuration.mtu())
                .isUp(configuration.isUp());
    }

    /**
     * Detach an interface, whatever is joined on it.
     *
     * @param interfaceHandle to detach.
     * @return {@link OperationStatus#OK}, or {@link OperationStatus#INTERFACE_GONE} if it was detached before.
     */
    public int detach(final long interfaceHandle) {
        if (interfaces.resolve(interfaceHandle) == NULL_SLOT) {
            return INTERFACE_GONE;
        }
        hosts.close(interfaceHandle);
        router.close(interfaceHandle);
        interfaces.unlink(interfaceHandle);
        solicitedNodes.close(interfaceHandle);
        counters.detach(Handle.slot(interfaceHandle));
        steps.onStep(OperationStep.INTERFACE_UNLINKED);
        return OK;
    }
}
