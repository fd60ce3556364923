package dev.covey.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.DropReason;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Link layers, and which packets are ours, data, or nobody's business. */
class ClassifierScopeTest {
    private static final String UDP = "1388 1389 0008 0000";
    private static final String ND = "8700 0000 00000000" + "00".repeat(16);

    private final PacketClassifier classifier = new PacketClassifier();

    @Test
    void shouldLookBehindVlanTags() {
        final byte[] packet =
                PacketSpec.igmp("192.0.2.1", "224.0.0.1", "1164 0000 00000000").build();
        final String macs = "01005e000001 0200000000ee";

        shouldSeeVlans(macs + "0800", packet, -1, -1);
        shouldSeeVlans(macs + "8100 6064 0800", packet, 100, 100);
        shouldSeeVlans(macs + "88a8 0fff 8100 f001 0800", packet, 4095, 1);
        shouldSeeVlans(macs + "9100 0002 88a8 0003 8100 0004 0800", packet, 2, 4);
    }

    @Test
    void shouldReadEveryLinkType() {
        final byte[] packet =
                PacketSpec.mld("fe80::1", "ff02::16", "8f00 0000 0000 0000").build();
        final byte[] packet4 =
                PacketSpec.igmp("192.0.2.1", "224.0.0.1", "1164 0000 00000000").build();

        assertThat(classify("", packet, LinkType.INTERNET).kind()).isEqualTo(MessageKind.MLD_V2_REPORT);
        assertThat(classify("", packet4, LinkType.INTERNET).kind()).isEqualTo(MessageKind.V2_QUERY);
        assertThat(classify("00".repeat(14) + "86dd", packet, LinkType.LINUX_COOKED)
                        .kind())
                .isEqualTo(MessageKind.MLD_V2_REPORT);
        assertThat(classify("00".repeat(14) + "8100 0007 0800", packet4, LinkType.LINUX_COOKED)
                        .innerVlanId())
                .isEqualTo(7);
        assertThat(classify("86dd" + "00".repeat(18), packet, LinkType.LINUX_COOKED_V2)
                        .kind())
                .isEqualTo(MessageKind.MLD_V2_REPORT);
    }

    @Test
    void shouldLeaveOtherNetworkProtocolsAlone() {
        for (final String etherType : new String[] {"0806", "88cc", "0026", "05ff", "ffff"}) {
            final DecodedPacket packet =
                    classify("01005e000001 0200000000ee" + etherType, new byte[46], LinkType.ETHERNET);

            assertThat(packet.verdict()).as(etherType).isEqualTo(Verdict.OTHER);
            assertThat(packet.family()).isEqualTo(AddressFamily.NONE);
            assertThat(packet.countedReason()).isNull();
        }
    }

    @Test
    void shouldCountWhatIsTooShortToTell() {
        for (final LinkType linkType : LinkType.values()) {
            assertThat(classify("", new byte[0], linkType).dropReason()).isEqualTo(DropReason.IP_SHORT);
        }
        assertThat(classify("", new byte[13], LinkType.ETHERNET).dropReason()).isEqualTo(DropReason.IP_SHORT);
        assertThat(classify("", new byte[15], LinkType.LINUX_COOKED).dropReason())
                .isEqualTo(DropReason.IP_SHORT);
        assertThat(classify("", new byte[19], LinkType.LINUX_COOKED_V2).dropReason())
                .isEqualTo(DropReason.IP_SHORT);
        assertThat(classify("00".repeat(12) + "8100 0001 81", new byte[0], LinkType.ETHERNET)
                        .dropReason())
                .isEqualTo(DropReason.IP_SHORT);
    }

