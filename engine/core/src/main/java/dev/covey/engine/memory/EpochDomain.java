package dev.covey.engine.memory;

import com.google.errorprone.annotations.MustBeClosed;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Grace periods for one writer and a bounded number of readers.
 *
 * <p>A reader announces the epoch it entered in; the writer advances the epoch only when every reader that is inside
 * has announced the current one. What was unlinked in epoch {@code e} is therefore unreachable in {@code e + 2}.
 *
 * <p>There are two ways to read. A <b>guarded</b> reader enters and leaves around every look ({@link Reader#enter()}):
 * a full fence each time, and it holds nothing back in between. A <b>polling</b> reader is inside from
 * {@link Reader#online()} to {@link Reader#offline()} and announces once per batch that it keeps nothing it has seen
 * ({@link Reader#quiescent()}): one load, one release store where the epoch has moved, no fence.
 *
 * <p><b>Assumptions.</b> One thread calls {@link #tryAdvance()}. A {@link Reader} belongs to one thread at a time.
 * Readers do not stay inside for ever; one that does stops reclamation, never safety, and is named by
 * {@link #blockingReader()}.
 */
public final class EpochDomain {
    /** Epochs that must pass between unlinking a record and reusing its memory. */
    public static final int GRACE_EPOCHS = 2;

    /** Distance of two readers' words: two cache lines and their prefetched neighbours. */
    private static final int SLOT_LENGTH = 256;

    private static final long OUTSIDE = 0L;
    private static final long FIRST_EPOCH = 1L;
    private static final long CLOSED = Long.MIN_VALUE;
    private static final int NOBODY = -1;
    private static final AtomicLongFieldUpdater<EpochDomain> STATE =
            AtomicLongFieldUpdater.newUpdater(EpochDomain.class, "state");

    /** Lives as long as the last reader can be reached, so that leaving a closed domain is harmless. */
    private final UnsafeBuffer slots;

    private final AtomicReferenceArray<Reader> readers;

    /**
     * The epoch, and the sign once the domain is closed: a polling reader learns of both by one load. Whoever closes it
     * need not be the writer, so both change it atomically.
     */
    private volatile long state = FIRST_EPOCH;

    private volatile int blockingReader = NOBODY;

    /** Places from here on have never been taken. */
    private final AtomicInteger end = new AtomicInteger();

    /**
     * A domain for up to so many readers.
     *
     * @param maxReaders that can be registered at the same time, positive.
     */
    public EpochDomain(final int maxReaders) {
        slots = new UnsafeBuffer(BufferUtil.allocateDirectAligned(maxReaders * SLOT_LENGTH, SLOT_LENGTH));
        readers = new AtomicReferenceArray<>(maxReaders);
    }

    /**
     * Register a reader. May be called from any thread.
     *
     * @param name that names it when it stalls reclamation.
     * @return the reader, outside; or null if {@code maxReaders} are registered or the domain is closed.
     */
    public Reader openReader(final String name) {
        for (int i = 0; i < readers.length() && !isClosed(state); i++) {
            if (readers.get(i) == null) {
                final Reader reader = new Reader(i, name);
                if (readers.compareAndSet(i, null, reader)) {
                    // Before the reader can enter: a scan that does not come to its place is one whose unlinks it sees.
                    end.accumulateAndGet(i + 1, Math::max);
                    return reader;
                }
            }
        }
        return null;
    }

    /**
     * Readers that can be registered at the same time.
     *
     * @return the number.
     */
    public int maxReaders() {
        return readers.length();
    }

    /**
     * The current epoch. What is unlinked now may be reclaimed when it has grown by {@link #GRACE_EPOCHS}.
     *
     * @return the epoch, from 1.
     */
    public long epoch() {
        return state & ~CLOSED;
    }

    /**
     * Advance the epoch if no reader is still in an older one. Writer only.
     *
     * @return true if the epoch moved on.
     */
    public boolean tryAdvance() {
        final long current = epoch();
        // Pairs with the fence in Reader.arrive: either this scan sees the reader inside, or that reader sees
        // everything unlinked before the scan.
        VarHandle.fullFence();
        for (int i = 0, length = end.get(); i < length; i++) {
            final long announced = slots.getLongVolatile(i * SLOT_LENGTH);
            if (announced != OUTSIDE && announced != current) {
                blockedBy(i);
                return false;
            }
        }
        blockedBy(NOBODY);
        STATE.getAndIncrement(this);
        return true;
    }

    /**
     * Name of the reader that stopped the last {@link #tryAdvance()}. Any thread.
     *
     * @return the name given to {@link #openReader}, or null if nobody did.
     */
    public String blockingReader() {
        final int blocking = blockingReader;
        if (blocking == NOBODY) {
            return null;
        }
        final Reader reader = readers.get(blocking);
        return reader == null ? null : reader.name;
    }

    /**
     * Which reader stopped the last {@link #tryAdvance()}. Any thread.
     *
     * @return its index, from 0, or -1 if nobody did.
     */
    public int blockingReaderIndex() {
        return blockingReader;
    }

    /**
     * Refuse readers from now on, and tell whether all of them are outside.
     *
     * @return true if nobody is inside, so that the memory they look at can be given back.
     */
    public boolean close() {
        STATE.accumulateAndGet(this, CLOSED, (current, closed) -> current | closed);
        // Pairs with the fence in Reader.arrive: a reader this scan does not see inside sees the domain closed.
        VarHandle.fullFence();
        for (int i = 0, length = end.get(); i < length; i++) {
            if (slots.getLongVolatile(i * SLOT_LENGTH) != OUTSIDE) {
                blockedBy(i);
                return false;
            }
        }
        blockedBy(NOBODY);
        return true;
    }

    private static boolean isClosed(final long state) {
        return state < 0;
    }

    /** A volatile store is a fence more: only where it tells something new. */
    private void blockedBy(final int reader) {
        if (blockingReader != reader) {
            blockingReader = reader;
        }
    }

    /**
     * One thread's licence to look at records. Reused for every look; entering allocates nothing.
     *
     * <p>It knows its word by address, and so does its guard: nothing after a fence starts before the fence is through,
     * so each object on the way to the word would be waited for twice in a look.
     */
    public final class Reader implements AutoCloseable {
        private final int index;
        private final String name;
        private final long address;
        private final Guard guard;

        /** State that it announced last as a polling reader, or {@link #OUTSIDE}. Only its own thread looks at it. */
        private long polled = OUTSIDE;

        private boolean isClosed;

        private Reader(final int index, final String name) {
            this.index = index;
            this.name = name;
            this.address = slots.addressOffset() + (long) index * SLOT_LENGTH;
            this.guard = new Guard(this);
        }

        /**
         * Enter for one look.
         *
         * @return the guard to close at its end. Guards do not nest.
         * @throws IllegalStateException if the domain or the reader is closed, or the reader is inside already: the end
         *     of an inner look would leave the outer one unguarded.
         */
        @MustBeClosed
        public Guard enter() {
            arrive();
            return guard;
        }

        /**
         * Begin to poll: from here on the reader is inside until {@link #offline()}.
         *
         * @throws IllegalStateException if the domain or the reader is closed, or the reader is inside already.
         */
        public void online() {
            polled = arrive();
        }

        private long arrive() {
            if (isClosed || UnsafeApi.getLong(null, address) != OUTSIDE) {
                throw new IllegalStateException(
                        (isClosed ? "reader is closed: reader=" : "reader is inside already: reader=") + name);
            }
            final long current = state;
            UnsafeApi.putLongRelease(null, address, current);
            // Pairs with the fence in tryAdvance and in close: the announcement is out before anything is read.
            VarHandle.fullFence();
            checkIsOpen(state);
            return current;
        }

        /**
         * Announce, once per batch, that nothing seen before is kept.
         *
         * @throws IllegalStateException if the domain is closed; the reader is offline then. Or if it is not online: to
         *     come back without a fence would guard nothing.
         */
        public void quiescent() {
            // The volatile read of the state orders every later look after the unlinks of earlier epochs. Mostly it is
            // all there is to do: to say the same again would only take the line from the writer, who has just read it.
            final long current = state;
            if (polled != current) {
                announce(current);
            }
        }

        private void announce(final long current) {
            // Both: who closes a guard a second time takes the word away behind the back of what was polled, and the
            // word of a closed reader may be another's.
            if (polled == OUTSIDE || UnsafeApi.getLong(null, address) == OUTSIDE) {
                throw new IllegalStateException(
                        (isClosed(current) ? "engine is closed: reader=" : "reader is not online: reader=") + name);
            }
            checkIsOpen(current);
            // Keeps every earlier look before the announcement: no fence is needed while online.
            UnsafeApi.putLongRelease(null, address, current);
            polled = current;
        }

        /** Stop polling: nothing seen before is kept, and reclamation no longer waits for this reader. */
        public void offline() {
            leave();
        }

        /** Leave, and give the reader's place to somebody else. Only the first call does anything. */
        @Override
        public void close() {
            leave();
            isClosed = true;
            guard.isVoid = true;
            readers.compareAndSet(index, this, null);
        }

        private void leave() {
            polled = OUTSIDE;
            guard.close();
        }

        private void checkIsOpen(final long current) {
            if (isClosed(current)) {
                leave();
                throw new IllegalStateException("engine is closed: reader=" + name);
            }
        }
    }

    /** One look of a guarded reader; closing it ends the look. */
    public static final class Guard implements AutoCloseable {
        /** Keeps the domain, and with it the word, for as long as somebody may leave. */
        private final Reader reader;

        private final long address;
        private boolean isVoid;

        private Guard(final Reader reader) {
            this.reader = reader;
            this.address = reader.address;
        }

        @Override
        public void close() {
            // A closed reader's place may be another's by now.
            try {
                if (!isVoid) {
                    UnsafeApi.putLongRelease(null, address, OUTSIDE);
                }
            } finally {
                // The collector does not see that an address is used: without this, the last one to leave could write
                // to memory that went with the domain.
                Reference.reachabilityFence(reader);
            }
        }

        @Override
        public String toString() {
            return "Guard{reader=" + reader.name + '}';
        }
    }
}
