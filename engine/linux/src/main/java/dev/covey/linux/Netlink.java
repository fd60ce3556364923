package dev.covey.linux;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.nativeOrder;

import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.wire.InternetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Asks the kernel about an interface, and hears when something changes (rtnetlink).
 *
 * <p>A notification is a reason to ask again, not an answer: so one that is lost in a burst costs nothing as long as it
 * is known that some were, and there is one way only from the kernel's words to {@link InterfaceFacts}.
 */
final class Netlink implements AutoCloseable {
    private static final int NETLINK_ROUTE = 0;
    private static final int GROUP_LINK = 0x1;
    private static final int GROUP_IPV4_ADDRESS = 0x10;
    private static final int GROUP_IPV6_ADDRESS = 0x100;

    private static final int HEADER_LENGTH = 16;
    private static final int TYPE_OFFSET = 4;
    private static final int BODY_LENGTH = 16;
    private static final int ADDRESS_BODY_LENGTH = 8;
    private static final int ATTRIBUTE_HEADER_LENGTH = 4;

    private static final int ERROR = 2;
    private static final int DONE = 3;
    private static final int NEW_LINK = 16;
    private static final int DELETE_LINK = 17;
    private static final int GET_LINK = 18;
    private static final int NEW_ADDRESS = 20;
    private static final int DELETE_ADDRESS = 21;
    private static final int GET_ADDRESS = 22;

    private static final int REQUEST = 0x1;
    private static final int DUMP = 0x300;

    private static final int LINK_ADDRESS = 1;
    private static final int LINK_NAME = 3;
    private static final int LINK_MTU = 4;
    private static final int LINK_STATISTICS = 23;
    private static final int TRANSMIT_DROPPED_OFFSET = 56;
    private static final int LINK_UP = 0x1;
    private static final int LINK_MULTICAST = 0x1000;
    private static final int LINK_LOWER_UP = 0x1_0000;
    private static final int ADDRESS_ADDRESS = 1;
    private static final int ADDRESS_LOCAL = 2;
    private static final int ADDRESS_FLAGS = 8;
    private static final int ADDRESS_OPTIMISTIC = 0x4;
    private static final int ADDRESS_DUPLICATE = 0x8;
    private static final int ADDRESS_TENTATIVE = 0x40;

    private static final int MAX_NAME_LENGTH = 15;
    private static final int RECEIVE_LENGTH = 1 << 17;

    private final UnsafeBuffer request = direct(HEADER_LENGTH + BODY_LENGTH + ATTRIBUTE_HEADER_LENGTH + 16);
    private final UnsafeBuffer answer = direct(RECEIVE_LENGTH);
    private final int events;
    private final int questions;
    private long transmitDropped;
    private boolean isClosed;

    private Netlink(final int events, final int questions) {
        this.events = events;
        this.questions = questions;
    }

    private static UnsafeBuffer direct(final int lengthBytes) {
        final ByteBuffer memory = BufferUtil.allocateDirectAligned(lengthBytes, Long.BYTES);
        return new UnsafeBuffer(memory);
    }

    /** Open both sockets, in the namespace of the calling thread. */
    static Netlink open() throws PortException {
        final int events = socket(GROUP_LINK | GROUP_IPV4_ADDRESS | GROUP_IPV6_ADDRESS);
        try {
            return new Netlink(events, socket(0));
        } catch (final PortException failure) {
            LibC.close(events);
            throw failure;
        }
    }

    private static int socket(final int groups) throws PortException {
        final int descriptor = LibC.socket(LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, NETLINK_ROUTE);
        if (descriptor < 0) {
            throw PortException.of("cannot open a netlink socket", LibC.errno());
        }
        final UnsafeBuffer address = direct(12);
        address.putShort(0, (short) LibC.AF_NETLINK);
        address.putInt(8, groups);
        if (LibC.bind(descriptor, address.addressOffset(), address.capacity()) < 0) {
            final int errno = LibC.errno();
            LibC.close(descriptor);
            throw PortException.of("cannot bind a netlink socket", errno);
        }
        return descriptor;
    }

    /**
     * Take the notifications that wait.
     *
     * @return true if one of them may be about the interface.
     */
    boolean hasChanged(final int index) {
        boolean hasChanged = false;
        while (true) {
            final long length = LibC.recv(events, answer.addressOffset(), answer.capacity(), LibC.MSG_DONTWAIT);
            if (length <= 0) {
                final int errno = length < 0 ? LibC.errno() : 0;
                if (errno != LibC.ENOBUFS) {
                    return hasChanged;
                }
                // Some were lost: any of them may have been about the interface.
                hasChanged = true;
            } else {
                hasChanged |= isAbout(index, (int) length);
            }
        }
    }

