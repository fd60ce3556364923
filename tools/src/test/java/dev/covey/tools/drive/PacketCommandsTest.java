package dev.covey.tools.drive;

import static dev.covey.tools.drive.ScenarioRun.EM0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketCommandsTest {
    private static final String HOST = "192.0.2.11";
    private static final String HOST6 = "fe80::11";
    private static final String GROUP = "ef010203";
    private static final String GROUP6 = PacketText.octets("ff15::1");

    private static String decode(final String packet) {
        final ScenarioRun run = ScenarioRun.of("{'op':'decode','packet':'" + packet + "'}");
        assertEquals(1, run.events.size());
        return ScenarioRun.text(run.only("decoded"));
    }

    private static String accepted(final String message) {
        return "{'event':'decoded','verdict':'accept','message':{" + message + "}}";
    }

    private static String dropped(final String reason) {
        return "{'event':'decoded','verdict':'drop','reason':'" + reason + "'}";
    }

    @Test
    void shouldDecodeQueriesOfEachVersion() {
        assertEquals(
                accepted("'proto':'igmp','version':1,'kind':'general-query','type':17,'group':'0.0.0.0',"
                        + "'max_resp_code':0,'max_resp_ms':10000,'trailing_octets':0"),
                decode(PacketText.igmpV2Query(0)));
        assertEquals(
                accepted("'proto':'igmp','version':2,'kind':'group-query','type':17,'group':'239.1.2.3',"
                        + "'max_resp_code':10,'max_resp_ms':1000,'trailing_octets':0"),
                decode(PacketText.igmp(HOST, "239.1.2.3", "110a0000" + GROUP)));
        assertEquals(
                accepted("'proto':'igmp','version':3,'kind':'group-and-source-query','type':17,'group':'239.1.2.3',"
                        + "'max_resp_code':100,'max_resp_ms':10000,'s_flag':false,'qrv':2,'qqic':125,'qqi_s':125,"
                        + "'num_sources':2,'sources':['10.0.0.2','10.0.0.1'],'trailing_octets':0"),
                decode(PacketText.igmpV3Query("239.1.2.3", "10.0.0.2", "10.0.0.1")));
        assertEquals(
                accepted("'proto':'mld','version':1,'kind':'general-query','type':130,'group':'::',"
                        + "'max_resp_code':10000,'max_resp_ms':10000,'trailing_octets':0"),
                decode(PacketText.mld(HOST6, "ff02::1", "8200000027100000" + "00".repeat(16))));
        assertEquals(
                accepted("'proto':'mld','version':2,'kind':'group-query','type':130,'group':'ff15::1',"
                        + "'max_resp_code':32768,'max_resp_ms':32768,'s_flag':false,'qrv':2,'qqic':125,'qqi_s':125,"
                        + "'num_sources':0,'sources':[],'trailing_octets':0"),
                decode(PacketText.mldV2Query("ff15::1", 0x8000)));
        assertEquals(
                accepted("'proto':'igmp','version':3,'kind':'general-query','type':17,'group':'0.0.0.0',"
                        + "'max_resp_code':128,'max_resp_ms':12800,'s_flag':true,'qrv':7,'qqic':255,'qqi_s':31744,"
                        + "'num_sources':0,'sources':[],'trailing_octets':3"),
                decode(PacketText.igmp(HOST, "224.0.0.1", "11800000000000000fff0000aabbcc")));
    }

    @Test
    void shouldDecodeOldReportsAndLeaves() {
        assertEquals(
                accepted("'proto':'igmp','version':1,'kind':'report','type':18,'group':'239.1.2.3',"
                        + "'trailing_octets':0"),
                decode(PacketText.igmp(HOST, "239.1.2.3", "12000000" + GROUP)));
        assertEquals(
                accepted("'proto':'igmp','version':2,'kind':'report','type':22,'group':'239.1.2.3',"
                        + "'trailing_octets':1"),
                decode(PacketText.igmp(HOST, "239.1.2.3", "16000000" + GROUP + "00")));
        assertEquals(
                accepted("'proto':'igmp','version':2,'kind':'leave','type':23,'group':'239.1.2.3',"
                        + "'trailing_octets':0"),
                decode(PacketText.igmp(HOST, "224.0.0.2", "17000000" + GROUP)));
        assertEquals(
                accepted("'proto':'mld','version':1,'kind':'report','type':131,'group':'ff15::1',"
                        + "'trailing_octets':0"),
                decode(PacketText.mld(HOST6, "ff15::1", "8300000000000000" + GROUP6)));
        assertEquals(
                accepted("'proto':'mld','version':1,'kind':'done','type':132,'group':'ff15::1','trailing_octets':0"),
                decode(PacketText.mld(HOST6, "ff02::2", "8400000000000000" + GROUP6)));
    }

    @Test
    void shouldDecodeRecordsOneByOne() {
        assertEquals(
                accepted("'proto':'igmp','version':3,'kind':'report','type':34,'num_records':3,'records':["
                        + "{'type':4,'type_name':'CHANGE_TO_EXCLUDE_MODE','recognised':true,'group':'239.1.2.3',"
                        + "'num_sources':0,'sources':[],'aux_words':0},"
                        + "{'type':200,'type_name':'UNRECOGNISED','recognised':false,'group':'239.1.2.3',"
                        + "'num_sources':1,'sources':['10.0.0.1'],'aux_words':1},"
                        + "{'type':5,'type_name':'ALLOW_NEW_SOURCES','recognised':true,'group':'239.1.2.3',"
                        + "'num_sources':1,'sources':['10.0.0.2'],'aux_words':0}],'trailing_octets':2"),
                decode(PacketText.igmp(
                        HOST,
                        "224.0.0.22",
                        "2200000000000003" + "04000000" + GROUP + "c8010001" + GROUP + "0a000001" + "deadbeef"
                                + "05000001" + GROUP + "0a000002" + "0000")));
        assertEquals(
                accepted("'proto':'mld','version':2,'kind':'report','type':143,'num_records':1,'records':["
                        + "{'type':1,'type_name':'MODE_IS_INCLUDE','recognised':true,'group':'ff15::1',"
                        + "'num_sources':1,'sources':['2001:db8::1'],'aux_words':0}],'trailing_octets':0"),
                decode(PacketText.mld(
                        HOST6,
                        "ff02::16",
                        "8f00000000000001" + "01000001" + GROUP6 + PacketText.octets("2001:db8::1"))));
    }

    @Test
    void shouldSayWhyAPacketIsDropped() {
        assertEquals(dropped("ip.short"), decode(""));
        assertEquals(dropped("ip.short"), decode("46"));
        assertEquals(dropped("igmp.badttl"), decode(PacketText.ipv4(HOST, "224.0.0.1", 2, "1164000000000000")));
        assertEquals(
                dropped("igmp.lyingcount"),
                decode(PacketText.igmp(HOST, "239.1.2.3", "11640000" + GROUP + "027d0001")));
        assertEquals(dropped("igmp.unknowntype"), decode(PacketText.igmp(HOST, "239.1.2.3", "42640000" + GROUP)));
        assertEquals(dropped("mld.badsource"), decode(PacketText.mld("::", "ff15::1", "8300000000000000" + GROUP6)));
    }

    @Test
    void shouldSayThatWhatIsNoMessageIsNone() {
        final String udp = "4500001c000000000111becc0a000001ef010203" + "0000000000080000";
        final String arp = "ffffffffffff0200000000010806" + "00".repeat(28);

        assertEquals(dropped("ip.proto"), decode(udp));
        assertEquals(
                dropped("ip.proto"),
                ScenarioRun.text(
                        ScenarioRun.of("{'op':'decode','frame':'" + arp + "'}").only("decoded")));
    }

    @Test
    void shouldDecodeAFrame() {
        final String frame = "01005e00000102000000000b0800" + PacketText.igmpV2Query(100);

        assertEquals(
                "general-query",
                ScenarioRun.of("{'op':'decode','frame':'" + frame + "'}")
                        .only("decoded")
                        .get("message")
                        .get("kind")
                        .textValue());
    }

    @ParameterizedTest
    @CsvSource({"0, 10000", "1, 100", "127, 12700", "128, 12800", "143, 24800", "144, 25600", "255, 3174400"})
    void shouldDecodeTheTimeCodesOfIgmp(final int code, final int maxResponseMs) {
        final JsonNode message = ScenarioRun.of("{'op':'decode','packet':'"
                        + PacketText.igmp(
                                HOST,
                                "224.0.0.1",
                                "11" + String.format("%02x", code) + "000000000000" + (code == 0 ? "" : "027d0000"))
                        + "'}")
                .only("decoded")
                .get("message");

        assertEquals(code, message.get("max_resp_code").intValue());
        assertEquals(maxResponseMs, message.get("max_resp_ms").intValue());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "32767, 32767", "32768, 32768", "36863, 65528", "36864, 65536", "65535, 8387584"})
    void shouldDecodeTheTimeCodesOfMld(final int code, final int maxResponseMs) {
        final JsonNode message = ScenarioRun.of("{'op':'decode','packet':'" + PacketText.mldV2Query("::", code) + "'}")
                .only("decoded")
                .get("message");

        assertEquals(code, message.get("max_resp_code").intValue());
        assertEquals(maxResponseMs, message.get("max_resp_ms").intValue());
    }

    @Test
    void shouldTellADropWhereItHappened() {
        final ScenarioRun run = ScenarioRun.of(
                EM0,
                "{'op':'receive','interface':'em0','packet':'','at_ms':9}",
                "{'op':'interface.remove','interface':'em0'}",
                "{'op':'receive','interface':'em0','packet':''}",
                "{'op':'receive','interface':'em1','packet':''}");

        assertEquals(
                "{'event':'drop','at_ms':9,'interface':'em0','reason':'ip.short'}",
                ScenarioRun.text(run.all("drop").get(0)));
        assertEquals("engine.drop.noiface", run.all("drop").get(1).get("reason").textValue());
        assertThat(run.codes()).containsExactly("ENODEV");
    }

    @Test
    void shouldRefuseAPacketThatTheEngineCannotTake() {
        final ScenarioRun run =
                ScenarioRun.of(EM0, "{'op':'receive','interface':'em0','packet':'" + "00".repeat(5 << 20) + "'}");

        assertThat(run.codes()).containsExactly("EMSGSIZE");
    }

    @Test
    void shouldCountForTheEngineAndForEachInterface() {
        final String query = PacketText.igmpV3Query("0.0.0.0");
        final ScenarioRun run = ScenarioRun.of(
                EM0,
                EM0.replace("em0", "em1"),
                "{'op':'receive','interface':'em0','packet':'" + query + "'}",
                "{'op':'receive','interface':'em0','packet':'" + query + "'}",
                "{'op':'receive','interface':'em1','packet':'" + query + "'}",
                "{'op':'receive','interface':'em1','packet':'46'}",
                "{'op':'counters'}",
                "{'op':'counters','interface':'em0'}",
                "{'op':'counters','interface':'em1'}",
                "{'op':'reset'}",
                EM0,
                "{'op':'receive','interface':'em0','packet':'" + query + "'}",
                "{'op':'counters','interface':'em0'}");

        assertThat(run.all("counters").stream()
                        .map(event -> event.get("counters").get("igmp.rx.query").intValue()))
                .containsExactly(3, 2, 1, 1);
        assertThat(run.all("counters").stream()
                        .map(event -> event.get("counters").get("ip.short").intValue()))
                .containsExactly(1, 0, 1, 0);
        for (final String family : new String[] {"igmp", "mld"}) {
            assertThat(run.all("counters").get(0).get("counters").fieldNames())
                    .toIterable()
                    .contains(family + ".rx.total", family + ".rx.query", family + ".badsum", family + ".lyingcount");
        }
    }

    @Test
    void shouldChangeNothingByDecoding() {
        final String report = PacketText.igmp(HOST, "239.1.2.3", "16000000" + GROUP);
        final ScenarioRun run = ScenarioRun.of(EM0, "{'op':'decode','packet':'" + report + "'}", "{'op':'counters'}");

        assertEquals(
                0, run.only("counters").get("counters").get("igmp.rx.total").intValue());
    }

    @Test
    void shouldNameTheFaultOfTheHeaderWhateverTheProtocolIs() {
        final String badSum = "4500001400000000011100010a000001ef010203";
        final String tooLong = "4500ffff000000000111bee80a000001ef010203";

        assertEquals(dropped("ip.version"), decode("00".repeat(40)));
        assertEquals(dropped("ip.csum"), decode(badSum));
        assertEquals(dropped("ip.len"), decode(tooLong));
        assertThat(ScenarioRun.of(EM0, "{'op':'receive','interface':'em0','packet':'" + badSum + "'}")
                        .only("drop")
                        .get("reason")
                        .textValue())
                .isEqualTo("ip.csum");
    }
}
