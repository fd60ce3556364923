package dev.covey.engine.ingress;

import static dev.covey.engine.ingress.EventDescriptor.PACKET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.NativeMemory;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngressRingTest {
    private static final int SLOTS = 16;
    private static final int JOIN = 7;
    private static final int MAX_PAYLOAD_LENGTH = 1_000;

    private final NativeMemory memory = new NativeMemory(AllocationGate.OPEN);
    private final IngressRing ring = new IngressRing(memory, new IngressLimits(SLOTS, 2, MAX_PAYLOAD_LENGTH));
    private final EventFlyweight flyweight = new EventFlyweight();
    private final UnsafeBuffer payload = new UnsafeBuffer("…hello".getBytes(StandardCharsets.UTF_8));
    private final List<Long> arguments = new ArrayList<>();
    private final List<Object> attachments = new ArrayList<>();
    private final EventHandler recorder = (event, attachment) -> {
        arguments.add(event.argument());
        attachments.add(attachment);
    };

    @AfterEach
    void freeMemory() {
        memory.close();
    }

    @Test
    void shouldGiveTheHandlerWhatWasOffered() {
        final Object attachment = new Object();
        final long sequence = ring.offer(PACKET, 41, -42, payload, 3, 5, attachment);
        assertEquals(0, sequence);

        final int handled = ring.poll(
                (event, taken) -> {
                    assertEquals(PACKET, event.kind());
                    assertEquals(41, event.interfaceHandle());
                    assertEquals(-42, event.timeNs());
                    assertEquals(0, event.argument());
                    assertEquals(5, event.payloadLength());
                    assertEquals("hello", event.buffer().getStringWithoutLengthAscii(event.payloadOffset(), 5));
                    assertSame(attachment, taken);
                },
                10);

        assertEquals(1, handled);
    }

    @Test
    void shouldGiveTheHandlerWhatWasFilledInPlace() {
        final long sequence = ring.claim(JOIN, 8);
        ring.wrap(sequence, flyweight)
                .interfaceHandle(1)
                .timeNs(2)
                .argument(4)
                .buffer()
                .putLong(flyweight.payloadOffset(), 5);
        ring.publish(sequence, null);

        final int handled = ring.poll(
                (event, attachment) -> {
                    assertEquals(
                            "EventFlyweight{kind=7, payloadLength=8, interfaceHandle=1, timeNs=2, argument=4, "
                                    + "offset=0}",
                            event.toString());
                    assertEquals(5, event.buffer().getLong(event.payloadOffset()));
                    assertNull(attachment);
                },
                10);

        assertEquals(1, handled);
    }

    @Test
    void shouldShowZeroForWhatWasNotSetWhenTheSlotWasUsedBefore() {
        for (int i = 0; i < SLOTS; i++) {
            final long sequence = ring.claim(JOIN, 0);
            ring.wrap(sequence, flyweight).interfaceHandle(-1).timeNs(-1).argument(-1);
            ring.publish(sequence, null);
        }
        ring.poll(recorder, SLOTS);
        ring.publish(ring.claim(JOIN, 0), null);

        ring.poll(
                (event, attachment) -> assertEquals(
                        "EventFlyweight{kind=7, payloadLength=0, interfaceHandle=0, timeNs=0, argument=0, offset=0}",
                        event.toString()),
                1);
    }

    @Test
    void shouldGiveNothingBeforeItIsPublished() {
        final long sequence = ring.claim(JOIN, 0);
        assertEquals(0, ring.poll(recorder, 10));

        ring.publish(sequence, null);

        assertEquals(1, ring.poll(recorder, 10));
        assertEquals(0, ring.poll(recorder, 10));
    }

    @Test
    void shouldHoldBackWhatIsPublishedBehindAnOpenClaim() {
        final long first = claim(1);
        final long second = claim(2);
        ring.publish(second, null);
        assertEquals(0, ring.poll(recorder, 10));

        ring.publish(first, null);
        ring.poll(recorder, 10);

        assertEquals(List.of(1L, 2L), arguments);
    }

    @Test
    void shouldHandleAtMostTheLimitAndGoOnInOrder() {
        for (int i = 0; i < 10; i++) {
            ring.publish(claim(i), null);
        }

        assertEquals(0, ring.poll(recorder, 0));
        assertEquals(3, ring.poll(recorder, 3));
        assertEquals(List.of(0L, 1L, 2L), arguments);
        assertEquals(SLOTS - 7, ring.freeSlotCount());
        assertEquals(7, ring.poll(recorder, 100));
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), arguments);
    }

    @Test
    void shouldFreeWholeEventsWhenTheLimitIsReached() {
        ring.offer(JOIN, 0, 0, new UnsafeBuffer(new byte[500]), 0, 500, null);
        ring.offer(JOIN, 0, 0, new UnsafeBuffer(new byte[500]), 0, 500, null);
        assertEquals(SLOTS - 10, ring.freeSlotCount());

        ring.poll(recorder, 1);

        assertEquals(SLOTS - 5, ring.freeSlotCount());
    }

    @Test
    void shouldSkipWhatWasAbortedAndFreeItsSlots() {
        final long aborted = ring.claim(JOIN, 500);
        ring.publish(claim(2), null);
        ring.abort(aborted);
        ring.abort(ring.claim(PACKET, 0));

        assertEquals(1, ring.poll(recorder, 10));
        assertEquals(List.of(2L), arguments);
        assertEquals(SLOTS, ring.freeSlotCount());
    }

    @Test
    void shouldConsumeTheEventWhenTheHandlerThrows() {
        for (int i = 0; i < 3; i++) {
            ring.publish(claim(i), null);
        }
        final IllegalStateException broken = new IllegalStateException("broken on purpose");

        final IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> ring.poll(
                        (event, attachment) -> {
                            if (event.argument() == 1) {
                                throw broken;
                            }
                            arguments.add(event.argument());
                        },
                        10));

        assertSame(broken, thrown);
        assertEquals(List.of(0L), arguments);
        assertEquals(SLOTS - 1, ring.freeSlotCount());
        assertEquals(1, ring.poll(recorder, 10));
        assertEquals(List.of(0L, 2L), arguments);
    }

    @Test
    void shouldConsumeEverySlotOfTheEventWhenTheHandlerThrows() {
        ring.offer(JOIN, 0, 0, new UnsafeBuffer(new byte[700]), 0, 700, "once");

        assertThrows(
                AssertionError.class,
                () -> ring.poll(
                        (event, attachment) -> {
                            throw new AssertionError("broken on purpose");
                        },
                        10));

        assertEquals(SLOTS, ring.freeSlotCount());
        assertEquals(0, ring.poll(recorder, 10));
    }

    @Test
    void shouldLetGoOfAttachments() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < SLOTS; i++) {
                ring.publish(claim(i), round == 0 ? "attachment " + i : null);
            }
            ring.poll(recorder, SLOTS);
        }

        assertEquals("attachment 0", attachments.get(0));
        assertEquals("attachment 15", attachments.get(15));
        for (final Object attachment : attachments.subList(SLOTS, 3 * SLOTS)) {
            assertNull(attachment);
        }
    }

    @Test
    void shouldLetGoOfTheAttachmentWhenTheHandlerThrows() {
        ring.publish(claim(0), "attachment");
        assertThrows(
                IllegalStateException.class,
                () -> ring.poll(
                        (event, attachment) -> {
                            throw new IllegalStateException("broken on purpose");
                        },
                        1));
        for (int i = 1; i <= SLOTS; i++) {
            ring.publish(claim(i), null);
            ring.poll(recorder, 1);
        }

        assertEquals(SLOTS, attachments.size());
        for (final Object attachment : attachments) {
            assertNull(attachment);
        }
    }

    @Test
    void shouldLetTheHandlerOffer() {
        ring.publish(claim(1), null);

        ring.poll(
                (event, attachment) -> {
                    arguments.add(event.argument());
                    if (event.argument() == 1) {
                        ring.publish(claim(2), null);
                        assertEquals(1, event.argument());
                    }
                },
                10);

        assertEquals(List.of(1L, 2L), arguments);
    }

    @Test
    void shouldRefuseAPayloadThatIsTooLongAndTakeTheLongest() {
        final UnsafeBuffer source = new UnsafeBuffer(new byte[MAX_PAYLOAD_LENGTH + 1]);

        assertEquals(IngressStatus.TOO_LONG, ring.offer(JOIN, 0, 0, source, 0, MAX_PAYLOAD_LENGTH + 1, null));
        assertEquals(IngressStatus.TOO_LONG, ring.claim(PACKET, Integer.MAX_VALUE));
        assertEquals(0, ring.offer(PACKET, 0, 0, source, 0, MAX_PAYLOAD_LENGTH, null));

        assertEquals(2, ring.tooLongCount());
        assertEquals(0, ring.refusedPacketCount());
        assertEquals(0, ring.refusedCommandCount());
        assertEquals(1, ring.poll(recorder, 10));
    }

    @Test
    void shouldKeepNothingWhenThePayloadIsOutsideOfTheSource() {
        final int[][] regions = {{0, 9}, {-1, 2}, {8, 1}, {3, 6}};
        for (final int[] region : regions) {
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> ring.offer(PACKET, 0, 0, payload, region[0], region[1], null));
        }

        ring.publish(claim(5), null);
        ring.poll(recorder, 10);

        assertEquals(List.of(5L), arguments);
        assertEquals(SLOTS, ring.freeSlotCount());
    }

    @Test
    void shouldRejectKindsAndLengthsThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> ring.claim(EventDescriptor.PADDING, 0));
        assertThrows(IllegalArgumentException.class, () -> ring.claim(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> ring.claim(PACKET, -1));
        assertThrows(IllegalArgumentException.class, () -> ring.offer(PACKET, 0, 0, payload, 0, -1, null));

        assertEquals(SLOTS, ring.freeSlotCount());
    }

    @Test
    void shouldSayWhatItCouldNotReserve() {
        final NativeMemory exhausted = new NativeMemory(what -> !what.equals("ingress"));

        final IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> new IngressRing(exhausted, IngressLimits.DEFAULT));

        assertTrue(refused.getMessage().contains("what=ingress"), refused.getMessage());
    }

    @Test
    void shouldAllocateNothing() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long[] sum = new long[1];
        final EventHandler handler = (event, attachment) -> sum[0] += event.timeNs();
        exercise(handler, 20_000);

        final long beforeBytes = threads.getCurrentThreadAllocatedBytes();
        exercise(handler, 50_000);
        final long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - beforeBytes;

        // Loading a class late may cost something; one object for every event would be a megabyte.
        assertTrue(allocatedBytes < 16_384, "allocatedBytes=" + allocatedBytes);
        assertTrue(ring.refusedPacketCount() > 0);
    }

    private void exercise(final EventHandler handler, final int events) {
        for (int i = 0; i < events; i++) {
            ring.offer(PACKET, i, i, payload, 0, 8, payload);
            final long sequence = ring.claim(JOIN, 300);
            if (sequence >= 0) {
                ring.wrap(sequence, flyweight).argument(i);
                ring.publish(sequence, null);
            }
            if ((i & 7) == 7) {
                ring.poll(handler, 20);
            }
        }
    }

    private long claim(final long argument) {
        final long sequence = ring.claim(JOIN, 0);
        assertTrue(sequence >= 0, () -> IngressStatus.describe(sequence));
        ring.wrap(sequence, flyweight).argument(argument);
        return sequence;
    }
}
