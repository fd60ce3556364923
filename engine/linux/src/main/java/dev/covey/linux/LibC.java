package dev.covey.linux;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import org.agrona.DirectBuffer;

/**
 * The calls of the C library that a port needs, and the kernel's numbers. Addresses are longs, lengths are what
 * {@code size_t} is on 64-bit machines; other machines are refused.
 */
final class LibC {
    static final int AF_UNSPEC = 0;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int AF_NETLINK = 16;
    static final int AF_PACKET = 17;

    static final int SOCK_RAW = 3;
    static final int SOCK_CLOEXEC = 0x80000;

    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_TRUNC = 0x20;

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int EBADFD = 77;
    static final int ENETDOWN = 100;
    static final int ENOBUFS = 105;

    private static final int O_CLOEXEC = 0x80000;
    private static final int O_READ_WRITE = 0x2;
    private static final int O_NONBLOCK = 0x800;
    private static final long MAP_FAILED = -1;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 0x8001;
    private static final int CLONE_NEWNET = 0x4000_0000;

    static {
        if (!Platform.isLinux() || !Platform.is64Bit()) {
            throw new UnsatisfiedLinkError("64-bit Linux needed: machine=" + Platform.RESOURCE_PREFIX);
        }
        Native.register(LibC.class, Platform.C_LIBRARY_NAME);
    }

    private LibC() {}

    static native int socket(int domain, int type, int protocol);

    static native int close(int descriptor);

    static native int bind(int descriptor, long address, int lengthBytes);

    static native int setsockopt(int descriptor, int level, int name, long value, int lengthBytes);

    static native int getsockopt(int descriptor, int level, int name, long value, long lengthAddress);

    static native long send(int descriptor, long buffer, long lengthBytes, int flags);

    static native long recv(int descriptor, long buffer, long lengthBytes, int flags);

    static native int sendmmsg(int descriptor, long vector, int count, int flags);

    private static native int open(String path, int flags);

    private static native int setns(int descriptor, int type);

    private static native long mmap(
            long address, long lengthBytes, int protection, int flags, int descriptor, long offset);

    static native long read(int descriptor, long buffer, long lengthBytes);

    static native long write(int descriptor, long buffer, long lengthBytes);

    static native int munmap(long address, long lengthBytes);

    private static native String strerror(int number);

    /** Why the last call of this thread failed. */
    static int errno() {
        return Native.getLastError();
    }

    /** What {@link #errno()} says, in words. */
    static String describe(final int errno) {
        return strerror(errno) + " (errno " + errno + ")";
    }

    /** Open a file for reading; negative if that fails. */
    static int openFile(final String path) {
        return open(path, O_CLOEXEC);
    }

    /** Open a device for reading and writing without waiting; negative if that fails. */
    static int openDevice(final String path) {
        return open(path, O_READ_WRITE | O_NONBLOCK | O_CLOEXEC);
    }

    /** Ask a device for something ({@code ioctl}); negative if it refuses. */
    static int control(final int descriptor, final long request, final DirectBuffer argument) {
        return Variadic.CALLS.ioctl(descriptor, new NativeLong(request), new Pointer(argument.addressOffset()));
    }

    /**
     * Functions with an ellipsis in C. Machines may pass what stands for the ellipsis in other places than named
     * arguments, and direct mapping knows of no such difference. Here JNA takes the Java method's variable arguments
     * for the C function's and says so to libffi ({@code ffi_prep_cif_var}), which then calls as the machine's ABI has
     * it for such functions. That allocates: it is for calls that are made when something is opened.
     */
    private interface Variadic extends Library {
        Variadic CALLS = Native.load(Platform.C_LIBRARY_NAME, Variadic.class);

        int ioctl(int descriptor, NativeLong request, Object... arguments);
    }

    /** Move the calling thread, and only it, into a network namespace. */
    static int enterNetworkNamespace(final int descriptor) {
        return setns(descriptor, CLONE_NEWNET);
    }

    /** Map the rings of a socket, all pages present; 0 if that fails. */
    static long map(final int descriptor, final long lengthBytes) {
        final long address = mmap(0, lengthBytes, PROT_READ_WRITE, MAP_SHARED_POPULATE, descriptor, 0);
        return address == MAP_FAILED ? 0 : address;
    }

    /** Set an option of a few octets. */
    static int setOption(final int descriptor, final int level, final int name, final DirectBuffer value) {
        return setsockopt(descriptor, level, name, value.addressOffset(), value.capacity());
    }
}
