package dev.covey.engine.membership;

import static dev.covey.engine.membership.OperationStatus.INTERFACE_GONE;
import static dev.covey.engine.membership.OperationStatus.INVALID;
import static dev.covey.engine.membership.OperationStatus.NO_ROOM;
import static dev.covey.engine.membership.OperationStatus.OK;
import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Lease;
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
    /** Largest link-layer address. */
    public static final long MAX_MAC_ADDRESS = (1L << 48) - 1;

    /** Smallest MTU: what every IPv4 link carries (RFC 791 section 3.2). */
    public static final int MIN_MTU = 68;

    private final InterfaceTable interfaces;
    private final RouterMachine router;
    private final StepListener steps;
    private final InterfaceFlyweight flyweight = new InterfaceFlyweight();

    /**
     * Operations on the interfaces of an engine.
     *
     * @param tables of the engine.
     * @param router whose links they are.
     * @param steps told of each step.
     */
    public InterfaceOperations(final RecordTables tables, final RouterMachine router, final StepListener steps) {
        this.interfaces = tables.interfaces();
        this.router = router;
        this.steps = steps;
    }

    /**
     * Attach an interface, up.
     *
     * @param cookie what the embedder calls it, for example its interface index.
     * @param macAddress of the interface, 48 bit.
     * @param mtu in bytes, from {@link #MIN_MTU}.
     * @param isRouter whether to keep the state of a router on its link.
     * @return its handle, or a negative {@link OperationStatus}.
     */
    public long attach(final long cookie, final long macAddress, final int mtu, final boolean isRouter) {
        if (macAddress < 0 || macAddress > MAX_MAC_ADDRESS || mtu < MIN_MTU) {
            return INVALID;
        }
        try (Lease lease = interfaces.create(cookie, macAddress, mtu)) {
            if (lease.isEmpty()) {
                return NO_ROOM;
            }
            if (isRouter && !router.open(lease.handle())) {
                interfaces.unlink(lease.handle());
                return NO_ROOM;
            }
            return lease.handle();
        }
    }

    /**
     * Change what an interface is.
     *
     * @param interfaceHandle to change.
     * @param macAddress of the interface, 48 bit.
     * @param mtu in bytes, from {@link #MIN_MTU}.
     * @param isUp whether packets may be sent and received.
     * @return {@link OperationStatus#OK} or why not.
     */
    public int change(final long interfaceHandle, final long macAddress, final int mtu, final boolean isUp) {
        final int slot = interfaces.resolve(interfaceHandle);
        if (slot == NULL_SLOT) {
            return INTERFACE_GONE;
        }
        if (macAddress < 0 || macAddress > MAX_MAC_ADDRESS || mtu < MIN_MTU) {
            return INVALID;
        }
        flyweight.wrap(interfaces.slab(), slot).macAddress(macAddress).mtu(mtu).isUp(isUp);
        return OK;
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
        router.close(interfaceHandle);
        interfaces.unlink(interfaceHandle);
        steps.onStep(OperationStep.INTERFACE_UNLINKED);
        return OK;
    }
}
