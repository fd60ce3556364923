package dev.covey.engine.ingress;

import static dev.covey.engine.ingress.EventDescriptor.PACKET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.NativeMemory;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several producers, events of random length, and a checksum and a number on each. */
class IngressRingConcurrencyTest {
    private static final int COMMAND = 2;
    private static final int EVENTS = 20_000;

    private final NativeMemory memory = new NativeMemory(AllocationGate.OPEN);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @AfterEach
    void freeMemory() {
        memory.close();
    }

    @ParameterizedTest(name = "{0} producers, {1} slots, payload to {2}, limit {3}, seed {4}")
    @CsvSource({
        "2, 16, 1000, 1, 1",
        "3, 16, 600, 8, 2",
        "4, 64, 3000, 32, 3",
        "2, 1024, 9000, 256, 4",
        "4, 1024, 80, 32, 5"
    })
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldGiveEveryEventWholeOnceAndInTheOrderOfItsProducer(
            final int producerCount, final int slotCount, final int maxPayloadLength, final int limit, final long seed)
            throws Exception {
        final IngressRing ring = new IngressRing(memory, new IngressLimits(slotCount, 2, maxPayloadLength));
        final Thread[] producers = new Thread[producerCount];
        for (int i = 0; i < producerCount; i++) {
            final Producer producer = new Producer(ring, i, maxPayloadLength, seed * 100 + i);
            producers[i] = new Thread(() -> runAndKeepFailure(producer));
            producers[i].start();
        }

        final Consumer consumer = new Consumer(producerCount, "seed=" + seed);
        long handled = 0;
        while (handled < (long) EVENTS * producerCount && failure.get() == null) {
            final int batch = ring.poll(consumer, limit);
            if (batch == 0) {
                YieldingIdleStrategy.INSTANCE.idle();
            }
            handled += batch;
        }

        assertNull(failure.get(), () -> "seed=" + seed + ", failure=" + failure.get());
        for (final Thread producer : producers) {
            producer.join();
        }
        assertEquals(0, ring.poll(consumer, limit));
        assertEquals(slotCount, ring.freeSlotCount());
        for (final long next : consumer.nextOfProducer) {
            assertEquals(EVENTS, next, "seed=" + seed);
        }
    }

    private void runAndKeepFailure(final Runnable producer) {
        try {
            producer.run();
        } catch (final RuntimeException | Error broken) {
            failure.compareAndSet(null, broken);
        }
    }

    /** Copies every other event, and fills the others in place; every fifth event has an attachment. */
    private static final class Producer implements Runnable {
        private final IngressRing ring;
        private final int id;
        private final Random random;
        private final UnsafeBuffer source;
        private final CRC32 crc = new CRC32();
        private final EventFlyweight flyweight = new EventFlyweight();

        private Producer(final IngressRing ring, final int id, final int maxPayloadLength, final long seed) {
            this.ring = ring;
            this.id = id;
            this.random = new Random(seed);
            this.source = new UnsafeBuffer(new byte[maxPayloadLength]);
        }

        @Override
        public void run() {
            for (int number = 0; number < EVENTS; number++) {
                final int lengthBytes = Long.BYTES + random.nextInt(source.capacity() - Long.BYTES + 1);
                fill(number, lengthBytes);
                final Object attachment = number % 5 == 0 ? Integer.valueOf(number) : null;
                while (!send(number, lengthBytes, attachment)) {
                    YieldingIdleStrategy.INSTANCE.idle();
                }
            }
        }

        private void fill(final int number, final int lengthBytes) {
            final byte[] bytes = source.byteArray();
            // Writing all of every payload would make this a test of the generator.
            for (int i = 0; i < 16; i++) {
                bytes[random.nextInt(lengthBytes)] = (byte) random.nextInt();
            }
            bytes[lengthBytes - 1] = (byte) number;
            crc.reset();
            crc.update(bytes, Long.BYTES, lengthBytes - Long.BYTES);
            source.putLong(0, crc.getValue());
        }

        private boolean send(final int number, final int lengthBytes, final Object attachment) {
            if ((number & 1) == 0) {
                return ring.offer(PACKET, id, number, source, 0, lengthBytes, attachment) >= 0;
            }
            final long sequence = ring.claim(COMMAND, lengthBytes);
            if (sequence < 0) {
                return false;
            }
            ring.wrap(sequence, flyweight).interfaceHandle(id).timeNs(number).argument(~number);
            flyweight.buffer().putBytes(flyweight.payloadOffset(), source, 0, lengthBytes);
            ring.publish(sequence, attachment);
            return true;
        }
    }

    private static final class Consumer implements EventHandler {
        private final String context;
        private final long[] nextOfProducer;
        private final byte[] bytes = new byte[16_384];
        private final CRC32 crc = new CRC32();

        private Consumer(final int producerCount, final String context) {
            this.nextOfProducer = new long[producerCount];
            this.context = context;
        }

        @Override
        public void onEvent(final EventFlyweight event, final Object attachment) {
            final long number = nextOfProducer[(int) event.interfaceHandle()]++;
            final int lengthBytes = event.payloadLength();
            event.buffer().getBytes(event.payloadOffset(), bytes, 0, lengthBytes);
            crc.reset();
            crc.update(bytes, Long.BYTES, lengthBytes - Long.BYTES);

            final boolean isCommand = (number & 1) == 1;
            if (event.timeNs() != number
                    || event.kind() != (isCommand ? COMMAND : PACKET)
                    || event.argument() != (isCommand ? ~number : 0)
                    || event.buffer().getLong(event.payloadOffset()) != crc.getValue()
                    || (attachment == null) == (number % 5 == 0)
                    || (attachment != null && (Integer) attachment != number)) {
                throw new AssertionError(context + ", expected number=" + number + ", event=" + event + ", attachment="
                        + attachment + ", crc=" + crc.getValue());
            }
        }
    }
}
