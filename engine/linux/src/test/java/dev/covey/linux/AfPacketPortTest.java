package dev.covey.linux;

import static dev.covey.linux.LiveHost.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.wire.InternetAddress;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AfPacketPortTest {
    private LiveNetwork network;
    private String left;
    private String right;

    @BeforeEach
    void begin() throws IOException {
        network = LiveNetwork.begin();
        left = network.namespace();
        right = network.namespace();
        LiveNetwork.pair(left, right);
    }

    @AfterEach
    void end() {
        if (network != null) {
            network.close();
        }
    }

    private static LiveHost host(final String namespace, final String name, final RingKind kind) throws IOException {
        return new LiveHost(
                new AfPacketContext(name).networkNamespace(namespace).ringKind(kind), false, HostVariables.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource(RingKind.class)
    void shouldLetARouterSeeTheHostAcrossALink(final RingKind kind) throws IOException {
        try (LiveHost host = host(left, "a0", kind);
                LiveHost router = new LiveHost(
                        new AfPacketContext("b0").networkNamespace(right).ringKind(kind),
                        true,
                        HostVariables.DEFAULT)) {
            assertThat(host.join("239.1.1.1")).isZero();
            assertThat(host.join("ff15::1")).isZero();
            await("seen", () -> router.learned().containsAll(Set.of("239.1.1.1", "ff15::1")));

            assertThat(host.port().sentFrames()).isGreaterThanOrEqualTo(2);
            assertThat(host.port().lostFrames()).isZero();
            assertThat(router.port().receivedFrames()).isGreaterThanOrEqualTo(2);
            assertThat(router.port().droppedFrames()).isZero();
            host.requireSound();
            router.requireSound();
        }
    }

    @Test
    void shouldReadWhatTheInterfaceIs() throws IOException {
        final InterfaceFacts facts;
        try (AfPacketPort port = AfPacketPort.open(new AfPacketContext("a0").networkNamespace(left))) {
            facts = port.facts();
        }
        final InternetAddress address = InternetAddress.parse("10.99.0.1");
        final InternetAddress linkLocal = InternetAddress.parse("fe80::ff:fe00:a");

        assertThat(facts.name()).isEqualTo("a0");
        assertThat(facts.macText()).isEqualTo("02:00:00:00:00:0a");
        assertThat(facts.mtu()).isEqualTo(1500);
        assertThat(facts.isUp()).isTrue();
        assertThat(facts.isMulticast()).isTrue();
        assertThat(facts.addresses())
                .isEqualTo(InterfaceAddresses.NONE
                        .with(address.high(), address.low(), 24)
                        .with(linkLocal.high(), linkLocal.low(), 64));
    }

    @Test
    void shouldFollowWhatBecomesOfTheInterface() throws IOException {
        try (LiveHost host = host(left, "a0", RingKind.FRAMES)) {
            final PacketPort port = host.port();
            LiveNetwork.ip(left, "link set a0 mtu 1400");
            await("mtu", () -> port.facts().mtu() == 1400);
            LiveNetwork.ip(left, "addr add 10.98.0.1/24 dev a0");
            await("address", () -> port.facts().addresses().toString().contains("10.98.0.1"));
            LiveNetwork.ip(right, "link set b0 down");
            await("no carrier", () -> !port.facts().isUp());
            LiveNetwork.ip(right, "link set b0 up");
            await("carrier", () -> port.facts().isUp());
            LiveNetwork.ip(left, "link set a0 down");
            LiveNetwork.ip(left, "link set a0 name other");
            await("name", () -> port.facts().name().equals("other"));
            assertThat(port.isRemoved()).isFalse();
        }
    }

    @Test
    void shouldDetachAnInterfaceThatDisappearsAndTakeOneThatComesBackForAnother() throws IOException {
        try (LiveHost host = host(left, "a0", RingKind.FRAMES)) {
            assertThat(host.join("239.1.1.1")).isZero();
            LiveNetwork.ip(left, "link del a0");
            await("removed", () -> host.port().isRemoved());
            assertThat(host.join("239.1.1.2")).isEqualTo(OperationStatus.INTERFACE_GONE);
            LiveNetwork.pair(left, right);
            // As the scenario of the seed has it: what is left is the socket's own, and goes once.
            assertThat(host.leave("239.1.1.1")).isZero();
            assertThat(host.leave("239.1.1.1")).isNegative();
            host.requireSound();

            try (LiveHost other = host(left, "a0", RingKind.FRAMES)) {
                assertThat(other.port().facts().index())
                        .isNotEqualTo(host.port().facts().index());
                assertThat(other.groups()).isEmpty();
            }
        }
    }

    @Test
    void shouldReceiveOnTheInterfaceWhatIsJoined() throws IOException {
        try (LiveHost host = host(left, "a0", RingKind.FRAMES)) {
            final String before = LiveNetwork.ip(left, "maddr show dev a0");
            assertThat(host.join("239.77.1.9")).isZero();
            await("added", () -> maddr().contains("01:00:5e:4d:01:09"));
            assertThat(before).doesNotContain("01:00:5e:4d:01:09");
            assertThat(host.leave("239.77.1.9")).isZero();
            await("removed", () -> !maddr().contains("01:00:5e:4d:01:09"));
            assertThat(host.port().refusedMemberships()).isZero();
        }
    }

    private String maddr() {
        try {
            return LiveNetwork.ip(left, "maddr show dev a0");
        } catch (final IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenItCannotOpen() {
        assertThatThrownBy(() -> AfPacketPort.open(new AfPacketContext("nothing0").networkNamespace(left)))
                .isInstanceOf(PortException.class)
                .hasMessage("no such interface: interface=nothing0");
        assertThatThrownBy(() -> AfPacketPort.open(new AfPacketContext("lo").networkNamespace(left)))
                .isInstanceOf(PortException.class)
                .hasMessage("not an Ethernet interface: hardware type 772: interface=lo");
        assertThatThrownBy(() -> AfPacketPort.open(new AfPacketContext("a0").networkNamespace("covey-none")))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("no such network namespace: netns=covey-none");
        assertThatThrownBy(() -> AfPacketPort.open(new AfPacketContext("a0").networkNamespace("../x")))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("no name of a network namespace");
    }
}
