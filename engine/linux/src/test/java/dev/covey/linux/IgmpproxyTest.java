package dev.covey.linux;

import static dev.covey.engine.record.FilterMode.INCLUDE;
import static dev.covey.linux.LiveHost.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.MessageKind;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our host below igmpproxy: into IGMPv2 with its first query, and out again when it is gone. */
@Tag("long")
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IgmpproxyTest {
    private static final String GROUP = "239.13.0.1";
    /** The group as the kernel's tables write it: the octets of a number in the order of the machine. */
    private static final String GROUP_OF_KERNEL = "01000DEF";

    private static final String SOURCE_SPECIFIC_GROUP = "232.13.0.1";
    private static final String SENDER = "10.97.0.1";
    private static final String PROXY = "10.99.0.2";

    private final SkippingTimeSource time = new SkippingTimeSource();
    private final FrameLog log = new FrameLog();

    @Test
    void shouldBeProxiedInVersionTwoAndComeBackToThree() throws IOException {
        try (LiveNetwork network = LiveNetwork.begin()) {
            final String left = network.namespace();
            final String right = network.namespace();
            final String up = network.namespace();
            LiveNetwork.pair(left, right);
            LiveNetwork.ip(right, "link add up0 type veth peer name u0 netns " + up);
            LiveNetwork.ip(right, "addr add 10.97.0.2/24 dev up0");
            LiveNetwork.ip(up, "addr add " + SENDER + "/24 dev u0");
            LiveNetwork.ip(right, "link set up0 up");
            LiveNetwork.ip(up, "link set u0 up");
            try (WirePeer upstream = new WirePeer(up, "u0");
                    WirePeer querier = new WirePeer(right, "b0");
                    LiveHost host = LiveHost.logged(left, "a0", log, time);
                    IgmpproxyPeer proxy = new IgmpproxyPeer(right)) {
                shouldBeProxied(host, proxy, upstream);
                shouldComeBack(host, proxy, querier);
                host.requireSound();
            }
        }
    }

    private void shouldBeProxied(final LiveHost host, final IgmpproxyPeer proxy, final WirePeer upstream) {
        await("version 2", () -> host.version(false) == 2);
        assertThat(log.heard(message -> message.kind() == MessageKind.V2_QUERY
                        && message.isGeneralQuery()
                        && message.from().equals(PROXY)))
                .isNotEmpty();
        log.clear();

        assertThat(host.join(GROUP)).isZero();
        assertThat(host.setFilter(SOURCE_SPECIFIC_GROUP, INCLUDE, List.of(SENDER)))
                .isZero();
        await("known to igmpproxy", () -> proxy.log().contains("Inserted route table entry for " + GROUP));
        await("joined upstream", () -> proxy.kernel("/proc/net/igmp").contains(GROUP_OF_KERNEL));
        await("reported upstream", () -> !upstream.log()
                .of(message -> message.isAbout(GROUP) && message.type() == GroupRecordType.CHANGE_TO_EXCLUDE_MODE)
                .isEmpty());
        upstream.send(CraftedFrame.udp(SENDER, GROUP, 8));
        await("forwarded", () -> proxy.kernel("/proc/net/ip_mr_cache").contains(GROUP_OF_KERNEL));
        assertThat(log.sent(message -> message.kind() != MessageKind.V2_REPORT)).isEmpty();
        assertThat(log.sent(message -> message.isAbout(SOURCE_SPECIFIC_GROUP))).isEmpty();

        assertThat(host.leave(GROUP)).isZero();
        await("left upstream", () -> !proxy.kernel("/proc/net/igmp").contains(GROUP_OF_KERNEL));
        await("leave upstream", () -> !upstream.log()
                .of(message -> message.isAbout(GROUP) && message.type() == GroupRecordType.CHANGE_TO_INCLUDE_MODE)
                .isEmpty());
        await("forwarded no more", () -> !proxy.kernel("/proc/net/ip_mr_cache").contains(GROUP_OF_KERNEL));
        assertThat(log.sent(message -> message.kind() == MessageKind.LEAVE)).hasSize(1);
        assertThat(proxy.log()).contains("RECV Leave message      from 10.99.0.1");

        assertThat(host.join(GROUP)).isZero();
        await("joined upstream again", () -> proxy.kernel("/proc/net/igmp").contains(GROUP_OF_KERNEL));
        assertThat(host.version(false)).isEqualTo(2);
    }

    private void shouldComeBack(final LiveHost host, final IgmpproxyPeer proxy, final WirePeer querier) {
        proxy.stop();
        log.clear();
        querier.send(CraftedFrame.query(PROXY, "0.0.0.0", 5, 2, 10, List.of()));
        await("still answered in version 2", () -> !log.sent(
                        message -> message.isAbout(GROUP) && message.kind() == MessageKind.V2_REPORT)
                .isEmpty());
        assertThat(host.version(false)).isEqualTo(2);

        time.skipOlderQuerierPresent();
        await("version 3", () -> host.version(false) == 3);
        log.clear();
        querier.send(CraftedFrame.query(PROXY, "0.0.0.0", 5, 2, 10, List.of()));
        await("answer about any source", () -> !log.sent(
                        message -> message.isAbout(GROUP) && message.type() == GroupRecordType.MODE_IS_EXCLUDE)
                .isEmpty());
        await("answer about one source", () -> !log.sent(message -> message.isAbout(SOURCE_SPECIFIC_GROUP)
                        && message.type() == GroupRecordType.MODE_IS_INCLUDE
                        && message.sources().equals(List.of(SENDER)))
                .isEmpty());
        assertThat(log.sent(message -> message.kind() != MessageKind.V3_REPORT)).isEmpty();
    }
}
