package dev.covey.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.counters.DropReason;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is accepted, under which profile, and what is nobody's fault. */
class ClassifierRulesTest {
    private static final String GROUP6 = "ff15 0000 0000 0000 0000 0001 0002 0003";
    private static final String NO_GROUP6 = "00".repeat(16);

    private final PacketClassifier classifier = new PacketClassifier();

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        // What                                 sent to        strict      flagged  minimum  flagged
        "1164 0000 00000000,                    224.0.0.1,     ACCEPT,     false,   ACCEPT,  false",
        "1164 0000 00000000,                    192.0.2.7,     ACCEPT,     true,    ACCEPT,  true",
        "1164 0000 00000000,                    224.0.0.22,    badquery,   false,   ACCEPT,  true",
        "1164 0000 00000000,                    0.0.0.0,       badquery,   false,   badquery, false",
        "1164 0000 ef010203,                    239.1.2.3,     ACCEPT,     false,   ACCEPT,  false",
        "1164 0000 ef010203,                    224.0.0.1,     ACCEPT,     false,   ACCEPT,  false",
        "1164 0000 ef010203,                    192.0.2.7,     ACCEPT,     true,    ACCEPT,  true",
        "1164 0000 ef010203,                    239.1.2.4,     badquery,   false,   ACCEPT,  true",
        "1164 0000 ef010203 02 7d 0000,         192.0.2.7,     ACCEPT,     true,    ACCEPT,  true",
        "1100 0000 00000000,                    192.0.2.7,     ACCEPT,     true,    ACCEPT,  true",
        "1200 0000 ef010203,                    239.1.2.3,     ACCEPT,     false,   ACCEPT,  false",
        "1600 0000 ef010203,                    239.1.2.3,     ACCEPT,     false,   ACCEPT,  false",
        "1600 0000 ef010203,                    192.0.2.7,     ACCEPT,     true,    ACCEPT,  true",
        "1600 0000 ef010203,                    239.1.2.4,     badreport,  false,   ACCEPT,  true",
        "1700 0000 ef010203,                    224.0.0.2,     ACCEPT,     false,   ACCEPT,  false",
        "1700 0000 ef010203,                    239.1.2.3,     ACCEPT,     false,   ACCEPT,  false",
        "1700 0000 ef010203,                    239.1.2.4,     badreport,  false,   badreport, false",
        "1700 0000 ef010203,                    192.0.2.7,     badreport,  false,   badreport, false",
        "2200 0000 0000 0000,                   224.0.0.22,    ACCEPT,     false,   ACCEPT,  false",
        "2200 0000 0000 0000,                   192.0.2.7,     badreport,  false,   badreport, false",
        "2200 0000 0000 0000,                   224.0.0.2,     badreport,  false,   badreport, false"
    })
    void shouldKnowWhereIgmpMessagesBelong(
            final String message,
            final String destination,
            final String strict,
            final boolean isFlaggedStrict,
            final String minimum,
            final boolean isFlaggedMinimum) {
        final PacketSpec spec = PacketSpec.igmp("192.0.2.1", destination, message);

        shouldBe("igmp." + strict, isFlaggedStrict, spec, ReceiveProfile.STRICT);
        shouldBe("igmp." + minimum, isFlaggedMinimum, spec, ReceiveProfile.RFC_MINIMUM);
    }

    @ParameterizedTest(name = "{0} {1} to {2}")
    @CsvSource({
        "82, general, ff02::1,      ACCEPT,    false, ACCEPT,    false",
        "82, general, fe80::7,      ACCEPT,    true,  ACCEPT,    true",
        "82, general, ff02::2,      badquery,  false, ACCEPT,    true",
        "82, group,   ff15::1:2:3,  ACCEPT,    false, ACCEPT,    false",
        "82, group,   ff02::1,      ACCEPT,    false, ACCEPT,    false",
        "82, group,   ff15::4,      badquery,  false, ACCEPT,    true",
        "83, group,   ff15::1:2:3,  ACCEPT,    false, ACCEPT,    false",
        "83, group,   fe80::7,      badreport, false, ACCEPT,    true",
        "83, group,   ff15::4,      badreport, false, ACCEPT,    true",
        "84, group,   ff02::2,      ACCEPT,    false, ACCEPT,    false",
        "84, group,   ff15::1:2:3,  badreport, false, badreport, false",
        "84, group,   fe80::7,      badreport, false, badreport, false",
        "8f, report,  ff02::16,     ACCEPT,    false, ACCEPT,    false",
        "8f, report,  fe80::7,      badreport, false, badreport, false"
    })
    void shouldKnowWhereMldMessagesBelong(
            final String type,
            final String shape,
            final String destination,
            final String strict,
            final boolean isFlaggedStrict,
            final String minimum,
            final boolean isFlaggedMinimum) {
        final String tail = "general".equals(shape) ? NO_GROUP6 : "group".equals(shape) ? GROUP6 : "";
        final PacketSpec spec = PacketSpec.mld("fe80::1", destination, type + "00 0000 0000 0000" + tail);

        shouldBe("mld." + strict, isFlaggedStrict, spec, ReceiveProfile.STRICT);
        shouldBe("mld." + minimum, isFlaggedMinimum, spec, ReceiveProfile.RFC_MINIMUM);
    }

    @ParameterizedTest
    @CsvSource({
        "8, 00, V1_QUERY", "8, 01, V2_QUERY", "9, 00, igmp.badquerylen", "10, 64, igmp.badquerylen",
        "11, 64, igmp.badquerylen", "12, 00, V3_QUERY", "12, 64, V3_QUERY", "13, 64, V3_QUERY"
    })
    void shouldTellIgmpQueriesApartByLength(final int length, final String code, final String expected) {
        final PacketSpec spec =
                PacketSpec.igmp("192.0.2.1", "224.0.0.1", "11" + code + "0000 00000000" + "00".repeat(length - 8));

        assertThat(kindOrReason(spec)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "23, mld.tooshort",
        "24, MLD_V1_QUERY",
        "25, mld.badquerylen",
        "26, mld.badquerylen",
        "27, mld.badquerylen",
        "28, MLD_V2_QUERY",
        "29, MLD_V2_QUERY"
    })
    void shouldTellMldQueriesApartByLength(final int length, final String expected) {
        final PacketSpec spec = PacketSpec.mld("fe80::1", "ff02::1", "8200 0000 8000 0000" + "00".repeat(length - 8));

        assertThat(kindOrReason(spec)).isEqualTo(expected);
    }

    @Test
    void shouldReadMaxResponseCodesByVersion() {
        // The versions agree on every code up to the first floating-point one, and on none behind it.
        assertThat(igmp("1180 0000 00000000").maxResponseNs()).isEqualTo(12_800_000_000L);
        assertThat(igmp("1190 0000 00000000").maxResponseNs()).isEqualTo(14_400_000_000L);
        assertThat(igmp("1190 0000 00000000 02 7d 0000").maxResponseNs()).isEqualTo(25_600_000_000L);
        assertThat(mld("8200 0000 9000 0000" + NO_GROUP6).maxResponseNs()).isEqualTo(36_864_000_000L);
        assertThat(mld("8200 0000 9000 0000" + NO_GROUP6 + "02 90 0000").maxResponseNs())
                .isEqualTo(65_536_000_000L);
        assertThat(mld("8200 0000 9000 0000" + NO_GROUP6 + "02 90 0000").querierIntervalNs())
                .isEqualTo(256_000_000_000L);
    }

    @Test
    void shouldTakeAnIgmpV1QueryForGeneralWhateverItsGroup() {
        final DecodedPacket query = igmp("1100 0000 0a010203");

        assertThat(query.kind()).isEqualTo(MessageKind.V1_QUERY);
        assertThat(query.isGeneralQuery()).isTrue();
    }

    @Test
    void shouldIgnoreButCheckOctetsBehindTheMessage() {
        assertThat(igmp("1164 0000 00000000 02 7d 0000 deadbeef 01").trailingOctets())
                .isEqualTo(5);
        final PacketSpec report = PacketSpec.igmp("192.0.2.1", "239.1.2.3", "1600 0000 ef010203 deadbeef");
        assertThat(classify(report).trailingOctets()).isEqualTo(4);
        report.messageChecksumError = 1;
        assertThat(classify(report).dropReason()).isEqualTo(DropReason.IGMP_BADSUM);
    }

    @Test
    void shouldIgnoreEthernetPadding() {
        final PacketSpec[] specs = {
            PacketSpec.igmp("192.0.2.1", "224.0.0.1", "1164 0000 00000000"),
            PacketSpec.mld("fe80::1", "ff02::1", "8200 0000 2710 0000" + NO_GROUP6)
        };
        for (final PacketSpec spec : specs) {
            final byte[] frame = spec.buildFrame();
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[frame.length + 18]);
            buffer.setMemory(0, buffer.capacity(), (byte) 0xff);
            buffer.putBytes(0, frame);

            final DecodedPacket packet = classifier.classify(buffer, 0, buffer.capacity(), LinkType.ETHERNET);
            assertThat(packet.verdict()).as(packet.toString()).isEqualTo(Verdict.MEMBERSHIP);
            assertThat(packet.messageLength()).isEqualTo(spec.message.length);
            assertThat(packet.trailingOctets()).isZero();
        }
    }

    @Test
    void shouldAcceptUnassignedIgmpSourcesAndNoImpossibleOnes() {
        for (final String source : new String[] {"0.0.0.0", "192.0.2.1", "240.0.0.1"}) {
            assertThat(kindOrReason(PacketSpec.igmp(source, "224.0.0.1", "1164 0000 00000000")))
                    .isEqualTo("V2_QUERY");
        }
        for (final String source : new String[] {"224.0.0.1", "255.255.255.255", "127.0.0.1"}) {
            assertThat(kindOrReason(PacketSpec.igmp(source, "224.0.0.1", "1164 0000 00000000")))
                    .isEqualTo("igmp.badsource");
        }
    }

    @Test
    void shouldAcceptMldFromNoAddressOnlyForObserversAndNeverAQuery() {
        final ReceiveProfile observer = ReceiveProfile.STRICT.withUnspecifiedMldSource(true);
        final PacketSpec report = PacketSpec.mld("::", "ff02::16", "8f00 0000 0000 0000");
        final PacketSpec query = PacketSpec.mld("::", "ff02::1", "8200 0000 0000 0000" + NO_GROUP6);

        assertThat(classify(report, ReceiveProfile.STRICT).dropReason()).isEqualTo(DropReason.MLD_BADSOURCE);
        assertThat(classify(report, observer).kind()).isEqualTo(MessageKind.MLD_V2_REPORT);
        assertThat(classify(report, observer).dropReason()).isNull();
        assertThat(classify(query, observer).dropReason()).isEqualTo(DropReason.MLD_BADSOURCE);
    }

    @Test
    void shouldStillCountMissingRouterAlertWhenItIsNotRequired() {
        final ReceiveProfile lenient = ReceiveProfile.STRICT.withRouterAlertRequired(false);
        final PacketSpec spec = PacketSpec.igmp("192.0.2.1", "239.1.2.3", "1600 0000 ef010203");
        spec.options = "";

        assertThat(classify(spec, ReceiveProfile.STRICT).dropReason()).isEqualTo(DropReason.IGMP_NORA);
        final DecodedPacket accepted = classify(spec, lenient);
        assertThat(accepted.verdict()).isEqualTo(Verdict.MEMBERSHIP);
        assertThat(accepted.dropReason()).isNull();
        assertThat(accepted.countedReason()).isEqualTo(DropReason.IGMP_NORA);

        final PacketSpec mld = PacketSpec.mld("fe80::1", "ff02::16", "8f00 0000 0000 0000");
        mld.options = "3a00010400000000";
        assertThat(classify(mld, lenient).dropReason()).isEqualTo(DropReason.MLD_NORA);
    }

    @Test
    void shouldCountOneReasonWhenAnUncheckedRouterAlertIsNotTheOnlyFault() {
        final PacketSpec spec = PacketSpec.igmp("192.0.2.1", "239.9.9.9", "1600 0000 ef010203");
        spec.options = "";

        final DecodedPacket packet = classify(spec, ReceiveProfile.STRICT.withRouterAlertRequired(false));
        assertThat(packet.dropReason()).isEqualTo(DropReason.IGMP_BADREPORT);
        assertThat(packet.countedReason()).isEqualTo(DropReason.IGMP_BADREPORT);
    }

    @Test
    void shouldNotAskVersionOneForRouterAlert() {
        for (final String message : new String[] {"1100 0000 00000000", "1200 0000 e0000001"}) {
            final PacketSpec spec = PacketSpec.igmp("192.0.2.1", "224.0.0.1", message);
            spec.options = "";

            assertThat(classify(spec).verdict()).isEqualTo(Verdict.MEMBERSHIP);
            assertThat(classify(spec).countedReason()).isNull();
        }
    }

    @Test
    void shouldNotTakeAnyOtherRouterAlertValueForOurs() {
        final PacketSpec igmp = PacketSpec.igmp("192.0.2.1", "224.0.0.1", "1164 0000 00000000");
        igmp.options = "94040001";
        assertThat(classify(igmp).dropReason()).isEqualTo(DropReason.IGMP_NORA);

        final PacketSpec mld = PacketSpec.mld("fe80::1", "ff02::16", "8f00 0000 0000 0000");
        mld.options = "3a00050200010100";
        assertThat(classify(mld).dropReason()).isEqualTo(DropReason.MLD_NORA);
    }

    @Test
    void shouldAcceptAnyTimeToLiveForIgmpOnlyInTheMinimumProfile() {
        for (final int hopLimit : new int[] {0, 2, 64, 255}) {
            final PacketSpec igmp = PacketSpec.igmp("192.0.2.1", "224.0.0.1", "1164 0000 00000000");
            igmp.hopLimit = hopLimit;
            assertThat(classify(igmp, ReceiveProfile.STRICT).dropReason()).isEqualTo(DropReason.IGMP_BADTTL);
            assertThat(classify(igmp, ReceiveProfile.RFC_MINIMUM).dropReason()).isNull();

            final PacketSpec mld = PacketSpec.mld("fe80::1", "ff02::16", "8f00 0000 0000 0000");
            mld.hopLimit = hopLimit;
            assertThat(classify(mld, ReceiveProfile.RFC_MINIMUM).dropReason()).isEqualTo(DropReason.MLD_BADHLIM);
        }
    }

    @Test
    void shouldSkipRecordsOfUnknownTypesWhateverTheyHold() {
        final PacketSpec spec = PacketSpec.igmp(
                "192.0.2.1",
                "224.0.0.22",
                "2200 0000 0000 0003 c8000001 0a0a0a0a ffffffff 00000000 00000000 04000000 ef010203");

        assertThat(classify(spec).verdict()).isEqualTo(Verdict.MEMBERSHIP);
        assertThat(classify(spec).numberOfRecords()).isEqualTo(3);
    }

    @Test
    void shouldRefuseARangeOutsideTheBuffer() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);

        assertThatThrownBy(() -> classifier.classify(buffer, 60, 5, LinkType.ETHERNET))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> classifier.classify(buffer, 0, -1, LinkType.ETHERNET))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldShowEverythingAsText() {
        final byte[] packet = SamplePackets.all().get("v3-query-sources");
        final UnsafeBuffer buffer = new UnsafeBuffer(packet);
        final DecodedPacket decoded = classifier.classify(buffer, 0, packet.length, LinkType.INTERNET);

        assertThat(decoded.toString())
                .contains("verdict=MEMBERSHIP", "kind=V3_QUERY", "group=239.1.2.3", "numberOfSources=3");
        assertThat(new Ipv4Flyweight().wrap(buffer, 0, packet.length))
                .hasToString("Ipv4Flyweight{version=4, headerLength=24, typeOfService=192, totalLength=48,"
                        + " identification=0, isFragment=false, timeToLive=1, protocol=2, checksum=" + 0x3102
                        + ", source=192.0.2.1, destination=239.1.2.3, options=ROUTER_ALERT}");
        assertThat(new SourceListFlyweight().wrap(buffer, decoded))
                .hasToString("SourceListFlyweight[10.0.0.1, 10.0.0.2, 10.0.0.3]");
    }

    private void shouldBe(
            final String expected, final boolean isFlagged, final PacketSpec spec, final ReceiveProfile profile) {
        final DecodedPacket packet = classify(spec, profile);
        final String actual = packet.dropReason() == null
                ? spec.isIpv6 ? "mld.ACCEPT" : "igmp.ACCEPT"
                : packet.dropReason().label();

        assertThat(actual).as(packet.toString()).isEqualTo(expected);
        assertThat(packet.mustOwnDestination()).as(packet.toString()).isEqualTo(isFlagged);
    }

    private String kindOrReason(final PacketSpec spec) {
        final DecodedPacket packet = classify(spec);
        return packet.dropReason() == null
                ? packet.kind().name()
                : packet.dropReason().label();
    }

    private DecodedPacket igmp(final String message) {
        return classify(PacketSpec.igmp("192.0.2.1", "224.0.0.1", message));
    }

    private DecodedPacket mld(final String message) {
        return classify(PacketSpec.mld("fe80::1", "ff02::1", message));
    }

    private DecodedPacket classify(final PacketSpec spec) {
        return classify(spec, ReceiveProfile.STRICT);
    }

    private DecodedPacket classify(final PacketSpec spec, final ReceiveProfile profile) {
        final byte[] packet = spec.build();
        return classifier.classify(new UnsafeBuffer(packet), 0, packet.length, LinkType.INTERNET, profile);
    }
}
