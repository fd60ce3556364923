package dev.covey.benchmarks.peers;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;

/**
 * A network namespace for one thread, with an interface v0 as {@code in-namespace} makes it for a process. It ends with
 * the thread and the sockets that it opens there.
 */
final class OwnNamespace {
    private static final int CLONE_NEWNET = 0x4000_0000;

    /** A socket may join as many groups as it likes, where the kernel lets each namespace have its own limits. */
    private static final String MAKE_INTERFACE = "ip link set lo up && ip link add " + JdkJoins.INTERFACE
            + " type veth peer name v1 && ip addr add 10.9.0.1/24 dev " + JdkJoins.INTERFACE + " && ip link set "
            + JdkJoins.INTERFACE + " up && ip link set v1 up"
            + " && echo 200000 >/proc/sys/net/ipv4/igmp_max_memberships"
            + " && { [ ! -w /proc/sys/net/core/optmem_max ] || echo 268435456 >/proc/sys/net/core/optmem_max; }";

    private OwnNamespace() {}

    /** What is called of the C library. */
    private interface Calls extends Library {
        Calls C = Native.load(Platform.C_LIBRARY_NAME, Calls.class);

        int unshare(int flags);
    }

    /**
     * Move the calling thread into a namespace of its own, unless there is such an interface where it is.
     *
     * @throws IllegalStateException if that is not possible here; the message says what is needed.
     */
    static void enter() throws IOException {
        if (NetworkInterface.getByName(JdkJoins.INTERFACE) != null) {
            return;
        }
        if (!Platform.isLinux() || Calls.C.unshare(CLONE_NEWNET) != 0) {
            throw new IllegalStateException("no network namespace: Linux and root are needed");
        }
        // A process is made in the namespace of the thread that makes it.
        final Process process = new ProcessBuilder("sh", "-c", MAKE_INTERFACE)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        final String complaint = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "no interface in a network namespace: is iproute2 installed? " + complaint.strip());
            }
        } catch (final InterruptedException interrupted) {
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