    @Test
    void shouldTellDataFromTheRest() {
        assertThat(verdict(udp("192.0.2.1", "239.1.2.3"))).isEqualTo(Verdict.DATA);
        assertThat(verdict(udp("192.0.2.1", "224.0.0.251"))).isEqualTo(Verdict.DATA);
        assertThat(verdict(udp("192.0.2.1", "192.0.2.2"))).isEqualTo(Verdict.OTHER);
        assertThat(verdict(udp("192.0.2.1", "255.255.255.255"))).isEqualTo(Verdict.OTHER);
        assertThat(verdict(udp6("fe80::1", "ff15::1"))).isEqualTo(Verdict.DATA);
        assertThat(verdict(udp6("fe80::1", "fe80::2"))).isEqualTo(Verdict.OTHER);
        assertThat(classify(udp6("fe80::1", "ff15::1")).protocol()).isEqualTo(17);
        assertThat(new InternetAddress(
                        classify(udp("192.0.2.1", "239.1.2.3")).destinationHigh(),
                        classify(udp("192.0.2.1", "239.1.2.3")).destinationLow()))
                .hasToString("239.1.2.3");
    }

    @Test
    void shouldJudgeTheHeadersOfDataByProfile() {
        final PacketSpec checksum = udp("192.0.2.1", "239.1.2.3");
        checksum.headerChecksumError = 1;
        final PacketSpec cut = udp("192.0.2.1", "239.1.2.3");
        cut.lengthField = 1400;
        final PacketSpec version = udp("192.0.2.1", "239.1.2.3");
        version.version = 5;
        final PacketSpec header = udp("192.0.2.1", "239.1.2.3");
        header.headerWords = 15;
        final PacketSpec cut6 = udp6("fe80::1", "ff15::1");
        cut6.lengthField = 1400;
        final PacketSpec version6 = udp6("fe80::1", "ff15::1");
        version6.version = 5;
        final PacketSpec options6 = udp6("fe80::1", "ff15::1");
        options6.protocol = 0;
        options6.options = "1100050300000100";

        shouldJudge(checksum, DropReason.IP_CSUM, Verdict.DATA);
        shouldJudge(cut, DropReason.IP_LEN, Verdict.DATA);
        shouldJudge(cut6, DropReason.IP6_LEN, Verdict.DATA);
        shouldJudge(options6, DropReason.IP6_HBH, Verdict.DATA);
        // Without a header to go by there is no destination to deliver to.
        shouldJudge(version, DropReason.IP_VERSION, Verdict.OTHER);
        shouldJudge(header, DropReason.IP_HLEN, Verdict.OTHER);
        shouldJudge(version6, DropReason.IP_VERSION, Verdict.OTHER);
    }

    @Test
    void shouldDropByTheFirstFaultWhateverTheProtocolIs() {
        final PacketSpec both = udp("192.0.2.1", "239.1.2.3");
        both.lengthField = 0xffff;
        both.headerChecksumError = 1;

        assertThat(classify("", new byte[40], LinkType.INTERNET).dropReason()).isEqualTo(DropReason.IP_VERSION);
        assertThat(classify(both).dropReason()).isEqualTo(DropReason.IP_CSUM);
        both.headerChecksumError = 0;
        assertThat(classify(both).dropReason()).isEqualTo(DropReason.IP_LEN);
    }

    @Test
    void shouldLeaveFragmentsOfDataToTheirReceiver() {
        final PacketSpec fragment = udp("192.0.2.1", "239.1.2.3");
        fragment.fragmentField = 0x2010;
        final PacketSpec fragment6 = udp6("fe80::1", "ff15::1");
        fragment6.protocol = 44;
        fragment6.options = "1100010100000001";

        assertThat(verdict(fragment)).isEqualTo(Verdict.DATA);
        assertThat(verdict(fragment6)).isEqualTo(Verdict.DATA);
    }

    private void shouldJudge(final PacketSpec spec, final DropReason whenStrict, final Verdict otherwise) {
        final byte[] frame = spec.buildFrame();
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);

