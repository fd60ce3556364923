package dev.covey.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.covey.engine.testing.FailingGate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
    private final FailingGate gate = new FailingGate();
    private final NativeMemory memory = new NativeMemory(gate);

    @AfterEach
    void giveBack() {
        memory.close();
        assertEquals(0, memory.reservedBytes());
    }

    @Test
    void shouldAccountForEveryBlockWhenReservedAndFreed() {
        assertEquals(0, memory.reservedBytes());

        final NativeMemory.Block first = memory.reserve("first", 1_000);
        final long withOne = memory.reservedBytes();
        final NativeMemory.Block second = memory.reserve("second", 5_000);
        final long withTwo = memory.reservedBytes();

        assertThat(withOne).isBetween(1_000L, 1_000L + 2 * RecordLayout.CACHE_LINE_LENGTH);
        assertThat(withTwo - withOne).isBetween(5_000L, 5_000L + 2 * RecordLayout.CACHE_LINE_LENGTH);

        memory.free(first);
        assertEquals(withTwo - withOne, memory.reservedBytes());
        memory.free(second);
        assertEquals(0, memory.reservedBytes());
    }

    @Test
    void shouldGiveEverythingBackWhenClosed() {
        assertNotNull(memory.reserve("first", 64));
        assertNotNull(memory.reserve("second", NativeMemory.HUGE_PAGE_LENGTH));

        memory.close();

        assertEquals(0, memory.reservedBytes());
    }

    @Test
    void shouldGiveBlocksOfTheirFullLengthWhenReserved() {
        for (final int lengthBytes : new int[] {1, 64, 4_095, NativeMemory.HUGE_PAGE_LENGTH + 1}) {
            final NativeMemory.Block block = memory.reserve("block", lengthBytes);
            assertEquals(lengthBytes, block.buffer().capacity());
            block.buffer().putByte(0, (byte) 1);
            block.buffer().putByte(lengthBytes - 1, (byte) 2);
            assertEquals(2, block.buffer().getByte(lengthBytes - 1));
        }
    }

    @Test
    void shouldAlignBlocksByTheirSizeWhenReserved() {
        assertEquals(0, memory.reserve("small", 64).buffer().addressOffset() % (2 * RecordLayout.CACHE_LINE_LENGTH));
        assertEquals(
                0,
                memory.reserve("one less", NativeMemory.HUGE_PAGE_LENGTH - 1)
                                .buffer()
                                .addressOffset()
                        % (2 * RecordLayout.CACHE_LINE_LENGTH));
        assertEquals(
                0,
                memory.reserve("huge", NativeMemory.HUGE_PAGE_LENGTH).buffer().addressOffset()
                        % NativeMemory.HUGE_PAGE_LENGTH);
    }

    @Test
    void shouldReserveNothingWhenTheGateRefuses() {
        gate.refuse(1);

        assertNull(memory.reserve("table", 4_096));

        assertEquals("table", gate.refusedName());
        assertEquals(0, memory.reservedBytes());
        assertNotNull(memory.reserve("table", 4_096));
    }

    @Test
    void shouldThrowWhenALengthIsNotPositive() {
        for (final int lengthBytes : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThat(assertThrows(IllegalArgumentException.class, () -> memory.reserve("table", lengthBytes)))
                    .hasMessageContaining("what=table")
                    .hasMessageContaining("lengthBytes=" + lengthBytes);
        }
        assertEquals(0, gate.calls());
    }

    @Test
    void shouldThrowAndKeepTheAccountWhenABlockIsFreedTwice() {
        final NativeMemory.Block block = memory.reserve("block", 64);
        assertNotNull(memory.reserve("other", 64));
        final long both = memory.reservedBytes();
        memory.free(block);

        assertThrows(IllegalStateException.class, () -> memory.free(block));

        assertEquals(both / 2, memory.reservedBytes());
    }

    @Test
    void shouldThrowWhenABlockOfAnotherMemoryIsFreed() {
        try (NativeMemory other = new NativeMemory(AllocationGate.OPEN)) {
            final NativeMemory.Block block = other.reserve("block", 64);

            assertThrows(IllegalStateException.class, () -> memory.free(block));

            assertThat(other.reservedBytes()).isPositive();
        }
    }
}
