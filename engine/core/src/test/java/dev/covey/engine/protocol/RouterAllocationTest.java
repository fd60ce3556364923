package dev.covey.engine.protocol;

import static dev.covey.engine.wire.GroupRecordType.ALLOW_NEW_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.BLOCK_OLD_SOURCES;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_EXCLUDE_MODE;
import static dev.covey.engine.wire.GroupRecordType.CHANGE_TO_INCLUDE_MODE;
import static dev.covey.engine.wire.GroupRecordType.MODE_IS_EXCLUDE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.SingleWriter;
import dev.covey.engine.table.RecordTables;
import dev.covey.engine.timer.DeadlineHeap;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketClassifier;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reports, leaves, queries and timers make no garbage. */
class RouterAllocationTest {
    private static final int ROUNDS = 20_000;

    private final NativeMemory memory = new NativeMemory(AllocationGate.OPEN);
    private final RecordStore store = new RecordStore(new EpochDomain(1), new SingleWriter());
    private final RecordTables tables = new RecordTables(store, RouterFixture.SIZES, memory, AllocationGate.OPEN, 42);
    private final DeadlineHeap heap = new DeadlineHeap(8192, memory, new RecordTimerPositions(tables));
    private final RouterMachine machine =
            new RouterMachine(tables, heap, RouterVariables.DEFAULT, QuerySink.NONE, RouterListener.NONE);
    private final PacketClassifier classifier = new PacketClassifier();
    private final UnsafeBuffer[] packets = packets();
    private long link;
    private long nowNs;

    private static UnsafeBuffer[] packets() {
        final TestPacket packet = new TestPacket();
        return new UnsafeBuffer[] {
            copy(packet.report(MODE_IS_EXCLUDE, "239.1.1.1")),
            copy(packet.report(ALLOW_NEW_SOURCES, "239.1.1.1", "10.0.1.1", "10.0.1.2")),
            copy(packet.report(CHANGE_TO_EXCLUDE_MODE, "239.1.1.1", "10.0.1.2", "10.0.1.3")),
            copy(packet.report(BLOCK_OLD_SOURCES, "239.1.1.1", "10.0.1.4")),
            copy(packet.report(CHANGE_TO_INCLUDE_MODE, "239.1.1.1", "10.0.1.1")),
            copy(packet.older(MessageKind.V2_REPORT, "239.1.1.2")),
            copy(packet.older(MessageKind.LEAVE, "239.1.1.2")),
            copy(packet.report(ALLOW_NEW_SOURCES, "ff15::1", "2001:db8::1")),
            copy(packet.report(CHANGE_TO_INCLUDE_MODE, "ff15::1")),
            copy(packet.report(MODE_IS_EXCLUDE, "232.1.1.1")),
            copy(packet.from("10.0.0.1").query("239.1.1.1", RouterFixture.SECOND_NS, false, 2, 20)),
        };
    }

    private static UnsafeBuffer copy(final TestPacket packet) {
        final byte[] bytes = new byte[packet.length];
        packet.buffer.getBytes(0, bytes);
        return new UnsafeBuffer(bytes);
    }

    @Test
    void shouldAllocateNothingOnceWarm() {
        try (Lease lease = tables.interfaces().create(7, 1, 1500)) {
            link = lease.handle();
        }
        assertTrue(machine.open(link));
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5 && least > 0; attempt++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        memory.close();
        // Asking for the number costs a few bytes itself on some JDKs; one object a message would be millions.
        assertTrue(least < 1024, "bytes=" + least + " in " + ROUNDS * packets.length + " messages");
    }

    private void run() {
        for (int round = 0; round < ROUNDS; round++) {
            for (final UnsafeBuffer packet : packets) {
                machine.onMessage(
                        link, classifier.classify(packet, 0, packet.capacity(), LinkType.INTERNET), packet, nowNs);
                nowNs += RouterFixture.SECOND_NS;
                heap.poll(nowNs, machine, Integer.MAX_VALUE);
            }
            store.reclaim(1024);
            tables.maintain();
        }
    }
}