    private boolean isAbout(final int index, final int lengthBytes) {
        for (int offset = 0; offset + HEADER_LENGTH + ADDRESS_BODY_LENGTH <= lengthBytes; offset = next(offset)) {
            final int type = answer.getShort(offset + TYPE_OFFSET);
            final int subject = answer.getInt(offset + HEADER_LENGTH + 4);
            final boolean isKnown =
                    type == NEW_LINK || type == DELETE_LINK || type == NEW_ADDRESS || type == DELETE_ADDRESS;
            if (isKnown && subject == index) {
                return true;
            }
        }
        return false;
    }

    private int next(final int offset) {
        return offset + Math.max(HEADER_LENGTH, align(answer.getInt(offset)));
    }

    private static int align(final int length) {
        return length + 3 & ~3;
    }

    /** Ask for an Ethernet interface by its name. */
    InterfaceFacts requireEthernet(final String name) throws PortException {
        final InterfaceFacts facts = find(name);
        if (facts == null) {
            throw new PortException("no such interface");
        }
        if (facts.hardwareType() != InterfaceFacts.ETHERNET) {
            throw new PortException("not an Ethernet interface: hardware type " + facts.hardwareType());
        }
        return facts;
    }

    /** Ask for an interface by its name; null if there is none. */
    InterfaceFacts find(final String name) throws PortException {
        final byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        if (octets.length == 0 || octets.length > MAX_NAME_LENGTH) {
            return null;
        }
        request.setMemory(0, request.capacity(), (byte) 0);
        final int attribute = HEADER_LENGTH + BODY_LENGTH;
        request.putShort(attribute, (short) (ATTRIBUTE_HEADER_LENGTH + octets.length + 1));
        request.putShort(attribute + 2, (short) LINK_NAME);
        request.putBytes(attribute + ATTRIBUTE_HEADER_LENGTH, octets);
        return ask(attribute + align(ATTRIBUTE_HEADER_LENGTH + octets.length + 1));
    }

    /** Ask for an interface by its index; null if there is none. */
    InterfaceFacts read(final int index) throws PortException {
        request.setMemory(0, request.capacity(), (byte) 0);
        request.putInt(HEADER_LENGTH + 4, index);
        return ask(HEADER_LENGTH + BODY_LENGTH);
    }

    /** Frames that the kernel did not send by the interface that was last asked for, as of then. */
    long transmitDropped() {
        return transmitDropped;
    }

    private InterfaceFacts ask(final int requestLength) throws PortException {
        send(requestLength, GET_LINK, REQUEST);
        final int length = receive();
        if (answer.getShort(TYPE_OFFSET) == ERROR) {
            final int errno = -answer.getInt(HEADER_LENGTH);
            if (errno == LibC.ENODEV) {
                return null;
            }
            throw PortException.of("cannot read an interface", errno);
        }
        return link(length);
    }

    private InterfaceFacts link(final int lengthBytes) throws PortException {
        final int end = Math.min(lengthBytes, answer.getInt(0));
        final int hardwareType = answer.getShort(HEADER_LENGTH + 2) & 0xffff;
        final int index = answer.getInt(HEADER_LENGTH + 4);
        final int flags = answer.getInt(HEADER_LENGTH + 8);
        String name = "";
        long macAddress = 0;
        int mtu = 0;
        int offset = HEADER_LENGTH + BODY_LENGTH;
        while (offset + ATTRIBUTE_HEADER_LENGTH <= end) {
            final int length = Math.max(ATTRIBUTE_HEADER_LENGTH, answer.getShort(offset) & 0xffff);
            final int value = offset + ATTRIBUTE_HEADER_LENGTH;
            switch (answer.getShort(offset + 2)) {
                case LINK_ADDRESS ->
                    macAddress = length == ATTRIBUTE_HEADER_LENGTH + 6
                            ? (answer.getShort(value, BIG_ENDIAN) & 0xffffL) << Integer.SIZE
                                    | (answer.getInt(value + 2, BIG_ENDIAN) & 0xffff_ffffL)
                            : 0;
                case LINK_NAME -> {
                    final byte[] octets = new byte[Math.max(0, length - ATTRIBUTE_HEADER_LENGTH - 1)];
                    answer.getBytes(value, octets);
                    name = new String(octets, StandardCharsets.UTF_8);
                }
                case LINK_MTU -> mtu = answer.getInt(value, nativeOrder());
                case LINK_STATISTICS ->
                    transmitDropped = answer.getLong(value + TRANSMIT_DROPPED_OFFSET, nativeOrder());
                default -> {
                    // Nothing that the engine needs.
                }
            }
            offset += align(length);
        }
        final boolean isUp = (flags & LINK_UP) != 0 && (flags & LINK_LOWER_UP) != 0;
        final boolean isMulticast = (flags & LINK_MULTICAST) != 0;
        return new InterfaceFacts(index, name, hardwareType, macAddress, mtu, isUp, isMulticast, addresses(index));
    }

