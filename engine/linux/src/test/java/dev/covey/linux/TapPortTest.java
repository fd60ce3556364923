package dev.covey.linux;

import static dev.covey.linux.LiveHost.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.wire.InternetAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kernel at the other end of the link. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TapPortTest {
    private static final int IPV4_WITH_ROUTER_ALERT = 0x46;
    private static final int HEADERS_LENGTH = 14 + 24;
    private static final int V3_REPORT = 0x22;
    private static final int FIRST_RECORD_OFFSET = 8;
    private static final int MODE_IS_EXCLUDE = 2;

    private static final Pattern LINK_LOCAL = Pattern.compile("fe80::[0-9a-f:]+");

    private LiveNetwork network;
    private String namespace;

    @BeforeEach
    void begin() throws IOException {
        network = LiveNetwork.begin();
        namespace = network.namespace();
    }

    @AfterEach
    void end() {
        if (network != null) {
            network.close();
        }
    }

    private TapContext context() {
        return new TapContext("tap0").networkNamespace(namespace);
    }

    private LiveHost open(final TapContext context, final boolean isRouter) throws IOException {
        return new LiveHost(TapPort.open(context), isRouter, HostVariables.DEFAULT);
    }

    private String ip(final String arguments) throws IOException {
        return LiveNetwork.ip(namespace, arguments);
    }

    private void up() throws IOException {
        ip("addr add 10.77.0.1/24 dev tap0");
        ip("link set tap0 up");
    }

    /** The groups that a router has learned, with the version of their oldest host; 0 is the newest. */
    private static Set<String> learned(final LiveHost router) {
        return router.inspect(view -> {
            final Set<String> groups = new TreeSet<>();
            view.routers()
                    .forEachGroup(
                            router.port().interfaceHandle(),
                            System.nanoTime(),
                            (handle, high, low, mode, remaining, version, reporterHigh, reporterLow) ->
                                    groups.add(mode + " " + InternetAddress.toString(high, low) + " by "
                                            + InternetAddress.toString(reporterHigh, reporterLow)));
            return groups;
        });
    }

    @Test
    void shouldLearnWhatTheKernelHasJoined() throws IOException {
        try (LiveHost router = open(context(), true)) {
            up();
            ip("addr add 239.13.0.1/32 dev tap0 autojoin");
            ip("addr add ff15::13/128 dev tap0 autojoin");
            final Matcher linkLocal = LINK_LOCAL.matcher(ip("-6 -o addr show dev tap0 scope link"));
            assertThat(linkLocal.find()).isTrue();
            await("learned", () -> learned(router)
                    .containsAll(
                            Set.of("EXCLUDE 239.13.0.1 by 10.77.0.1", "EXCLUDE ff15::13 by " + linkLocal.group())));
            assertThat(router.port().receivedFrames()).isGreaterThanOrEqualTo(2);
            assertThat(router.port().droppedFrames()).isZero();
            router.requireSound();
        }
    }

    @Test
    void shouldBeSeenAndAskedByABridgeOfTheKernel() throws IOException {
        final AtomicInteger answers = new AtomicInteger();
        final InternetAddress own = InternetAddress.parse("10.77.0.2");
        final TapContext context = context()
                .macAddress(0x0200_0000_0077L)
                .addresses(InterfaceAddresses.NONE.with(own.high(), own.low(), 24));
        try (TapPort port = TapPort.open(context)) {
            port.addFrameListener((timeNs, isSent, buffer, offset, lengthBytes) -> {
                if (isSent && isAnswer(buffer, offset)) {
                    answers.incrementAndGet();
                }
            });
            assertThat(port.facts().macText()).isEqualTo("02:00:00:00:00:77");
            try (LiveHost host = new LiveHost(port, false, HostVariables.DEFAULT)) {
                ip("link add br0 type bridge mcast_snooping 1 mcast_querier 1 mcast_igmp_version 3"
                        + " mcast_query_interval 300 mcast_startup_query_interval 100"
                        + " mcast_query_response_interval 100");
                ip("link set tap0 master br0");
                ip("link set tap0 up");
                ip("link set br0 up");
                assertThat(host.join("239.1.1.1")).isZero();
                await("seen", () -> mdb().contains("port tap0 grp 239.1.1.1"));
                // Nothing but an answer to a query has such a record.
                await("answered", () -> answers.get() > 0);
                assertThat(port.receivedFrames()).isPositive();
                assertThat(port.lostFrames()).isZero();
                host.requireSound();
            }
        }
    }

    private static boolean isAnswer(final DirectBuffer frame, final int offset) {
        return frame.getByte(offset + 14) == IPV4_WITH_ROUTER_ALERT
                && frame.getByte(offset + HEADERS_LENGTH) == V3_REPORT
                && frame.getByte(offset + HEADERS_LENGTH + FIRST_RECORD_OFFSET) == MODE_IS_EXCLUDE;
    }

    private String mdb() {
        try {
            return LiveNetwork.run("bridge", "-n", namespace, "mdb", "show");
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void shouldFollowWhatBecomesOfTheInterface() throws IOException {
        try (LiveHost host = open(context(), false)) {
            final TapPort port = (TapPort) host.port();
            assertThat(port.facts().isUp()).isFalse();
            up();
            await("up", () -> port.facts().isUp());
            await(
                    "kernel's address",
                    () -> port.kernelFacts().addresses().toString().contains("10.77.0.1"));
            // Both ends have a link-local address, and each its own.
            final String kernel = port.kernelFacts().addresses().toString();
            final String own = port.facts().addresses().toString();
            assertThat(own).contains("fe80::").doesNotContain("10.77.0.1").isNotEqualTo(kernel);
            assertThat(port.facts().macAddress()).isEqualTo(port.kernelFacts().macAddress() ^ 1);

            ip("link set tap0 mtu 1400");
            await("mtu", () -> port.facts().mtu() == 1400);
            ip("link set tap0 down");
            await("down", () -> !port.facts().isUp());
            ip("link set tap0 name other0");
            await("name", () -> port.facts().name().equals("other0"));
            assertThat(host.join("239.1.1.1")).isZero();
            final long sentBefore = port.sentFrames();
            ip("link set other0 up");
            await("announced", () -> port.sentFrames() > sentBefore);
            host.requireSound();
        }
    }

    @Test
    void shouldDetachAnInterfaceThatIsRemoved() throws IOException {
        try (LiveHost host = open(context(), false)) {
            up();
            assertThat(host.join("239.1.1.1")).isZero();
            assertThat(host.join("ff15::1")).isZero();
            await("sent", () -> host.port().sentFrames() >= 2);
            ip("link del tap0");
            await("removed", () -> host.port().isRemoved());
            assertThat(host.join("239.1.1.2")).isEqualTo(OperationStatus.INTERFACE_GONE);
            assertThat(host.leave("239.1.1.1")).isZero();
            host.requireSound();
        }
    }

    @Test
    void shouldLeaveAPersistentInterfaceAndTakeItsOwnAway() throws IOException {
        ip("tuntap add dev tap9 mode tap");
        try (TapPort own = TapPort.open(context());
                TapPort persistent = TapPort.open(new TapContext("tap9").networkNamespace(namespace))) {
            assertThat(ip("-br link")).contains("tap0").contains("tap9");
            assertThat(own.facts().name()).isEqualTo("tap0");
            assertThat(persistent.facts().mtu()).isEqualTo(1500);
            assertThatThrownBy(() -> TapPort.open(context()))
                    .isInstanceOf(PortException.class)
                    .hasMessage("somebody else has the TAP interface open: interface=tap0");
        }
        assertThat(ip("-br link")).doesNotContain("tap0").contains("tap9");
    }

    @Test
    void shouldReceiveDataOnlyWhenItIsWanted() throws IOException {
        try (LiveHost without = open(context(), false);
                LiveHost with =
                        open(new TapContext("tap1").networkNamespace(namespace).dataWanted(true), false)) {
            up();
            ip("link set tap1 up");
            ip("addr add 10.78.0.1/24 dev tap1");
            await(
                    "up",
                    () -> with.port().facts().isUp() && without.port().facts().isUp());
            // Nobody answers: each end asks for addresses, which is no message of a membership protocol.
            ip("neigh add 10.77.0.9 lladdr 02:00:00:00:00:99 dev tap0");
            ip("neigh add 10.78.0.9 lladdr 02:00:00:00:00:99 dev tap1");
            final long memberships = without.port().receivedFrames();
            final long before = with.port().receivedFrames();
            for (int i = 0; i < 20; i++) {
                send("10.77.0.9");
                send("10.78.0.9");
            }
            await("data", () -> with.port().receivedFrames() >= before + 20);
            assertThat(without.port().receivedFrames()).isLessThan(memberships + 20);
            assertThat(with.port().droppedFrames()).isZero();
        }
    }

    private void send(final String address) throws IOException {
        LiveNetwork.run("ip", "netns", "exec", namespace, "bash", "-c", "echo data >/dev/udp/" + address + "/9");
    }

    @Test
    void shouldSayWhatIsWrongWhenItCannotOpen() throws IOException {
        ip("link add a0 type veth peer name b0");
        ip("tuntap add dev tun9 mode tun");
        assertRefused(new TapContext("a0"), "there is such an interface, and it is no TAP interface: interface=a0");
        assertRefused(new TapContext("tun9"), "there is such an interface, and it is no TAP interface: interface=tun9");
        assertRefused(
                new TapContext("tap0").device(Path.of("/dev/covey/none")),
                "no TAP device: needs the kernel's tun driver: device=/dev/covey/none: interface=tap0");
        assertRefused(
                new TapContext("tap0").device(Path.of("/dev/null")),
                "cannot make a TAP interface: Inappropriate ioctl for device (errno 25): interface=tap0");
        for (final String name : new String[] {"", "tap%d", "a/b", "..", "tap 0", "sixteencharacter"}) {
            assertRefused(new TapContext(name), "no name of an interface: interface=" + name);
        }
        assertThat(ip("-br link")).doesNotContain("tap0");
    }

    private void assertRefused(final TapContext context, final String message) {
        assertThatThrownBy(() -> TapPort.open(context.networkNamespace(namespace)))
                .isInstanceOf(PortException.class)
                .hasMessage(message);
    }
}
