package dev.covey.engine.membership;

import static dev.covey.engine.membership.OperationStatus.INTERFACE_GONE;
import static dev.covey.engine.membership.OperationStatus.NOT_AVAILABLE;
import static dev.covey.engine.membership.OperationStatus.NO_SUCH_INTERFACE;
import static dev.covey.engine.membership.OperationStatus.OK;
import static dev.covey.engine.memory.Handle.NULL_HANDLE;
import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.record.GroupFlyweight;
import dev.covey.engine.table.GroupTable;
import dev.covey.engine.table.InterfaceTable;
import dev.covey.engine.table.LinkMulticastTable;
import dev.covey.engine.table.MembershipTable;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.table.SocketTable;
import dev.covey.engine.wire.InternetAddress;

/**
 * Finds the interface that an {@link InterfaceChoice} means. Takes time in proportion to the interfaces, or to the
 * memberships of a socket.
 *
 * <p>Threading: the writer's thread only.
 */
public final class InterfaceChooser {
    private final InterfaceTable interfaces;
    private final InterfaceConfigurations configurations;
    private final LinkMulticastTable linkMulticasts;
    private final GroupTable groups;
    private final SocketTable sockets;
    private final MembershipTable memberships;
    private final GroupFlyweight group = new GroupFlyweight();
    private long defaultInterface = NULL_HANDLE;

    /**
     * A chooser among the interfaces of an engine.
     *
     * @param tables of the engine.
     * @param configurations of the interfaces.
     */
    public InterfaceChooser(final RecordTables tables, final InterfaceConfigurations configurations) {
        this.interfaces = tables.interfaces();
        this.configurations = configurations;
        this.linkMulticasts = tables.linkMulticasts();
        this.groups = tables.groups();
        this.sockets = tables.sockets();
        this.memberships = tables.memberships();
    }

    /**
     * Set the interface that is meant when none is named. It stays meant until it is detached, and is passed over while
     * it is down or does not carry multicast.
     *
     * @param interfaceHandle of the interface, or {@link Handle#NULL_HANDLE} for none.
     * @return {@link OperationStatus#OK} or {@link OperationStatus#INTERFACE_GONE}.
     */
    public long setDefault(final long interfaceHandle) {
        if (interfaceHandle != NULL_HANDLE && interfaces.resolve(interfaceHandle) == NULL_SLOT) {
            return INTERFACE_GONE;
        }
        defaultInterface = interfaceHandle;
        return OK;
    }

    /**
     * The interface that a join means.
     *
     * @param kind of the choice.
     * @param high half of the address, or the index.
     * @param low half of the address.
     * @param isIpv4 whether the group is of IPv4.
     * @return its handle, or a negative {@link OperationStatus}.
     */
    public long choose(final InterfaceChoice.Kind kind, final long high, final long low, final boolean isIpv4) {
        if (kind == InterfaceChoice.Kind.DEFAULT) {
            final int slot = interfaces.resolve(defaultInterface);
            if (slot != NULL_SLOT && isUsable(configurations.get(slot))) {
                return defaultInterface;
            }
        }
        long first = NULL_HANDLE;
        long firstSequence = Long.MAX_VALUE;
        final int end = interfaces.slab().highWater();
        for (int slot = 0; slot < end; slot++) {
            final long handle = interfaces.slab().handle(slot);
            if (interfaces.resolve(handle) == NULL_SLOT || configurations.sequence(slot) >= firstSequence) {
                continue;
            }
            final InterfaceConfiguration configuration = configurations.get(slot);
            final boolean isMeant = kind == InterfaceChoice.Kind.DEFAULT
                    ? isDefault(configuration, isIpv4)
                    : isMeant(kind, high, low, configuration);
            if (isMeant) {
                first = handle;
                firstSequence = configurations.sequence(slot);
            }
        }
        if (first != NULL_HANDLE) {
            return first;
        }
        return kind == InterfaceChoice.Kind.INDEX ? NO_SUCH_INTERFACE : NOT_AVAILABLE;
    }

    /**
     * The interface that a call on a membership means: the one that the socket has joined the group on, newest first,
     * an attached one before one that is detached; or what a join would.
     *
     * @param socketHandle that calls.
     * @param groupHigh address of the group.
     * @param groupLow address of the group.
     * @param kind of the choice.
     * @param high half of the address, or the index.
     * @param low half of the address.
     * @return its handle, or a negative {@link OperationStatus}.
     */
    public long chooseJoined(
            final long socketHandle,
            final long groupHigh,
            final long groupLow,
            final InterfaceChoice.Kind kind,
            final long high,
            final long low) {
        final int socket = sockets.resolve(socketHandle);
        long detached = NULL_HANDLE;
        int membership =
                socket == NULL_SLOT ? NULL_SLOT : memberships.ofSocket().first(socket);
        while (membership != NULL_SLOT) {
            final int groupSlot = memberships.group(membership);
            group.wrap(groups.slab(), groupSlot);
            if (group.addressHigh() == groupHigh
                    && group.addressLow() == groupLow
                    && isMeant(kind, high, low, configurations.get(group.interfaceSlot()))) {
                final long handle = linkMulticasts.interfaceHandle(groups.linkMulticast(groupSlot));
                if (interfaces.resolve(handle) != NULL_SLOT) {
                    return handle;
                }
                detached = detached == NULL_HANDLE ? handle : detached;
            }
            membership = memberships.ofSocket().next(membership);
        }
        return detached != NULL_HANDLE
                ? detached
                : choose(kind, high, low, InternetAddress.isIpv4(groupHigh, groupLow));
    }

    /** Of interfaces that a socket has joined on, any is meant when none is named. */
    private static boolean isMeant(
            final InterfaceChoice.Kind kind,
            final long high,
            final long low,
            final InterfaceConfiguration configuration) {
        return switch (kind) {
            case DEFAULT -> true;
            case ADDRESS -> configuration.addresses().contains(high, low);
            case INDEX -> configuration.cookie() == high;
        };
    }

    private static boolean isUsable(final InterfaceConfiguration configuration) {
        return configuration.isUp() && configuration.isMulticast();
    }

    private static boolean isDefault(final InterfaceConfiguration configuration, final boolean isIpv4) {
        if (!isUsable(configuration) || configuration.isLoopback()) {
            return false;
        }
        final InterfaceAddresses addresses = configuration.addresses();
        for (int i = 0; i < addresses.count(); i++) {
            if (InternetAddress.isIpv4(addresses.high(i), addresses.low(i)) == isIpv4) {
                return true;
            }
        }
        return false;
    }
}
