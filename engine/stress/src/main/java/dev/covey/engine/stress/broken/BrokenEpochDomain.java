package dev.covey.engine.stress.broken;

import java.lang.invoke.VarHandle;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** The smallest copy of the epochs, whose readers announce themselves without a fence. */
final class BrokenEpochDomain {
    private static final int SLOT_LENGTH = 256;
    private static final long OUTSIDE = 0L;

    private final UnsafeBuffer slots;
    private final int maxReaders;
    private volatile long epoch = 1;

    BrokenEpochDomain(final int maxReaders) {
        this.maxReaders = maxReaders;
        slots = new UnsafeBuffer(BufferUtil.allocateDirectAligned(maxReaders * SLOT_LENGTH, SLOT_LENGTH));
    }

    long epoch() {
        return epoch;
    }

    void tryAdvance() {
        final long current = epoch;
        VarHandle.fullFence();
        for (int i = 0; i < maxReaders; i++) {
            final long announced = slots.getLongVolatile(i * SLOT_LENGTH);
            if (announced != OUTSIDE && announced != current) {
                return;
            }
        }
        epoch = current + 1;
    }

    /** The announcement may wait in the store buffer while the reader looks. */
    void arrive(final int reader) {
        slots.putLongRelease(reader * SLOT_LENGTH, epoch);
    }

    void quiescent(final int reader) {
        slots.putLongRelease(reader * SLOT_LENGTH, epoch);
    }

    void leave(final int reader) {
        slots.putLongRelease(reader * SLOT_LENGTH, OUTSIDE);
    }
}
