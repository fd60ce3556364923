package dev.covey.engine.ingress;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngressLimitsTest {
    @ParameterizedTest
    @CsvSource({
        "8, 0, 10, slotCount=8",
        "0, 0, 10, slotCount=0",
        "-16, 0, 10, slotCount=-16",
        "24, 0, 10, slotCount=24",
        "2097152, 0, 10, slotCount=2097152",
        "16, -1, 10, packetReserve=-1",
        "16, 16, 0, packetReserve=16",
        "16, 2, -1, maxPayloadLength=-1",
        "16, 2, 1761, maxPayloadLength=1761",
        "16, 15, 97, maxPayloadLength=97"
    })
    void shouldNameTheSizeThatIsOutOfRange(
            final int slotCount, final int packetReserve, final int maxPayloadLength, final String named) {
        final IllegalArgumentException rejected = assertThrows(
                IllegalArgumentException.class, () -> new IngressLimits(slotCount, packetReserve, maxPayloadLength));

        assertTrue(rejected.getMessage().contains(named), rejected.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"16, 0, 2016", "16, 2, 1760", "16, 15, 96", "1048576, 131072, 65597", "1048576, 0, 134217696"})
    void shouldAcceptTheBounds(final int slotCount, final int packetReserve, final int maxPayloadLength) {
        assertDoesNotThrow(() -> new IngressLimits(slotCount, packetReserve, maxPayloadLength));
    }

    @Test
    void shouldReserveAnEighthForCommandsUnlessConfigured() {
        assertEquals(1 << 16, IngressLimits.DEFAULT.slotCount());
        assertEquals(1 << 13, IngressLimits.DEFAULT.packetReserve());
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "96, 1", "97, 2", "224, 2", "225, 3", "65597, 513"})
    void shouldTakeAsManySlotsAsThePayloadNeeds(final int payloadLength, final int slotCount) {
        assertEquals(slotCount, EventDescriptor.slotCount(payloadLength));
        assertTrue(payloadLength <= EventDescriptor.maxPayloadLength(slotCount));
        assertEquals(slotCount, EventDescriptor.slotCount(EventDescriptor.maxPayloadLength(slotCount)));
    }

    @Test
    void shouldNameEveryStatus() {
        assertEquals("ACCEPTED", IngressStatus.describe(0));
        assertEquals("BACK_PRESSURED", IngressStatus.describe(IngressStatus.BACK_PRESSURED));
        assertEquals("TOO_LONG", IngressStatus.describe(IngressStatus.TOO_LONG));
        assertEquals("CLOSED", IngressStatus.describe(IngressStatus.CLOSED));
        assertEquals("unknown status: status=-9", IngressStatus.describe(-9));
    }
}