    private InterfaceAddresses addresses(final int index) throws PortException {
        request.setMemory(0, request.capacity(), (byte) 0);
        send(HEADER_LENGTH + ADDRESS_BODY_LENGTH, GET_ADDRESS, REQUEST | DUMP);
        InterfaceAddresses addresses = InterfaceAddresses.NONE;
        while (true) {
            final int length = receive();
            for (int offset = 0; offset + HEADER_LENGTH <= length; offset = next(offset)) {
                final int type = answer.getShort(offset + TYPE_OFFSET);
                if (type == ERROR) {
                    throw PortException.of("cannot read addresses", -answer.getInt(offset + HEADER_LENGTH));
                }
                if (type == DONE) {
                    return addresses;
                }
                if (type == NEW_ADDRESS && answer.getInt(offset + HEADER_LENGTH + 4) == index) {
                    addresses = with(addresses, offset);
                }
            }
        }
    }

    private InterfaceAddresses with(final InterfaceAddresses addresses, final int message) {
        final int end = message + answer.getInt(message);
        final int family = answer.getByte(message + HEADER_LENGTH);
        final int prefixLength = answer.getByte(message + HEADER_LENGTH + 1) & 0xff;
        int flags = answer.getByte(message + HEADER_LENGTH + 2) & 0xff;
        int address = 0;
        int local = 0;
        int offset = message + HEADER_LENGTH + ADDRESS_BODY_LENGTH;
        while (offset + ATTRIBUTE_HEADER_LENGTH <= end) {
            final int value = offset + ATTRIBUTE_HEADER_LENGTH;
            switch (answer.getShort(offset + 2)) {
                case ADDRESS_ADDRESS -> address = value;
                case ADDRESS_LOCAL -> local = value;
                case ADDRESS_FLAGS -> flags = answer.getInt(value, nativeOrder());
                default -> {
                    // Nothing that the engine needs.
                }
            }
            offset += align(Math.max(ATTRIBUTE_HEADER_LENGTH, answer.getShort(offset) & 0xffff));
        }
        // On a point-to-point link the first of the two is the other end's.
        final int own = local == 0 ? address : local;
        // Nothing may be sent from a tentative address (RFC 4862 section 5.4); reports come from :: until then.
        final boolean isTentative = (flags & ADDRESS_TENTATIVE) != 0 && (flags & ADDRESS_OPTIMISTIC) == 0;
        if (own == 0 || isTentative || (flags & ADDRESS_DUPLICATE) != 0) {
            return addresses;
        }
        final long high = family == LibC.AF_INET6 ? answer.getLong(own, BIG_ENDIAN) : 0;
        final long low = family == LibC.AF_INET6
                ? answer.getLong(own + Long.BYTES, BIG_ENDIAN)
                : InternetAddress.ipv4Low(answer.getInt(own, BIG_ENDIAN));
        final boolean isUsable = (family == LibC.AF_INET || family == LibC.AF_INET6)
                && !InternetAddress.isMulticast(high, low)
                && !InternetAddress.isUnspecified(high, low)
                && !InternetAddress.isLimitedBroadcast(high, low);
        return isUsable ? addresses.with(high, low, prefixLength) : addresses;
    }

    private void send(final int lengthBytes, final int type, final int flags) throws PortException {
        // What is left of a question that failed half-way answers nothing that is asked now.
        while (LibC.recv(questions, answer.addressOffset(), answer.capacity(), LibC.MSG_DONTWAIT) > 0) {
            answer.putInt(0, 0);
        }
        request.putInt(0, lengthBytes);
        request.putShort(TYPE_OFFSET, (short) type);
        request.putShort(TYPE_OFFSET + 2, (short) flags);
        if (LibC.send(questions, request.addressOffset(), lengthBytes, 0) < 0) {
            throw PortException.of("cannot ask the kernel", LibC.errno());
        }
    }

    /** The kernel answers before the question returns, or as what it said is taken: there is nothing to wait for. */
    private int receive() throws PortException {
        final long length = LibC.recv(questions, answer.addressOffset(), answer.capacity(), LibC.MSG_DONTWAIT);
        if (length < HEADER_LENGTH) {
            throw PortException.of("the kernel did not answer", length < 0 ? LibC.errno() : LibC.EINVAL);
        }
        return (int) length;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            LibC.close(events);
            LibC.close(questions);
        }
    }
}
