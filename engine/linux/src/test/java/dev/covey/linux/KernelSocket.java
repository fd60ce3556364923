package dev.covey.linux;

import dev.covey.engine.record.FilterMode;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** A UDP socket of the kernel in a namespace, with the calls of RFC 3678. Each says 0 or a negative errno. */
final class KernelSocket implements AutoCloseable {
    private static final int SOCK_DGRAM = 2;
    private static final int SO_REUSEADDR = 2;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IP_MULTICAST_ALL = 49;
    private static final int IPV6_MULTICAST_ALL = 29;
    private static final int MCAST_JOIN_GROUP = 42;
    private static final int MCAST_BLOCK_SOURCE = 43;
    private static final int MCAST_UNBLOCK_SOURCE = 44;
    private static final int MCAST_LEAVE_GROUP = 45;
    private static final int MCAST_JOIN_SOURCE_GROUP = 46;
    private static final int MCAST_LEAVE_SOURCE_GROUP = 47;
    private static final int MCAST_MSFILTER = 48;

    private static final int STORAGE_LENGTH = 128;
    private static final int GROUP_OFFSET = 8;
    private static final int SOURCE_OFFSET = GROUP_OFFSET + STORAGE_LENGTH;
    private static final int DATAGRAM_LENGTH = 2048;

    private final boolean isIpv6;
    private int descriptor;
    private final UnsafeBuffer datagram = direct(DATAGRAM_LENGTH);

    private KernelSocket(final boolean isIpv6, final int descriptor) {
        this.isIpv6 = isIpv6;
        this.descriptor = descriptor;
    }

    /** Open a socket bound to a port and to no address. */
    static KernelSocket open(final String namespace, final boolean isIpv6, final int port) throws PortException {
        return NetworkNamespace.run(namespace, () -> {
            final int domain = isIpv6 ? LibC.AF_INET6 : LibC.AF_INET;
            final int descriptor = LibC.socket(domain, SOCK_DGRAM | LibC.SOCK_CLOEXEC, 0);
            if (descriptor < 0) {
                throw PortException.of("cannot open a socket", LibC.errno());
            }
            final KernelSocket socket = new KernelSocket(isIpv6, descriptor);
            final UnsafeBuffer address = direct(STORAGE_LENGTH);
            address.putShort(0, (short) domain);
            address.putShort(2, (short) port, ByteOrder.BIG_ENDIAN);
            socket.set(KernelFilter.SOL_SOCKET, SO_REUSEADDR, 1);
            if (LibC.bind(descriptor, address.addressOffset(), isIpv6 ? 28 : 16) < 0) {
                final int errno = LibC.errno();
                socket.close();
                throw PortException.of("cannot bind a socket: port=" + port, errno);
            }
            return socket;
        });
    }

    /** What the kernel calls an interface of a namespace. */
    static int indexOf(final String namespace, final String interfaceName) throws PortException {
        return NetworkNamespace.run(namespace, () -> {
            try (Netlink netlink = Netlink.open()) {
                return netlink.find(interfaceName).index();
            }
        });
    }

    private static UnsafeBuffer direct(final int lengthBytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(lengthBytes, Long.BYTES));
        buffer.setMemory(0, lengthBytes, (byte) 0);
        return buffer;
    }

    /** Whether it gets, of groups that it has not joined, what other sockets have ({@code IP_MULTICAST_ALL}). */
    int multicastAll(final boolean isOn) {
        return set(level(), isIpv6 ? IPV6_MULTICAST_ALL : IP_MULTICAST_ALL, isOn ? 1 : 0);
    }

    int join(final int interfaceIndex, final String group) {
        return option(MCAST_JOIN_GROUP, request(interfaceIndex, group, null));
    }

    int leave(final int interfaceIndex, final String group) {
        return option(MCAST_LEAVE_GROUP, request(interfaceIndex, group, null));
    }

    int joinSource(final int interfaceIndex, final String group, final String source) {
        return option(MCAST_JOIN_SOURCE_GROUP, request(interfaceIndex, group, source));
    }

    int leaveSource(final int interfaceIndex, final String group, final String source) {
        return option(MCAST_LEAVE_SOURCE_GROUP, request(interfaceIndex, group, source));
    }

    int block(final int interfaceIndex, final String group, final String source) {
        return option(MCAST_BLOCK_SOURCE, request(interfaceIndex, group, source));
    }

    int unblock(final int interfaceIndex, final String group, final String source) {
        return option(MCAST_UNBLOCK_SOURCE, request(interfaceIndex, group, source));
    }

    int setFilter(final int interfaceIndex, final String group, final FilterMode mode, final List<String> sources) {
        final int fixedLength = SOURCE_OFFSET + 2 * Integer.BYTES;
        final UnsafeBuffer filter = direct(fixedLength + sources.size() * STORAGE_LENGTH);
        filter.putInt(0, interfaceIndex);
        putAddress(filter, GROUP_OFFSET, group);
        filter.putInt(SOURCE_OFFSET, mode == FilterMode.INCLUDE ? 1 : 0);
        filter.putInt(SOURCE_OFFSET + Integer.BYTES, sources.size());
        for (int i = 0; i < sources.size(); i++) {
            putAddress(filter, fixedLength + i * STORAGE_LENGTH, sources.get(i));
        }
        return option(MCAST_MSFILTER, filter);
    }

    private UnsafeBuffer request(final int interfaceIndex, final String group, final String source) {
        final UnsafeBuffer request = direct(source == null ? SOURCE_OFFSET : SOURCE_OFFSET + STORAGE_LENGTH);
        request.putInt(0, interfaceIndex);
        putAddress(request, GROUP_OFFSET, group);
        if (source != null) {
            putAddress(request, SOURCE_OFFSET, source);
        }
        return request;
    }

    private void putAddress(final UnsafeBuffer buffer, final int offset, final String address) {
        final byte[] octets = LiveFamily.octets(address);
        buffer.putShort(offset, (short) (isIpv6 ? LibC.AF_INET6 : LibC.AF_INET));
        buffer.putBytes(offset + (isIpv6 ? 8 : 4), octets);
    }

    private int level() {
        return isIpv6 ? IPPROTO_IPV6 : 0;
    }

    private int set(final int level, final int name, final int value) {
        final UnsafeBuffer octets = direct(Integer.BYTES);
        octets.putInt(0, value);
        return LibC.setOption(descriptor, level, name, octets) < 0 ? -LibC.errno() : 0;
    }

    private int option(final int name, final UnsafeBuffer value) {
        return LibC.setOption(descriptor, level(), name, value) < 0 ? -LibC.errno() : 0;
    }

    /** Texts of the datagrams that have come since the last call. */
    List<String> receive() {
        final List<String> texts = new ArrayList<>();
        long lengthBytes = receiveOne();
        while (lengthBytes >= 0) {
            texts.add(datagram.getStringWithoutLengthUtf8(0, (int) lengthBytes));
            lengthBytes = receiveOne();
        }
        return texts;
    }

    private long receiveOne() {
        return LibC.recv(descriptor, datagram.addressOffset(), DATAGRAM_LENGTH, LibC.MSG_DONTWAIT);
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            LibC.close(descriptor);
            descriptor = -1;
        }
    }
}
