package dev.covey.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    static Stream<Arguments> faults() {
        final byte[] good = CraftedFrame.igmp(HOST, ROUTERS, 1, true, REPORT);
        final byte[] good6 = CraftedFrame.mld(HOST_6, ROUTERS_6, 1, true, REPORT_6);
        return Stream.of(
                Arguments.of("checksum of IGMP", "both", with(good, 40, 0x55)),
                Arguments.of("checksum of IPv4", "both", with(good, 24, 0x55)),
                Arguments.of("time to live 2", "both", CraftedFrame.igmp(HOST, ROUTERS, 2, true, REPORT)),
                Arguments.of("time to live 2, routed group", "tcpdump", olderReport(2, true, "")),
                Arguments.of("no Router Alert", "tcpdump", CraftedFrame.igmp(HOST, ROUTERS, 1, false, REPORT)),
                Arguments.of("no Router Alert, IGMPv2", "tcpdump", olderReport(1, false, "")),
                Arguments.of("something left over", "tcpdump", olderReport(1, true, "0000")),
                Arguments.of("lying number of sources", "both", report("04000003" + GROUP + GROUP)),
                Arguments.of("lying number of records", "both", report("04000000" + GROUP, 2)),
                Arguments.of("unknown record type", "tcpdump", report("09000000" + GROUP)),
                Arguments.of("unknown type", "tcpdump", CraftedFrame.igmp(HOST, ROUTERS, 1, true, "7700000000000000")),
                Arguments.of("no membership message", "both", with(good, 23, 17)),
                Arguments.of("checksum of MLD", "both", with(good6, 64, 0x55)),
                Arguments.of("hop limit 2", "tcpdump", CraftedFrame.mld(HOST_6, ROUTERS_6, 2, true, REPORT_6)),
                Arguments.of("no Router Alert, MLD", "tcpdump", mldReport(false, 4, 0)),
                Arguments.of("lying number of sources, MLD", "both", mldReport(true, 4, 2)),
                Arguments.of("unknown record type, MLD", "tcpdump", mldReport(true, 9, 0)),
                Arguments.of(
                        "no membership message, MLD",
                        "both",
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldFindWhatIsWrong(final String name, final String finder, final byte[] frame) throws IOException {
        final List<String> faults = faults(CraftedFrame.igmp(HOST, ROUTERS, 1, true, REPORT), frame);
        final List<String> finders = finder.equals("both") ? List.of("tcpdump", "tshark") : List.of(finder);
        assertThat(faults.stream().map(fault -> fault.substring(0, fault.indexOf(':'))))
                .as(name + ": " + faults)
                .containsExactlyInAnyOrderElementsOf(finders);
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
}
