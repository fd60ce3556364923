package dev.covey.engine.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.NativeMemory;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events of every length at every place of the ring, between neighbours that must not be touched. */
class IngressRingWrapTest {
    private static final int SLOTS = 16;
    private static final int COMMAND = 2;
    private static final int NEIGHBOUR_LENGTH = 96;
    private static final int MAX_PAYLOAD_LENGTH = EventDescriptor.maxPayloadLength(SLOTS - 2);

    private final NativeMemory memory = new NativeMemory(AllocationGate.OPEN);
    private final IngressRing ring = new IngressRing(memory, new IngressLimits(SLOTS, 0, MAX_PAYLOAD_LENGTH));
    private final UnsafeBuffer source = new UnsafeBuffer(new byte[MAX_PAYLOAD_LENGTH + 256]);

    private int crossings;
    private int checked;

    @AfterEach
    void freeMemory() {
        memory.close();
    }

    @Test
    void shouldKeepPayloadsContiguousAndWholeWhenTheyCrossTheEndOfTheRing() {
        for (int i = 0; i < source.capacity(); i++) {
            source.putByte(i, (byte) (i * 31 + (i >>> 8)));
        }

        for (int lengthBytes = 0; lengthBytes <= MAX_PAYLOAD_LENGTH; lengthBytes++) {
            for (int start = 0; start < SLOTS; start++) {
                moveTo(start - 1);
                offerBetweenNeighbours(start, lengthBytes);
            }
        }

        assertEquals((MAX_PAYLOAD_LENGTH + 1) * SLOTS, checked);
        assertTrue(crossings > 10_000, "crossings=" + crossings);
    }

    private void offerBetweenNeighbours(final int start, final int lengthBytes) {
        final int shift = start + (lengthBytes & 127);
        offer(200, NEIGHBOUR_LENGTH);
        final long sequence = offer(shift, lengthBytes);
        offer(201, NEIGHBOUR_LENGTH);
        assertEquals(start, (int) sequence & (SLOTS - 1));
        crossings += start + EventDescriptor.slotCount(lengthBytes) > SLOTS ? 1 : 0;

        assertEquals(1, ring.poll((event, attachment) -> verify(event, 200, NEIGHBOUR_LENGTH), 1));
        assertEquals(1, ring.poll((event, attachment) -> verify(event, shift, lengthBytes), 1));
        assertEquals(1, ring.poll((event, attachment) -> verify(event, 201, NEIGHBOUR_LENGTH), 1));
        assertEquals(SLOTS, ring.freeSlotCount());
        checked++;
    }

    private long offer(final int shift, final int lengthBytes) {
        final long sequence = ring.offer(COMMAND, shift, lengthBytes, source, shift, lengthBytes, null);
        assertTrue(sequence >= 0, () -> IngressStatus.describe(sequence));
        return sequence;
    }

    private void verify(final EventFlyweight event, final int shift, final int lengthBytes) {
        assertEquals(shift, event.interfaceHandle());
        assertEquals(lengthBytes, event.timeNs());
        assertEquals(lengthBytes, event.payloadLength());
        final DirectBuffer buffer = event.buffer();
        for (int i = 0; i < lengthBytes; i++) {
            if (buffer.getByte(event.payloadOffset() + i) != source.getByte(shift + i)) {
                throw new AssertionError("payload differs: index=" + i + ", event=" + event);
            }
        }
    }

    private void moveTo(final int slot) {
        long sequence;
        do {
            sequence = ring.claim(COMMAND, 0);
            ring.abort(sequence);
            ring.poll((event, attachment) -> {}, 1);
        } while (((sequence + 1 - slot) & (SLOTS - 1)) != 0);
    }
}
