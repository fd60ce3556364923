package dev.covey.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.EngineClient;
import dev.covey.engine.MembershipReader;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.Dialect;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

/**
 * Sockets of the kernel and of ours in one namespace, which do the same on the same two interfaces and are sent the
 * same datagrams. Ours are given what the port receives and the engine says is theirs.
 *
 * <p>After the datagrams of a case comes one on each link to a group that somebody on either side has joined: when it
 * is there, nothing is still on its way.
 */
final class DeliveryComparison implements AutoCloseable {
    private static final int LINKS = 2;
    private static final int FENCE = 9;
    private static final int FENCE_PORT = 6100;
    private static final String FENCE_SOCKET = "fence";
    private static final int UDP = 17;
    private static final int UDP_LENGTH = 8;

    private final LiveFamily family;
    private final String hostNamespace;
    private final String peerNamespace;
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final List<DatagramChannel> senders = new ArrayList<>();
    private final int[] indexes = new int[LINKS];
    private final PacketPort[] ports = new PacketPort[LINKS];
    private final LiveHost host;
    private final KernelSocket kernelFence;
    private final Map<Long, String> names = new TreeMap<>();
    private final Map<String, Integer> udpPorts = new TreeMap<>();
    private final TreeMap<String, TreeSet<String>> given = new TreeMap<>();
    private final long[] found = new long[16];
    private final PacketClassifier classifier = new PacketClassifier();
    private volatile MembershipReader reader;
    private int fencesGiven;

    @SuppressWarnings("MustBeClosedChecker") // closed with this
    DeliveryComparison(final LiveNetwork network, final LiveFamily family, final Dialect dialect) throws IOException {
        this.family = family;
        hostNamespace = network.namespace();
        peerNamespace = network.namespace();
        for (int link = 0; link < LINKS; link++) {
            makeLink(link);
        }
        boolean isOpen = false;
        try {
            for (int link = 0; link < LINKS; link++) {
                indexes[link] = KernelSocket.indexOf(hostNamespace, "e" + link);
                ports[link] = AfPacketPort.open(new AfPacketContext("e" + link)
                        .networkNamespace(hostNamespace)
                        .dataWanted(true));
                listen(ports[link]);
            }
            host = new LiveHost(
                    ports[0],
                    InterfaceConfiguration.builder(0, 0)
                            .host(true)
                            .dialect(dialect)
                            .build());
            resources.add(host);
            host.attach(ports[1]);
            reader = host.openReader("delivery");
            resources.add(0, reader);
            senders.add(sender(0, 2));
            senders.add(sender(0, 3));
            senders.add(sender(1, 2));
            kernelFence = KernelSocket.open(hostNamespace, family.isIpv6(), FENCE_PORT);
            resources.add(kernelFence);
            final long fence = host.openSocket();
            names.put(fence, FENCE_SOCKET);
            for (int link = 0; link < LINKS; link++) {
                assertThat(kernelFence.join(indexes[link], family.group(FENCE))).isZero();
                assertThat(join(fence, link, family.group(FENCE))).isZero();
            }
            LiveHost.await("routes of the senders", () -> canSend(0) && canSend(2));
            isOpen = true;
        } finally {
            if (!isOpen) {
                close();
            }
        }
    }

    private void makeLink(final int link) throws IOException {
        final String near = "e" + link;
        final String far = "x" + link;
        LiveNetwork.ip(hostNamespace, "link add " + near + " type veth peer name " + far + " netns " + peerNamespace);
        LiveNetwork.run(
                "ip",
                "netns",
                "exec",
                hostNamespace,
                "sysctl",
                "-qw",
                "net.ipv4.conf.all.rp_filter=0",
                "net.ipv4.conf." + near + ".rp_filter=0");
        LiveNetwork.ip(hostNamespace, "addr add 10.9" + link + ".0.1/24 dev " + near);
        LiveNetwork.ip(hostNamespace, "addr add 2001:db8:9" + link + "::1/64 dev " + near);
        for (int number = 2; number <= 3; number++) {
            LiveNetwork.ip(peerNamespace, "addr add " + address(false, link, number) + "/24 dev " + far);
            LiveNetwork.ip(peerNamespace, "addr add " + address(true, link, number) + "/64 dev " + far);
        }
        LiveNetwork.ip(hostNamespace, "link set " + near + " up");
        LiveNetwork.ip(peerNamespace, "link set " + far + " up");
    }

