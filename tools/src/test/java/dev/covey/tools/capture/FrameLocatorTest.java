package dev.covey.tools.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameLocatorTest {
    private static final String MACS = "01005e00001602000000000a";
    private static final String SLL_HEAD = "0001" + "0001" + "0006" + "02000000000a0000";
    private static final String SLL2_TAIL = "0001" + "01" + "06" + "02000000000a0000";

    @ParameterizedTest
    @CsvSource({
        "0800" + "45, link0",
        "8100" + "0064" + "0800" + "45, link0.100",
        "8100" + "e064" + "0800" + "45, link0.100",
        "8100" + "0000" + "0800" + "45, link0",
        "88a8" + "0007" + "8100" + "0064" + "86dd" + "60, link0.7.100",
        "9100" + "0007" + "8100" + "0064" + "86dd" + "60, link0.7.100",
        "8100" + "0001" + "8100" + "0002" + "8100" + "0003" + "0800" + "45, link0.1.2",
        "8100" + "00, link0",
        "8100, link0",
        "0806" + "00, link0",
        "0, link0"
    })
    void shouldNameTheLinkOfAFrameByItsTags(final String afterAddresses, final String linkName) {
        final String even = afterAddresses.length() % 2 == 0 ? afterAddresses : "";

        assertEquals(linkName + " ETHERNET " + MACS + even, locate(1, MACS + even));
    }

    @ParameterizedTest
    @CsvSource({"101", "12", "14", "228", "229"})
    void shouldFindIpAtOnceWhenThereIsNoLinkHeader(final int linkType) {
        assertEquals("link0 IP 4501", locate(linkType, "4501"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 02000000, IP 45",
        "0, 00000002, IP 45",
        "0, 1e000000, IP 45",
        "0, 0000001c, IP 45",
        "0, 18000000, IP 45",
        "108, 0000000a, IP 45",
        "0, 07000000, 'NONE '",
        "0, 00070000, 'NONE '"
    })
    void shouldReadTheAddressFamilyOfEitherByteOrder(final int linkType, final String family, final String found) {
        assertEquals("link0 " + found, locate(linkType, family + "45"));
    }

    @ParameterizedTest
    @CsvSource({
        "0800" + "4501, link0 IP 4501",
        "86dd" + "6001, link0 IP 6001",
        "8100" + "0064" + "0800" + "45, link0.100 IP 45",
        "88a8" + "0007" + "8100" + "0064" + "86dd" + "60, link0.7.100 IP 60",
        "8100" + "006408, 'link0 NONE '",
        "0806" + "00, 'link0 NONE '",
        "08, 'link0 NONE '"
    })
    void shouldFindIpInACookedPacket(final String fromProtocolOn, final String found) {
        assertEquals(found, locate(113, SLL_HEAD + fromProtocolOn));
    }

    @ParameterizedTest
    @CsvSource({
        "0800, 00000003, 4501, link0%3 IP 4501",
        "86dd, 00000000, 6001, link0 IP 6001",
        "86dd, ffffffff, 60, link0%4294967295 IP 60",
        "8100, 00000003, 0064080045, link0%3.100 IP 45",
        "0806, 00000003, 00, 'link0%3 NONE '"
    })
    void shouldNameTheLinkByTheSystemsIndexWhenACookedPacketHasIt(
            final String protocol, final String index, final String payload, final String found) {
        assertEquals(found, locate(276, protocol + "0000" + index + SLL2_TAIL + payload));
    }

    @Test
    void shouldFindNothingWhenALinkHeaderIsCut() {
        assertEquals("link0 NONE ", locate(276, ("0800" + "0000" + "00000003" + SLL2_TAIL).substring(2)));
        assertEquals("link0 NONE ", locate(113, SLL_HEAD));
        assertEquals("link0 NONE ", locate(0, "020000"));
        assertEquals("link0 IP ", locate(101, ""));
        assertEquals("link0 ETHERNET ", locate(1, ""));
    }

    @Test
    void shouldDeliverPacketsOfALinkTypeItDoesNotKnow() {
        assertEquals("link0 NONE ", locate(147, "4500"));
    }

    private static String locate(final int linkTypeCode, final String packet) {
        final Reading reading = Reading.of(new PcapFile(linkTypeCode)
                .packet(1, HexFormat.of().parseHex(packet))
                .toBytes());
        assertEquals("none", reading.failureMessage());
        assertEquals(1, reading.packets.size());
        return List.copyOf(reading.packets).get(0);
    }
}
