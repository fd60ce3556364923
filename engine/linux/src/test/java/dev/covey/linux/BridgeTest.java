package dev.covey.linux;

import static dev.covey.engine.record.FilterMode.EXCLUDE;
import static dev.covey.engine.record.FilterMode.INCLUDE;
import static dev.covey.linux.LiveHost.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.MessageKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our host beside a bridge of the kernel that asks it: after each step the bridge knows what the host wants. */
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BridgeTest {
    private static final long SEED = 20_261_121L;
    private static final int STEPS = 36;
    private static final int MANY = 10_000;

    private LiveNetwork network;
    private String hostNamespace;
    private BridgePeer bridge;

    @BeforeEach
    void begin() throws IOException {
        network = LiveNetwork.begin();
        hostNamespace = network.namespace();
        bridge = new BridgePeer(network.namespace(), hostNamespace);
    }

    @AfterEach
    void end() {
        if (network != null) {
            network.close();
        }
    }

    private LiveHost host() throws IOException {
        return new LiveHost(new AfPacketContext("e0").networkNamespace(hostNamespace), false, HostVariables.DEFAULT);
    }

    private void awaitAgreement(final String step, final LiveHost host) {
        final Map<String, String> wanted = host.groups();
        await(step + ": bridge does not come to know " + wanted, () -> bridge.groups()
                .equals(wanted));
    }

    private void step(final LiveHost host, final String group, final FilterMode mode, final String... sources) {
        final String step = group + " " + mode + " " + List.of(sources);
        assertThat(host.setFilter(group, mode, List.of(sources))).as(step).isZero();
        awaitAgreement(step, host);
    }

    @Test
    void shouldBeKnownToABridgeAfterEachStep() throws IOException {
        try (LiveHost host = host()) {
            step(host, "239.1.1.1", EXCLUDE);
            step(host, "ff15::1", INCLUDE, "2001:db8::1", "2001:db8::2");
            step(host, "239.1.1.1", INCLUDE, "10.0.0.1");
            step(host, "ff15::1", EXCLUDE, "2001:db8::2");
            step(host, "239.1.1.1", INCLUDE);
            assertThat(host.groups()).containsOnlyKeys("ff15::1");
            host.requireSound();
        }
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBeKnownToABridgeAfterManySteps(final boolean isIpv6) throws IOException {
        final Random random = new Random(SEED);
        final List<String> sources = isIpv6
                ? List.of("2001:db8::1", "2001:db8::2", "2001:db8::3")
                : List.of("10.0.0.1", "10.0.0.2", "10.0.0.3");
        try (LiveHost host = host()) {
            for (int i = 0; i < STEPS; i++) {
                final String group = (isIpv6 ? "ff15::" : "239.1.1.") + (1 + random.nextInt(3));
                final List<String> chosen = new ArrayList<>(sources);
                chosen.removeIf(source -> random.nextBoolean());
                final String step = "seed " + SEED + ", step " + i + ", " + group + " " + chosen;
                if (i % 12 == 11) {
                    LiveNetwork.ip(hostNamespace, "link set e0 down");
                    await(step + ": down", () -> !host.port().facts().isUp());
                    await(step + ": forgotten", () -> bridge.groups().isEmpty());
                    LiveNetwork.ip(hostNamespace, "link set e0 up");
                    await(step + ": up", () -> host.port().facts().isUp());
                } else if (random.nextInt(6) == 0) {
                    // Of what is not joined, there is nothing to leave.
                    host.leave(group);
                } else {
                    host.setFilter(group, random.nextBoolean() ? INCLUDE : EXCLUDE, chosen);
                }
                awaitAgreement(step, host);
            }
            host.requireSound();
        }
    }

    private static void awaitGeneralQuery(final FrameLog log, final MessageKind kind) {
        await(kind.toString(), () -> !log.heard(message -> message.isGeneralQuery() && message.kind() == kind)
                .isEmpty());
    }

    @Tag("long")
    @Test
    void shouldSpeakTheVersionThatTheBridgeSpeaks() throws IOException {
        bridge.set("mcast_igmp_version 2");
        bridge.set("mcast_mld_version 1");
        final SkippingTimeSource time = new SkippingTimeSource();
        final FrameLog log = new FrameLog();
        try (LiveHost host = LiveHost.logged(hostNamespace, "e0", log, time)) {
            assertThat(host.join("239.1.1.1")).isZero();
            assertThat(host.join("ff15::1")).isZero();
            await("IGMPv2", () -> host.version(false) == 2);
            await("MLDv1", () -> host.version(true) == 1);
            // Of older hosts the bridge tells no filter.
            await(
                    "older reports",
                    () -> bridge.groups().keySet().equals(host.groups().keySet()));
            assertThat(host.leave("239.1.1.1")).isZero();
            await("older leave", () -> bridge.groups().keySet().equals(Set.of("ff15::1")));
            bridge.set("mcast_igmp_version 3");
            bridge.set("mcast_mld_version 2");
            awaitGeneralQuery(log, MessageKind.V3_QUERY);
            awaitGeneralQuery(log, MessageKind.MLD_V2_QUERY);
            time.skipOlderQuerierPresent();
            await("IGMPv3", () -> host.version(false) == 3);
            await("MLDv2", () -> host.version(true) == 2);
            awaitAgreement("newer versions", host);
            host.requireSound();
        }
    }

    @Tag("long")
    @Test
    void shouldKeepTenThousandGroupsKnownToABridgeByItsAnswers() throws IOException {
        try (LiveHost host = host()) {
            for (int i = 0; i < MANY; i++) {
                assertThat(host.join("239.5." + i / 250 + "." + (1 + i % 250))).isZero();
            }
            await("all of them", () -> bridge.groups().size() == MANY);
            // Several times as long as an entry lives: only answers keep them.
            final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (System.nanoTime() - endNs < 0) {
                assertThat(bridge.groups()).hasSize(MANY);
            }
            assertThat(host.port().lostFrames()).isZero();
            host.requireSound();
        }
    }
}