    private static String address(final boolean isIpv6, final int link, final int number) {
        return isIpv6 ? "2001:db8:9" + link + "::" + number : "10.9" + link + ".0." + number;
    }

    /** Address of a sender. */
    private String address(final int sender) {
        return sender == 2 ? address(family.isIpv6(), 1, 2) : address(family.isIpv6(), 0, 2 + sender);
    }

    private DatagramChannel sender(final int link, final int number) throws IOException {
        final String address = address(family.isIpv6(), link, number);
        return NetworkNamespace.run(peerNamespace, () -> {
            try {
                final DatagramChannel channel = DatagramChannel.open(
                        family.isIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
                resources.add(channel);
                channel.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
                channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName("x" + link));
                channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 4);
                return channel;
            } catch (final IOException failure) {
                throw new PortException("cannot send from " + address, failure);
            }
        });
    }

    private void listen(final PacketPort port) {
        port.addFrameListener((timeNs, isSent, buffer, offset, lengthBytes) -> {
            if (!isSent) {
                onFrame(port.interfaceHandle(), buffer, offset, lengthBytes);
            }
        });
    }

    /** On the engine's thread: hand a datagram to whom it is for, as an embedder would. */
    private synchronized void onFrame(
            final long interfaceHandle, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final DecodedPacket packet = classifier.classify(buffer, offset, lengthBytes, LinkType.ETHERNET);
        if (reader == null || packet.verdict() != Verdict.DATA || packet.protocol() != UDP) {
            return;
        }
        final int udp = packet.ipHeaderOffset() + (family.isIpv6() ? 40 : 20);
        final int port = buffer.getShort(udp + 2, ByteOrder.BIG_ENDIAN) & 0xffff;
        final int length = buffer.getShort(udp + 4, ByteOrder.BIG_ENDIAN) & 0xffff;
        final String text = buffer.getStringWithoutLengthUtf8(udp + UDP_LENGTH, length - UDP_LENGTH);
        final int count = reader.deliver(
                interfaceHandle,
                packet.destinationHigh(),
                packet.destinationLow(),
                packet.sourceHigh(),
                packet.sourceLow(),
                found);
        for (int i = 0; i < count; i++) {
            final String name = names.get(found[i]);
            if (FENCE_SOCKET.equals(name)) {
                fencesGiven += port == FENCE_PORT ? 1 : 0;
            } else if (name != null && udpPorts.get(name) == port) {
                // Each of them once: a second time stands out as another text.
                given.get(name).add(given.get(name).contains(text) ? text + " again" : text);
            }
        }
    }

    /** Do a case on both sides; tells what ours and what the kernel's sockets got, as the case says it. */
    String[] show(final DeliveryCase shown) throws IOException {
        final Map<String, KernelSocket> kernels = new TreeMap<>();
        final Map<String, Long> ours = new TreeMap<>();
        try {
            for (final Map.Entry<String, Integer> socket : shown.ports().entrySet()) {
                kernels.put(socket.getKey(), KernelSocket.open(hostNamespace, family.isIpv6(), socket.getValue()));
                ours.put(socket.getKey(), host.openSocket());
            }
            begin(shown, ours);
            for (final DeliveryCase.Step step : shown.steps()) {
                final String text = shown + ": " + step;
                assertThat(OperationStatus.code(callOurs(step, ours.get(step.socket()))))
                        .as(text)
                        .isEqualTo(step.oursStatus());
                assertThat(callKernel(step, kernels.get(step.socket())))
                        .as(text)
                        .isEqualTo(step.kernelStatus());
            }
            for (final DeliveryCase.Sending sending : shown.sendings()) {
                send(sending.sender(), sending.group(), DeliveryCase.PORT, DeliveryCase.text(sending.sender()));
            }
            fence();
            final TreeMap<String, List<String>> kernelGiven = new TreeMap<>();
            kernels.forEach((name, socket) ->
                    kernelGiven.put(name, socket.receive().stream().sorted().toList()));
            return new String[] {givenToOurs(), kernelGiven.toString()};
        } finally {
            CloseHelper.closeAll(kernels.values());
            ours.values().forEach(host::closeSocket);
        }
    }

    private synchronized void begin(final DeliveryCase shown, final Map<String, Long> ours) {
        udpPorts.putAll(shown.ports());
        given.clear();
        ours.forEach((name, handle) -> {
            names.put(handle, name);
            given.put(name, new TreeSet<>());
        });
    }

    private synchronized String givenToOurs() {
        return given.toString();
    }

    private void send(final int sender, final String group, final int port, final String text) throws IOException {
        senders.get(sender)
                .send(
                        ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
                        new InetSocketAddress(InetAddress.getByName(group), port));
    }

    /** IPv6 has its routes some time after a link is up. */
    private boolean canSend(final int sender) {
        try {
            send(sender, family.group(FENCE), FENCE_PORT + 1, FENCE_SOCKET);
            return true;
        } catch (final IOException unreachable) {
            return false;
        }
    }

    private void fence() throws IOException {
        final int wanted = fencesGiven() + LINKS;
        send(0, family.group(FENCE), FENCE_PORT, FENCE_SOCKET);
        send(2, family.group(FENCE), FENCE_PORT, FENCE_SOCKET);
        final int[] received = new int[1];
        LiveHost.await("fence", () -> {
            received[0] += kernelFence.receive().size();
            return received[0] >= LINKS && fencesGiven() >= wanted;
        });
    }

    private synchronized int fencesGiven() {
        return fencesGiven;
    }

    private long join(final long socket, final int link, final String group) {
        final InternetAddress address = InternetAddress.parse(group);
        return host.run((client, completion) ->
                client.join(socket, ports[link].interfaceHandle(), address.high(), address.low(), completion));
    }

    private long callOurs(final DeliveryCase.Step step, final long socket) {
        final long link = ports[step.link()].interfaceHandle();
        final InternetAddress group = InternetAddress.parse(family.group(DeliveryCase.GROUP));
        return switch (step.call()) {
            case JOIN -> join(socket, step.link(), family.group(DeliveryCase.GROUP));
            case LEAVE -> host.leave(socket, link, family.group(DeliveryCase.GROUP));
            case JOIN_SOURCE -> callSource(EngineClient::joinSource, step, socket, link, group);
            case LEAVE_SOURCE -> callSource(EngineClient::leaveSource, step, socket, link, group);
            case BLOCK -> callSource(EngineClient::blockSource, step, socket, link, group);
            case UNBLOCK -> callSource(EngineClient::unblockSource, step, socket, link, group);
            case INCLUDE ->
                host.setFilter(socket, link, family.group(DeliveryCase.GROUP), FilterMode.INCLUDE, sources(step));
            case EXCLUDE ->
                host.setFilter(socket, link, family.group(DeliveryCase.GROUP), FilterMode.EXCLUDE, sources(step));
            case CLOSE -> host.closeSocket(socket);
            case ALL_OFF -> 0;
        };
    }

    /** A call about one source. */
    private interface SourceCall {
        long submit(
                EngineClient client,
                long socket,
                long link,
                long groupHigh,
                long groupLow,
                long sourceHigh,
                long sourceLow,
                Completion completion);
    }

    private long callSource(
            final SourceCall call,
            final DeliveryCase.Step step,
            final long socket,
            final long link,
            final InternetAddress group) {
        final InternetAddress source = InternetAddress.parse(sources(step).get(0));
        return host.run((client, completion) ->
                call.submit(client, socket, link, group.high(), group.low(), source.high(), source.low(), completion));
    }

    private List<String> sources(final DeliveryCase.Step step) {
        return step.senders().stream().map(this::address).toList();
    }

    private int callKernel(final DeliveryCase.Step step, final KernelSocket socket) {
        final int index = indexes[step.link()];
        final String group = family.group(DeliveryCase.GROUP);
        return switch (step.call()) {
            case JOIN -> socket.join(index, group);
            case LEAVE -> socket.leave(index, group);
            case JOIN_SOURCE -> socket.joinSource(index, group, sources(step).get(0));
            case LEAVE_SOURCE -> socket.leaveSource(index, group, sources(step).get(0));
            case BLOCK -> socket.block(index, group, sources(step).get(0));
            case UNBLOCK -> socket.unblock(index, group, sources(step).get(0));
            case INCLUDE -> socket.setFilter(index, group, FilterMode.INCLUDE, sources(step));
            case EXCLUDE -> socket.setFilter(index, group, FilterMode.EXCLUDE, sources(step));
            case CLOSE -> {
                socket.close();
                yield 0;
            }
            case ALL_OFF -> socket.multicastAll(false);
        };
    }

    /** The host that is ours. */
    LiveHost host() {
        return host;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(resources);
    }
}
