package dev.covey.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.timer.VirtualTimeSource;
import dev.covey.engine.wire.EthernetFlyweight;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.Ipv4Flyweight;
import dev.covey.linux.MemoryLink;
import dev.covey.linux.MemoryPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupForwarderTest {
    private static final InternetAddress GROUP = InternetAddress.parse("239.1.2.3");
    private static final String SOURCE = "198.51.100.7";
    private static final long OUT_MAC = 0x0200_0000_0002L;
    private static final int TIME_TO_LIVE_OFFSET = 22;
    private static final int CHECKSUM_OFFSET = 24;

    private final VirtualTimeSource time = new VirtualTimeSource(0);
    private final MemoryLink near = new MemoryLink(time, 1);
    private final MemoryLink far = new MemoryLink(time, 2);
    private final MemoryPort in = near.open("in", 0x0200_0000_0001L, InterfaceAddresses.NONE);
    private final MemoryPort out = far.open("out", OUT_MAC, InterfaceAddresses.NONE);
    private final MemoryPort publisher = near.open("publisher", 0x0200_0000_0003L, InterfaceAddresses.NONE);
    private final MemoryPort member = far.open("member", 0x0200_0000_0004L, InterfaceAddresses.NONE);
    private MulticastEngine engine;
    private AgentInvoker loop;

    @BeforeEach
    @SuppressWarnings("MustBeClosed") // closed after the test
    void attach() {
        engine = MulticastEngine.launch(new EngineContext().timeSource(time));
        in.addFrameListener(new GroupForwarder(GROUP, engine.view().routers(), out));
        loop = new AgentInvoker(Throwable::printStackTrace, null, new CompositeAgent(engine.agent(), in, out));
        loop.start();
        final EngineClient client = engine.newClient();
        in.attach(client, InterfaceConfiguration.builder(0, 0).build());
        out.attach(
                client,
                InterfaceConfiguration.builder(0, 0).host(false).router(true).build());
        settle();
    }

    @AfterEach
    void close() {
        engine.close();
        CloseHelper.closeAll(in, out, publisher, member);
    }

    private void settle() {
        for (int i = 0; i < 8; i++) {
            loop.invoke();
        }
    }

    private void send(final MemoryPort from, final byte[] frame) {
        assertThat(from.send(time.timeNs(), MemoryPort.NO_HANDLE, new UnsafeBuffer(frame), 0, frame.length))
                .isTrue();
        settle();
    }

    /** What a member gets of a datagram, in words. */
    private List<String> forwarded(final byte[] frame) {
        send(publisher, frame);
        final List<String> got = new ArrayList<>();
        member.poll((timeNs, isSent, buffer, offset, length) -> {
            final EthernetFlyweight ethernet = new EthernetFlyweight().wrap(buffer, offset, length);
            final Ipv4Flyweight ip = new Ipv4Flyweight().wrap(buffer, offset + 14, length - 14);
            assertThat(ethernet.sourceMac()).isEqualTo(OUT_MAC);
            assertThat(ethernet.destinationMac()).isEqualTo(InternetAddress.multicastMac(0, ip.destinationLow()));
            assertThat(length).isEqualTo(frame.length);
            got.add(InternetAddress.toString(0, ip.sourceLow()) + " " + InternetAddress.toString(0, ip.destinationLow())
                    + " ttl=" + ip.timeToLive() + (ip.isChecksumCorrect() ? "" : " bad checksum"));
        });
        return got;
    }

    private static byte[] datagram() {
        return Frames.datagram("239.1.2.3", SOURCE, 7);
    }

    @Test
    void shouldForwardWhileAMemberIsThere() {
        assertThat(forwarded(datagram())).isEmpty();
        send(member, Frames.join("239.1.2.3", "192.0.2.9"));
        assertThat(forwarded(datagram())).containsExactly(SOURCE + " 239.1.2.3 ttl=15");

        // Nobody answers a query for as long as a membership lasts.
        time.advanceTo(TimeUnit.SECONDS.toNanos(300));
        settle();
        assertThat(forwarded(datagram())).isEmpty();
    }

    @Test
    void shouldForwardNothingButItsGroup() {
        send(member, Frames.join("239.1.2.3", "192.0.2.9"));
        send(member, Frames.join("239.1.2.4", "192.0.2.9"));

        assertThat(forwarded(Frames.datagram("239.1.2.4", SOURCE, 7))).isEmpty();
        assertThat(forwarded(Frames.join("239.1.2.3", "198.51.100.9"))).isEmpty();
        assertThat(forwarded(new byte[] {1, 2, 3})).isEmpty();
        assertThat(forwarded(datagram())).hasSize(1);
    }

    @Test
    void shouldCarryTheChecksumAlongWhateverItIs() {
        send(member, Frames.join("239.1.2.3", "192.0.2.9"));
        for (int identification = 0; identification < 1 << 16; identification += 0xff) {
            final byte[] frame = datagram();
            setIdentification(frame, identification);
            assertThat(forwarded(frame))
                    .as("identification=%d", identification)
                    .containsExactly(SOURCE + " 239.1.2.3 ttl=15");
        }
        final byte[] broken = datagram();
        broken[CHECKSUM_OFFSET] ^= 1;
        assertThat(forwarded(broken)).isEmpty();
    }

    private static void setIdentification(final byte[] frame, final int identification) {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        buffer.putShort(18, (short) identification, java.nio.ByteOrder.BIG_ENDIAN);
        Frames.sum(buffer);
    }

    @Test
    void shouldLetNoDatagramLiveForever() {
        send(member, Frames.join("239.1.2.3", "192.0.2.9"));
        for (int timeToLive = 0; timeToLive < 4; timeToLive++) {
            final byte[] frame = datagram();
            frame[TIME_TO_LIVE_OFFSET] = (byte) timeToLive;
            Frames.sum(new UnsafeBuffer(frame));
            assertThat(forwarded(frame)).as("ttl=%d", timeToLive).hasSize(timeToLive > 1 ? 1 : 0);
        }
    }

    @Test
    void shouldRefuseAGroupThatIsNotOfIpv4() {
        final InternetAddress group = InternetAddress.parse("ff15::1");
        assertThatThrownBy(() -> new GroupForwarder(group, engine.view().routers(), out))
                .hasMessage("not an IPv4 group: group=ff15::1");
    }
}
