package dev.covey.linux;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The other end of an Ethernet interface that the kernel has made up: what it sends is read here, what is written here
 * comes in by the interface.
 *
 * <p>Threading: one thread.
 */
final class TapDevice implements AutoCloseable {
    private static final long TUNSETIFF = 0x4004_54caL;
    private static final int IFF_TAP_WITHOUT_PACKET_INFORMATION = 0x0002 | 0x1000;
    // struct ifreq: the name, with room for a 0, and a union of which the flags are the first two octets.
    private static final int NAME_LENGTH = 16;
    private static final int REQUEST_LENGTH = 40;
    // What the kernel, the tools and a template of names would take for something else is left out.
    private static final Pattern NAME = Pattern.compile("[^/:%\\s\\p{Cntrl}]{1,15}");
    private static final int MAX_FRAME_LENGTH = 65_535 + 14 + 4;

    private final UnsafeBuffer received = direct(MAX_FRAME_LENGTH);
    private final UnsafeBuffer sent = direct(MAX_FRAME_LENGTH);
    private int descriptor;

    private TapDevice(final int descriptor) {
        this.descriptor = descriptor;
    }

    private static UnsafeBuffer direct(final int lengthBytes) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(lengthBytes, Long.BYTES));
    }

    /** Make the interface, or take one that is there, in the namespace of the calling thread. */
    static TapDevice open(final Path path, final String name, final boolean isDataWanted) throws PortException {
        final byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        if (!NAME.matcher(name).matches() || octets.length >= NAME_LENGTH || name.startsWith(".")) {
            throw new PortException("no name of an interface");
        }
        final int descriptor = LibC.openDevice(path.toString());
        if (descriptor < 0) {
            throw unopened(path, LibC.errno());
        }
        boolean isOpen = false;
        try {
            final UnsafeBuffer request = direct(REQUEST_LENGTH);
            request.setMemory(0, REQUEST_LENGTH, (byte) 0);
            request.putBytes(0, octets);
            request.putShort(NAME_LENGTH, (short) IFF_TAP_WITHOUT_PACKET_INFORMATION);
            if (LibC.control(descriptor, TUNSETIFF, request) < 0) {
                throw refused(LibC.errno());
            }
            if (!isDataWanted) {
                KernelFilter.attachToTap(descriptor);
            }
            final TapDevice device = new TapDevice(descriptor);
            isOpen = true;
            return device;
        } finally {
            if (!isOpen) {
                LibC.close(descriptor);
            }
        }
    }

    private static PortException unopened(final Path path, final int errno) {
        return switch (errno) {
            case LibC.ENOENT, LibC.ENODEV, LibC.ENXIO ->
                new PortException("no TAP device: needs the kernel's tun driver: device=" + path);
            case LibC.EPERM, LibC.EACCES ->
                new PortException(
                        "no permission to open the TAP device: needs root or write permission: device=" + path);
            default -> PortException.of("cannot open the TAP device: device=" + path, errno);
        };
    }

    private static PortException refused(final int errno) {
        return switch (errno) {
            case LibC.EPERM, LibC.EACCES ->
                new PortException("no permission to make or take a TAP interface: needs root or CAP_NET_ADMIN");
            case LibC.EBUSY -> new PortException("somebody else has the TAP interface open");
            case LibC.EINVAL -> new PortException("there is such an interface, and it is no TAP interface");
            default -> PortException.of("cannot make a TAP interface", errno);
        };
    }

    /** Where {@link #read()} puts frames. */
    UnsafeBuffer received() {
        return received;
    }

    /** Read a frame: its length, 0 if none waits, or the negative errno. */
    int read() {
        while (true) {
            final long length = LibC.read(descriptor, received.addressOffset(), received.capacity());
            if (length >= 0) {
                return (int) length;
            }
            final int errno = LibC.errno();
            if (errno == LibC.EAGAIN) {
                return 0;
            }
            if (errno != LibC.EINTR) {
                return -errno;
            }
        }
    }

    /** Write a frame: 0, or the errno. */
    int write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        sent.putBytes(0, buffer, offset, lengthBytes);
        while (LibC.write(descriptor, sent.addressOffset(), lengthBytes) < 0) {
            final int errno = LibC.errno();
            if (errno != LibC.EINTR) {
                return errno;
            }
        }
        return 0;
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            LibC.close(descriptor);
            descriptor = -1;
        }
    }
}
