package dev.covey.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.protocol.HostVariables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FrameJudgeTest {
    private static final String HOST = "10.99.0.1";
    private static final String HOST_6 = "fe80::ff:fe00:a";
    private static final String ROUTERS = "224.0.0.22";
    private static final String ROUTERS_6 = "ff02::16";
    private static final String GROUP = CraftedFrame.hex("239.1.1.1");
    private static final String GROUP_6 = CraftedFrame.hex("ff15::1");
    private static final String REPORT = "2200000000000001" + "04000000" + GROUP;
    private static final String REPORT_6 = "8f00000000000001" + "04000000" + GROUP_6;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needTools() {
        final String missing = FrameJudge.missingTools();
        if (missing != null) {
            LiveNetwork.skip("live test needs " + missing);
        }
    }

    private List<String> faults(final byte[]... frames) throws IOException {
        final Path capture = folder.resolve("test.pcapng");
        try (PcapngWriter writer = PcapngWriter.create(capture, "test0")) {
            for (final byte[] frame : frames) {
                writer.write(0, true, new UnsafeBuffer(frame), 0, frame.length);
            }
        }
        return FrameJudge.faults(capture, frames.length);
    }

    private static byte[] with(final byte[] frame, final int offset, final int value) {
        final byte[] changed = frame.clone();
        changed[offset] = (byte) value;
        return changed;
    }

    @Test
    void shouldFindNothingWrongWithWhatIsRight() throws IOException {
        assertThat(faults(
                        CraftedFrame.igmp(HOST, ROUTERS, 1, true, REPORT),
                        CraftedFrame.igmp(HOST, "239.1.1.1", 1, true, "16000000" + GROUP),
                        CraftedFrame.igmp(HOST, "239.1.1.1", 1, true, "12000000" + GROUP),
                        CraftedFrame.igmp(HOST, "224.0.0.2", 1, true, "17000000" + GROUP),
                        CraftedFrame.igmp(HOST, "224.0.0.1", 1, true, "1100000000000000"),
                        CraftedFrame.igmp(HOST, "224.0.0.1", 1, true, "110a000000000000"),
                        CraftedFrame.query(HOST, "239.1.1.1", 10, CraftedFrame.SUPPRESS | 2, 125, List.of("10.0.0.1")),
                        CraftedFrame.mld(HOST_6, ROUTERS_6, 1, true, REPORT_6),
                        CraftedFrame.mld(HOST_6, "ff15::1", 1, true, "8300000000000000" + GROUP_6),
                        CraftedFrame.mld(HOST_6, "ff02::2", 1, true, "8400000000000000" + GROUP_6),
                        CraftedFrame.mld(HOST_6, "ff02::1", 1, true, "8200000003e80000" + "00".repeat(16)),
                        CraftedFrame.query(HOST_6, "::", 1000, 2, 125, List.of())))
                .isEmpty();
    }

    /** Who finds it, and what is wrong. */
    private record Fault(String name, String finders, byte[] frame) {}

    private static List<Fault> wrongFrames() {
        final byte[] good = CraftedFrame.igmp(HOST, ROUTERS, 1, true, REPORT);
        final byte[] good6 = CraftedFrame.mld(HOST_6, ROUTERS_6, 1, true, REPORT_6);
        return List.of(
                new Fault("checksum of IGMP", "tcpdump tshark", with(good, 40, 0x55)),
                new Fault("checksum of IPv4", "tcpdump tshark", with(good, 24, 0x55)),
                new Fault("time to live 2", "tcpdump tshark", CraftedFrame.igmp(HOST, ROUTERS, 2, true, REPORT)),
                new Fault("time to live 2, routed group", "tcpdump", olderReport(2, true, "")),
                new Fault("no Router Alert", "tcpdump", CraftedFrame.igmp(HOST, ROUTERS, 1, false, REPORT)),
                new Fault("no Router Alert, IGMPv2", "tcpdump", olderReport(1, false, "")),
                new Fault("something left over", "tcpdump", olderReport(1, true, "0000")),
                new Fault("lying number of sources", "tcpdump tshark", report("04000003" + GROUP + GROUP)),
                new Fault("lying number of records", "tcpdump tshark", report("04000000" + GROUP, 2)),
                new Fault("unknown record type", "tcpdump", report("09000000" + GROUP)),
                new Fault("unknown type", "tcpdump", CraftedFrame.igmp(HOST, ROUTERS, 1, true, "7700000000000000")),
                new Fault("no membership message", "tcpdump tshark", with(good, 23, 17)),
                new Fault("checksum of MLD", "tcpdump tshark", with(good6, 64, 0x55)),
                new Fault("hop limit 2", "tcpdump", CraftedFrame.mld(HOST_6, ROUTERS_6, 2, true, REPORT_6)),
                new Fault("no Router Alert, MLD", "tcpdump", mldReport(false, 4, 0)),
                new Fault("lying number of sources, MLD", "tcpdump tshark", mldReport(true, 4, 2)),
                new Fault("unknown record type, MLD", "tcpdump", mldReport(true, 9, 0)),
                new Fault(
                        "no membership message, MLD",
                        "tcpdump tshark",
                        CraftedFrame.mld(HOST_6, ROUTERS_6, 1, true, "8800000000000000" + GROUP_6)));
    }

    private static byte[] olderReport(final int timeToLive, final boolean hasRouterAlert, final String rest) {
        return CraftedFrame.igmp(HOST, "239.1.1.1", timeToLive, hasRouterAlert, "16000000" + GROUP + rest);
    }

    private static byte[] report(final String record) {
        return report(record, 1);
    }

    private static byte[] report(final String record, final int recordCount) {
        return CraftedFrame.igmp(HOST, ROUTERS, 1, true, String.format("220000000000%04x", recordCount) + record);
    }

    private static byte[] mldReport(final boolean hasRouterAlert, final int recordType, final int sourceCount) {
        final String record = String.format("%02x00%04x", recordType, sourceCount) + GROUP_6;
        return CraftedFrame.mld(HOST_6, ROUTERS_6, 1, hasRouterAlert, "8f00000000000001" + record);
    }

    @Test
    void shouldFindWhatIsWrongAndNothingElse() throws IOException {
        final List<Fault> wrong = wrongFrames();
        final List<byte[]> frames = new ArrayList<>();
        final Map<String, String> wanted = new TreeMap<>();
        for (final Fault fault : wrong) {
            frames.add(CraftedFrame.igmp(HOST, ROUTERS, 1, true, REPORT));
            frames.add(fault.frame());
            wanted.put("frame " + frames.size() + ", " + fault.name(), fault.finders());
        }
        final Map<String, String> found = new TreeMap<>();
        for (final String fault : faults(frames.toArray(new byte[0][]))) {
            final String[] words = fault.split("[ :]+", 4);
            final int number = Integer.parseInt(words[2]);
            final String name = number % 2 == 0 ? wrong.get(number / 2 - 1).name() : "right";
            found.merge("frame " + number + ", " + name, words[0], (first, second) -> second + ' ' + first);
        }
        assertThat(found).isEqualTo(wanted);
    }

    @Test
    void shouldFindThatFramesAreMissing() throws IOException {
        final Path capture = folder.resolve("test.pcapng");
        PcapngWriter.create(capture, "test0").close();
        assertThat(FrameJudge.faults(capture, 1)).containsExactly("tcpdump: sees 0 frames of 1");
    }

    @Test
    void shouldJudgeWhatLeavesOnlyWhenItIsClosed() {
        final UnsafeBuffer bad = new UnsafeBuffer(CraftedFrame.igmp(HOST, ROUTERS, 1, false, REPORT));
        final FrameJudge calm = new FrameJudge("test0");
        calm.onFrame(0, false, bad, 0, bad.capacity());
        calm.close();

        final FrameJudge strict = new FrameJudge("test0");
        strict.onFrame(0, true, bad, 0, bad.capacity());
        assertThatThrownBy(strict::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("target/frames/FrameJudgeTest-");
    }

    @Test
    void shouldNotLetAnyLiveHostEmitWhatIsWrong() throws IOException {
        final UnsafeBuffer bad = new UnsafeBuffer(CraftedFrame.igmp(HOST, ROUTERS, 2, true, REPORT));
        try (LiveNetwork network = LiveNetwork.begin()) {
            final String left = network.namespace();
            LiveNetwork.pair(left, network.namespace());
            final LiveHost host =
                    new LiveHost(new AfPacketContext("a0").networkNamespace(left), false, HostVariables.DEFAULT);
            assertThat(host.join("239.1.1.1")).isZero();
            final PacketPort port = host.port();
            assertThat(host.<Boolean>inspect(view -> port.send(0, port.interfaceHandle(), bad, 0, bad.capacity())))
                    .isTrue();
            assertThatThrownBy(host::close).isInstanceOf(AssertionError.class).hasMessageContaining("ttl 2");
        }
    }
}