        assertThat(classifier
                        .classify(buffer, 0, frame.length, LinkType.ETHERNET)
                        .dropReason())
                .isEqualTo(whenStrict);
        for (final ReceiveProfile profile :
                new ReceiveProfile[] {ReceiveProfile.RFC_MINIMUM, ReceiveProfile.PASSIVE_OBSERVER}) {
            assertThat(classifier
                            .classify(buffer, 0, frame.length, LinkType.ETHERNET, profile)
                            .verdict())
                    .as("%s: %s", whenStrict, profile)
                    .isEqualTo(otherwise);
        }
    }

    @Test
    void shouldLeaveOtherIcmpv6Alone() {
        final PacketSpec discovery = PacketSpec.mld("fe80::1", "ff02::1:ff00:1", ND);
        discovery.protocol = 58;
        discovery.options = "";
        final PacketSpec broken = PacketSpec.mld("2001:db8::1", "ff02::1", ND);
        broken.protocol = 58;
        broken.options = "";
        broken.messageChecksumError = 1;
        broken.hopLimit = 255;
        final PacketSpec firstFragment = PacketSpec.mld("fe80::1", "ff02::1", "8000 0000 00000000");
        firstFragment.protocol = 44;
        firstFragment.options = "3a00000100000001";

        assertThat(verdict(discovery)).isEqualTo(Verdict.OTHER);
        assertThat(verdict(broken)).isEqualTo(Verdict.OTHER);
        assertThat(verdict(firstFragment)).isEqualTo(Verdict.OTHER);
    }

    @Test
    void shouldTakeIcmpv6ThatClaimsToBeMldAtItsWord() {
        // RFC 2711: Router Alert value 0 says that the packet contains an MLD message.
        assertThat(classify(PacketSpec.mld("fe80::1", "ff02::1", ND)).dropReason())
                .isEqualTo(DropReason.MLD_UNKNOWNTYPE);
        assertThat(classify(PacketSpec.mld("fe80::1", "ff02::1", "")).dropReason())
                .isEqualTo(DropReason.MLD_TOOSHORT);
    }

    @Test
    void shouldDropEveryOtherIgmpTypeByName() {
        for (int type = 0; type < 256; type++) {
            final PacketSpec spec =
                    PacketSpec.igmp("192.0.2.1", "239.1.2.3", String.format("%02x", type) + "64 0000 ef010203");
            final DropReason expected =
                    switch (type) {
                        case 0x11, 0x12, 0x16, 0x17 -> null;
                        case 0x22 -> DropReason.IGMP_LYINGCOUNT;
                        default -> DropReason.IGMP_UNKNOWNTYPE;
                    };

            assertThat(classify(spec).dropReason()).as("type=0x%02x", type).isEqualTo(expected);
        }
    }

    @Test
    void shouldWalkExtensionHeadersToTheMessage() {
        final String query = "8200 0000 2710 0000" + "00".repeat(16);
        for (final String between : new String[] {
            "3c00010400000000", // destination options
            "2b00010400000000", // routing
            "8700010400000000", // mobility
            "8b00010400000000", // host identity
            "8c00010400000000" // shim6
        }) {
            final PacketSpec spec = PacketSpec.mld("fe80::1", "ff02::1", query);
            spec.options = between.substring(0, 2) + "00050200000100" + "3a" + between.substring(2);
            assertThat(classify(spec).kind()).as(between).isEqualTo(MessageKind.MLD_V1_QUERY);
        }
        final PacketSpec authenticated = PacketSpec.mld("fe80::1", "ff02::1", query);
        authenticated.options = "3300050200000100" + "3a02 0000 00000000 00000000 00000000";
        assertThat(classify(authenticated).kind()).isEqualTo(MessageKind.MLD_V1_QUERY);
        final PacketSpec encrypted = PacketSpec.mld("fe80::1", "ff02::1", query);
        encrypted.options = "3200050200000100";
        assertThat(classify(encrypted).verdict()).isEqualTo(Verdict.DATA);
    }

    @Test
    void shouldNameTheShapesOfBadExtensionHeaders() {
        assertThat(mldWith("3a00050300000100")).isEqualTo(DropReason.IP6_HBH);
        assertThat(mldWith("3a00050100010100")).isEqualTo(DropReason.IP6_HBH);
        assertThat(mldWith("3a00050200000105")).isEqualTo(DropReason.IP6_HBH);
        assertThat(mldWith("3a00050200000101")).isEqualTo(DropReason.IP6_HBH);
        assertThat(mldWith("3aff050200000100")).isEqualTo(DropReason.IP6_HBH);
        assertThat(mldWith("3a00050200008500")).isEqualTo(DropReason.IP_OPT);
        assertThat(mldWith("3a00050200000500")).isEqualTo(DropReason.IP6_HBH);
        assertThat(mldWith("3a00050200000001")).isEqualTo(DropReason.IP6_HBH);
        assertThat(mldWith("3a00050200000000")).isNull();
        assertThat(mldWith("3a00050200001e00")).isNull();
        assertThat(mldWith("2c00050200000100" + "3a00000000000000")).isEqualTo(DropReason.IP_FRAG);
        assertThat(mldWith("2c00050200000100" + "3a00010000000000")).isEqualTo(DropReason.IP_FRAG);
    }

    @Test
    void shouldNameTheShapesOfBadOptions() {
        assertThat(igmpWith("94040000 07040000")).isNull();
        assertThat(igmpWith("01010101 94040000")).isNull();
        assertThat(igmpWith("94040000 00ffffff")).isNull();
        assertThat(igmpWith("94040000 07030001")).isNull();
        assertThat(igmpWith("94040000 07050000")).isEqualTo(DropReason.IP_OPT);
        assertThat(igmpWith("94040000 07000000")).isEqualTo(DropReason.IP_OPT);
        assertThat(igmpWith("94040000 07010000")).isEqualTo(DropReason.IP_OPT);
        assertThat(igmpWith("94040000 01010107")).isEqualTo(DropReason.IP_OPT);
        assertThat(igmpWith("94030000 94040000")).isEqualTo(DropReason.IP_OPT);
        assertThat(igmpWith("00000000 94040000")).isEqualTo(DropReason.IGMP_NORA);
    }

    private DropReason igmpWith(final String options) {
        final PacketSpec spec = PacketSpec.igmp("192.0.2.1", "224.0.0.1", "1164 0000 00000000");
        spec.options = options;
        return classify(spec).dropReason();
    }

    private DropReason mldWith(final String extensionHeaders) {
        final PacketSpec spec = PacketSpec.mld("fe80::1", "ff02::1", "8200 0000 2710 0000" + "00".repeat(16));
        spec.options = extensionHeaders;
        return classify(spec).dropReason();
    }

    private static PacketSpec udp(final String source, final String destination) {
        final PacketSpec spec = PacketSpec.igmp(source, destination, UDP);
        spec.protocol = 17;
        spec.options = "";
        spec.hopLimit = 64;
        return spec;
    }

    private static PacketSpec udp6(final String source, final String destination) {
        final PacketSpec spec = PacketSpec.mld(source, destination, UDP);
        spec.protocol = 17;
        spec.options = "";
        spec.hopLimit = 64;
        return spec;
    }

    private void shouldSeeVlans(final String link, final byte[] packet, final int outer, final int inner) {
        final DecodedPacket decoded = classify(link, packet, LinkType.ETHERNET);
        final byte[] frame = join(link, packet);
        final EthernetFlyweight ethernet = new EthernetFlyweight().wrap(new UnsafeBuffer(frame), 0, frame.length);

        assertThat(decoded.kind()).isEqualTo(MessageKind.V2_QUERY);
        assertThat(decoded.outerVlanId()).isEqualTo(outer);
        assertThat(decoded.innerVlanId()).isEqualTo(inner);
        assertThat(ethernet.etherType()).isEqualTo(0x0800);
        assertThat(ethernet.payloadOffset()).isEqualTo(decoded.ipHeaderOffset());
        assertThat(ethernet.outerVlanId()).isEqualTo(outer);
        assertThat(ethernet.innerVlanId()).isEqualTo(inner);
    }

    private Verdict verdict(final PacketSpec spec) {
        return classify(spec).verdict();
    }

    private DecodedPacket classify(final PacketSpec spec) {
        final byte[] frame = spec.buildFrame();
        return classifier.classify(new UnsafeBuffer(frame), 0, frame.length, LinkType.ETHERNET);
    }

    private DecodedPacket classify(final String link, final byte[] packet, final LinkType linkType) {
        final byte[] frame = join(link, packet);
        return classifier.classify(new UnsafeBuffer(frame), 0, frame.length, linkType);
    }

    private static byte[] join(final String link, final byte[] packet) {
        final byte[] header = PacketSpec.octets(link);
        return ByteBuffer.allocate(header.length + packet.length)
                .put(header)
                .put(packet)
                .array();
    }
}
