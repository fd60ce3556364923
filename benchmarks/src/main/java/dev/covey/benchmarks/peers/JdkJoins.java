package dev.covey.benchmarks.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;

/** A MulticastChannel of the JDK that holds some memberships on an interface v0; and one more that comes and goes. */
final class JdkJoins implements AutoCloseable {
    /** What the interface is called that {@code in-namespace} makes. */
    static final String INTERFACE = "v0";

    private static final int GROUPS = 0xef01_0000;

    private final DatagramChannel channel;
    private final NetworkInterface network;
    private final InetAddress firstHeld;
    private final InetAddress group;

    /**
     * Join what is held.
     *
     * @throws IllegalArgumentException if there is no such interface.
     * @throws IOException if a membership is refused.
     */
    JdkJoins(final int held) throws IOException {
        network = NetworkInterface.getByName(INTERFACE);
        if (network == null) {
            throw new IllegalArgumentException("no interface " + INTERFACE + ": in-namespace makes it");
        }
        channel = DatagramChannel.open(StandardProtocolFamily.INET);
        for (int i = 0; i < held; i++) {
            channel.join(group(i), network);
        }
        firstHeld = group(0);
        group = group(held);
    }

    private static InetAddress group(final int number) throws IOException {
        final int address = GROUPS + number;
        return InetAddress.getByAddress(
                new byte[] {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address});
    }

    /** Join and leave one group, and return how many of both were right. */
    int joinAndDrop() throws IOException {
        final MembershipKey key = channel.join(group, network);
        int right = key.isValid() ? 1 : 0;
        key.drop();
        right += key.isValid() ? 0 : 1;
        return right;
    }

    /** Join a group that is held: the JDK answers without asking the system. */
    boolean joinHeld() throws IOException {
        return channel.join(firstHeld, network).isValid();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
