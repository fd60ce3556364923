package dev.covey.engine.membership;

import static dev.covey.engine.memory.Handle.NULL_HANDLE;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.wire.InternetAddress;
import java.util.Arrays;

/**
 * Has interfaces join the solicited-node groups of their own IPv6 addresses: ff02::1:ff00:0 and the last 24 bits of the
 * address (RFC 4291 section 2.7.1). Each does so by a socket of the engine's own.
 *
 * <p>Threading: the writer's thread only.
 */
final class SolicitedNodeGroups {
    private static final long GROUP_HIGH = 0xff02_0000_0000_0000L;
    private static final long GROUP_LOW = 0x0000_0001_ff00_0000L;
    private static final long ADDRESS_MASK = 0xff_ffffL;
    private static final int INITIAL_INTERFACES = 16;

    private final SocketOperations sockets;
    private long[] socketByInterface = new long[INITIAL_INTERFACES];

    SolicitedNodeGroups(final SocketOperations sockets) {
        this.sockets = sockets;
    }

    /**
     * Join what an interface has to have joined, and then leave what it need not.
     *
     * @param interfaceHandle of the interface.
     * @param before configuration it had, or null when it is attached.
     * @param after configuration it has.
     * @return {@link OperationStatus#OK}, or why a group could not be joined: then none is left either.
     */
    long update(final long interfaceHandle, final InterfaceConfiguration before, final InterfaceConfiguration after) {
        final InterfaceAddresses had = wanted(before);
        final InterfaceAddresses wanted = wanted(after);
        for (int i = 0; i < wanted.count(); i++) {
            if (isIpv6(wanted, i) && !hasGroupOf(had, wanted.low(i))) {
                final long status = join(interfaceHandle, wanted.low(i));
                // Two addresses may share a group.
                if (status != OperationStatus.OK && status != OperationStatus.ALREADY_JOINED) {
                    leaveOthers(interfaceHandle, wanted, had);
                    return status;
                }
            }
        }
        leaveOthers(interfaceHandle, had, wanted);
        return OperationStatus.OK;
    }

    private static InterfaceAddresses wanted(final InterfaceConfiguration configuration) {
        return configuration != null && configuration.isSolicitedNodeJoined() && configuration.isMulticast()
                ? configuration.addresses()
                : InterfaceAddresses.NONE;
    }

    private long join(final long interfaceHandle, final long addressLow) {
        final int slot = Handle.slot(interfaceHandle);
        if (slot >= socketByInterface.length) {
            socketByInterface = Arrays.copyOf(socketByInterface, Math.max(slot + 1, 2 * socketByInterface.length));
        }
        if (socketByInterface[slot] == NULL_HANDLE) {
            final long opened = sockets.openInternal(interfaceHandle);
            if (opened < 0) {
                return opened;
            }
            socketByInterface[slot] = opened;
        }
        return sockets.join(socketByInterface[slot], interfaceHandle, GROUP_HIGH, groupLow(addressLow));
    }

    /** Leave the groups of some addresses that others do not need. */
    private void leaveOthers(
            final long interfaceHandle, final InterfaceAddresses addresses, final InterfaceAddresses needed) {
        for (int i = 0; i < addresses.count(); i++) {
            if (isIpv6(addresses, i) && !hasGroupOf(needed, addresses.low(i))) {
                sockets.leave(
                        socketByInterface[Handle.slot(interfaceHandle)],
                        interfaceHandle,
                        GROUP_HIGH,
                        groupLow(addresses.low(i)));
            }
        }
    }

    /** The interface goes, and its own socket with it. */
    void close(final long interfaceHandle) {
        final int slot = Handle.slot(interfaceHandle);
        if (slot < socketByInterface.length && socketByInterface[slot] != NULL_HANDLE) {
            sockets.close(socketByInterface[slot]);
            socketByInterface[slot] = NULL_HANDLE;
        }
    }

    private static boolean isIpv6(final InterfaceAddresses addresses, final int index) {
        return !InternetAddress.isIpv4(addresses.high(index), addresses.low(index));
    }

    private static boolean hasGroupOf(final InterfaceAddresses addresses, final long low) {
        for (int i = 0; i < addresses.count(); i++) {
            if (isIpv6(addresses, i) && groupLow(addresses.low(i)) == groupLow(low)) {
                return true;
            }
        }
        return false;
    }

    private static long groupLow(final long addressLow) {
        return GROUP_LOW | (addressLow & ADDRESS_MASK);
    }
}
