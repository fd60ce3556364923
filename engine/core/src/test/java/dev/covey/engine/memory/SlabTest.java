package dev.covey.engine.memory;

import static dev.covey.engine.memory.Handle.MAX_SLOT;
import static dev.covey.engine.memory.Handle.NULL_HANDLE;
import static dev.covey.engine.memory.RecordLayout.BODY_OFFSET;
import static dev.covey.engine.memory.RecordLayout.CHAIN_WORD_OFFSET;
import static dev.covey.engine.memory.Slab.NULL_SLOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.covey.engine.testing.FailingGate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlabTest {
    private static final int KIND = 3;
    private static final int LENGTH = 128;
    private static final int CAPACITY = 4;
    private static final long GRACE = EpochDomain.GRACE_EPOCHS;

    private final FailingGate gate = new FailingGate();
    private final NativeMemory memory = new NativeMemory(AllocationGate.OPEN);
    private final Slab slab = new Slab(new RecordLayout(KIND, "thing", LENGTH), CAPACITY, memory, gate);

    private long epoch = 1;

    @AfterEach
    void giveBack() {
        memory.close();
    }

    @Test
    void shouldGiveAZeroedRecordWithOneReferenceWhenAllocated() {
        slab.buffer().setMemory(0, CAPACITY * LENGTH, (byte) 0x5a);

        final int slot = slab.allocate();

        assertEquals(LifeWord.of(1, LifeWord.HELD, 1), slab.lifeWord(slot));
        assertBody(slot, (byte) 0);
        assertEquals(1, slab.inUse());
        assertEquals(1, slab.highWater());
    }

    @Test
    void shouldLeaveNeighboursAloneWhenARecordIsAllocatedAndFreed() {
        final int left = liveRecord();
        final int middle = liveRecord();
        final int right = liveRecord();
        fillBody(left, (byte) 1);
        fillBody(right, (byte) 2);

        retire(middle);
        freeAll();
        assertEquals(middle, slab.allocate());
        assertEquals(3, slab.allocate());

        assertBody(left, (byte) 1);
        assertBody(right, (byte) 2);
    }

    @Test
    void shouldRefuseWhenFullAndGiveAgainWhenOneIsFreed() {
        final int first = liveRecord();
        for (int i = 1; i < CAPACITY; i++) {
            liveRecord();
        }
        assertEquals(NULL_SLOT, slab.allocate());
        assertEquals(CAPACITY, slab.inUse());
        assertEquals(CAPACITY, slab.capacity());

        retire(first);
        assertEquals(NULL_SLOT, slab.allocate());
        freeAll();
        assertEquals(first, slab.allocate());
        assertEquals(NULL_SLOT, slab.allocate());
    }

    @Test
    void shouldChangeNothingWhenTheGateRefuses() {
        gate.refuse(1);
        assertEquals(NULL_SLOT, slab.allocate());
        assertEquals("thing", gate.refusedName());
        assertEquals(0, slab.inUse());
        assertEquals(0, slab.highWater());

        final int slot = liveRecord();
        retire(slot);
        freeAll();
        gate.refuse(1);
        assertEquals(NULL_SLOT, slab.allocate());
        assertEquals(slot, slab.allocate());
    }

    @Test
    void shouldReuseTheSlotThatWasFreedLongestAgoWhenAllocating() {
        final List<Integer> slots = new ArrayList<>();
        for (int i = 0; i < CAPACITY; i++) {
            slots.add(liveRecord());
        }
        final List<Integer> order = List.of(slots.get(2), slots.get(0), slots.get(3), slots.get(1));
        order.forEach(this::retire);
        freeAll();

        final List<Integer> reused = new ArrayList<>();
        for (int i = 0; i < CAPACITY; i++) {
            reused.add(slab.allocate());
        }

        assertEquals(order, reused);
    }

    @Test
    void shouldReuseOldestFirstWhenListsRunEmptyInBetween() {
        final int first = liveRecord();
        final int second = liveRecord();
        retire(first);
        freeAll();
        assertEquals(first, liveRecord());
        retire(second);
        retire(first);
        freeAll();

        assertEquals(second, slab.allocate());
        assertEquals(first, slab.allocate());
        assertEquals(2, slab.allocate());
    }

    @Test
    void shouldPoisonTheBodyWhenFreedAndNotBefore() {
        final int slot = liveRecord();
        fillBody(slot, (byte) 7);

        retire(slot);
        assertBody(slot, (byte) 7);

        freeAll();
        assertBody(slot, Slab.POISON);
        assertEquals(LifeWord.of(1, LifeWord.FREE, 0), slab.lifeWord(slot));
    }

    @Test
    void shouldThrowWhenAnyWordOfAFreeRecordWasWrittenTo() {
        for (int offset = BODY_OFFSET; offset < LENGTH; offset += Long.BYTES) {
            final Slab other = new Slab(new RecordLayout(KIND, "thing", LENGTH), 1, memory, AllocationGate.OPEN);
            other.allocate();
            LifeWord.release(other.buffer(), 0);
            other.retire(0, epoch);
            other.freeOldest();

            other.buffer().putByte(offset, (byte) 0);

            assertThat(assertThrows(IllegalStateException.class, other::allocate))
                    .hasMessageStartingWith("free record was written to: kind=thing, slot=0, offset=" + offset);
        }
    }

    @Test
    void shouldNotReuseACorruptedSlotWhenAllocatingAgain() {
        final int corrupted = liveRecord();
        retire(corrupted);
        freeAll();
        slab.buffer().putLong(slab.offset(corrupted) + BODY_OFFSET, 1);
        assertThrows(IllegalStateException.class, slab::allocate);

        assertNotEquals(corrupted, slab.allocate());
    }

    @Test
    void shouldWaitForTheGraceWhenRetired() {
        final int slot = liveRecord();
        retire(slot);

        for (long passed = 0; passed < GRACE; passed++) {
            assertEquals(NULL_SLOT, slab.reclaimable(epoch + passed));
        }
        assertEquals(slot, slab.reclaimable(epoch + GRACE));
        assertEquals(1, slab.inLimbo());
        assertEquals(0, slab.inUse());
    }

    @Test
    void shouldKeepTheOrderAndTheEpochOfEachWhenSeveralAreInLimbo() {
        final int first = liveRecord();
        final int second = liveRecord();
        retire(second);
        epoch++;
        retire(first);

        assertEquals(second, slab.reclaimable(epoch + GRACE - 1));
        slab.freeOldest();
        assertEquals(NULL_SLOT, slab.reclaimable(epoch + GRACE - 1));
        assertEquals(first, slab.reclaimable(epoch + GRACE));
    }

    @Test
    void shouldWaitForTheGraceWhenTheEpochOutgrowsItsChainWord() {
        for (final long start : new long[] {0x7fff_ffffL, 0xffff_ffffL, 0x1_7fff_ffffL, Long.MAX_VALUE - 8}) {
            final int slot = liveRecord();
            epoch = start;
            retire(slot);

            assertEquals(NULL_SLOT, slab.reclaimable(start + GRACE - 1));
            assertEquals(slot, slab.reclaimable(start + GRACE));
            slab.freeOldest();
        }
    }

    @Test
    void shouldResolveOnlyWhileLive() {
        final int slot = slab.allocate();
        final long handle = slab.handle(slot);
        assertEquals(NULL_SLOT, slab.resolve(handle));
        assertEquals(slot, slab.resolveReferenced(handle));

        LifeWord.publish(slab.buffer(), slab.offset(slot));
        assertEquals(slot, slab.resolve(handle));
        assertEquals(slot, slab.resolveReferenced(handle));

        LifeWord.unlink(slab.buffer(), slab.offset(slot), Handle.generation(handle));
        assertEquals(NULL_SLOT, slab.resolve(handle));
        assertEquals(slot, slab.resolveReferenced(handle));

        LifeWord.release(slab.buffer(), slab.offset(slot));
        assertEquals(NULL_SLOT, slab.resolveReferenced(handle));
    }

    @Test
    void shouldResolveToNothingWhenTheSlotWasReused() {
        final int slot = liveRecord();
        final long stale = slab.handle(slot);
        retire(slot);
        freeAll();

        assertEquals(slot, liveRecord());

        assertEquals(NULL_SLOT, slab.resolve(stale));
        assertEquals(NULL_SLOT, slab.resolveReferenced(stale));
        assertEquals(slot, slab.resolve(slab.handle(slot)));
    }

    @Test
    void shouldResolveToNothingWhenTheHandleIsForged() {
        final int slot = liveRecord();
        final long handle = slab.handle(slot);
        final int generation = Handle.generation(handle);
        final long[] forgeries = {
            NULL_HANDLE,
            -1,
            Long.MIN_VALUE,
            Long.MIN_VALUE | handle,
            Long.MAX_VALUE,
            Handle.of(KIND, 0, slot),
            Handle.of(KIND, generation + 1, slot),
            Handle.of(KIND - 1, generation, slot),
            Handle.of(KIND + 1, generation, slot),
            Handle.of(KIND, 0, slot + 1),
            Handle.of(KIND, generation, slot + 1),
            Handle.of(KIND, generation, CAPACITY),
            Handle.of(KIND, generation, MAX_SLOT)
        };

        for (final long forged : forgeries) {
            assertEquals(NULL_SLOT, slab.resolve(forged), Handle.describe(forged));
            assertEquals(NULL_SLOT, slab.resolveReferenced(forged), Handle.describe(forged));
        }
    }

    @Test
    void shouldResolveToNothingWhenASlotWasNeverUsed() {
        final int unused = liveRecord() + 1;
        slab.buffer().putLong(slab.offset(unused), LifeWord.of(5, LifeWord.LIVE, 1));

        assertEquals(NULL_SLOT, slab.resolve(Handle.of(KIND, 5, unused)));
        assertEquals(NULL_SLOT, slab.resolveReferenced(Handle.of(KIND, 5, unused)));
    }

    @Test
    void shouldThrowWhenTheCapacityDoesNotFit() {
        final RecordLayout layout = new RecordLayout(KIND, "thing", LENGTH);
        for (final int capacity : new int[] {0, -1, Integer.MAX_VALUE / LENGTH + 1, Integer.MAX_VALUE}) {
            assertThat(assertThrows(
                            IllegalArgumentException.class,
                            () -> new Slab(layout, capacity, memory, AllocationGate.OPEN)))
                    .hasMessageContaining("capacity=" + capacity);
        }
    }

    @Test
    void shouldThrowWhenTheBlockCannotBeHad() {
        try (NativeMemory refusing = new NativeMemory(what -> false)) {
            assertThat(assertThrows(
                            IllegalStateException.class,
                            () -> new Slab(
                                    new RecordLayout(KIND, "thing", LENGTH), CAPACITY, refusing, AllocationGate.OPEN)))
                    .hasMessage("no memory: kind=thing, capacity=4");
        }
    }

    private int liveRecord() {
        final int slot = slab.allocate();
        LifeWord.publish(slab.buffer(), slab.offset(slot));
        return slot;
    }

    private void retire(final int slot) {
        LifeWord.unlink(slab.buffer(), slab.offset(slot), LifeWord.generation(slab.lifeWord(slot)));
        LifeWord.release(slab.buffer(), slab.offset(slot));
        slab.retire(slot, epoch);
    }

    private void freeAll() {
        epoch += GRACE;
        while (slab.reclaimable(epoch) != NULL_SLOT) {
            slab.freeOldest();
        }
    }

    private void fillBody(final int slot, final byte value) {
        slab.buffer().setMemory(slab.offset(slot) + BODY_OFFSET, LENGTH - BODY_OFFSET, value);
    }

    private void assertBody(final int slot, final byte value) {
        assertEquals(BODY_OFFSET, CHAIN_WORD_OFFSET + Long.BYTES);
        for (int i = BODY_OFFSET; i < LENGTH; i++) {
            assertEquals(value, slab.buffer().getByte(slab.offset(slot) + i), "slot=" + slot + ", offset=" + i);
        }
    }
}
