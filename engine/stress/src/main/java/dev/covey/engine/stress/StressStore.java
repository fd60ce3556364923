package dev.covey.engine.stress;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.memory.OwnedLink;
import dev.covey.engine.memory.RecordLayout;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.SingleWriter;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.table.NarrowIndex;
import java.lang.ref.Cleaner;

/** A store of owners and filters with one live owner, as small as it can be, for one sample of a stress test. */
public final class StressStore {
    /** Offset of the value in a filter. */
    public static final int VALUE_OFFSET = RecordLayout.BODY_OFFSET;

    /** How often a reader reads one value, or asks one question, of a sample. */
    public static final int LOOKS = 40;

    /** Value of the filter that the owner begins with. */
    public static final long FIRST_VALUE = 41;

    private static final int OWNER = 1;
    private static final int FILTER = 2;
    private static final int FILTER_HANDLE_OFFSET = RecordLayout.BODY_OFFSET;
    private static final int CAPACITY = 2;
    private static final long SEED = 5;
    private static final Cleaner CLEANER = Cleaner.create();
    private static final RecordLayout OWNER_LAYOUT = new RecordLayout(OWNER, "owner", 64, FILTER_HANDLE_OFFSET);
    private static final RecordLayout FILTER_LAYOUT = new RecordLayout(FILTER, "filter", 64);

    private final EpochDomain epochs = new EpochDomain(1);
    private final EpochDomain.Reader reader = epochs.openReader("reader");
    private final NativeMemory memory;
    private final RecordStore store;
    private final Slab filters;
    private final OwnedLink link;
    private final int ownerSlot;
    private final long firstFilter;

    /** A store whose writer is the first thread that changes it. */
    public StressStore() {
        memory = new NativeMemory(AllocationGate.OPEN);
        final NativeMemory owned = memory;
        CLEANER.register(this, owned::close);
        final SingleWriter writer = new SingleWriter();
        store = new RecordStore(epochs, writer);
        store.add(new Slab(OWNER_LAYOUT, CAPACITY, memory, AllocationGate.OPEN));
        filters = store.add(new Slab(FILTER_LAYOUT, CAPACITY, memory, AllocationGate.OPEN));
        link = new OwnedLink(store, OWNER, FILTER_HANDLE_OFFSET);
        try (Lease owner = store.allocate(OWNER);
                Lease filter = store.allocate(FILTER)) {
            fill(filter.slot(), FIRST_VALUE);
            store.publish(filter);
            ownerSlot = owner.slot();
            firstFilter = filter.handle();
            link.move(filter, ownerSlot);
            store.publish(owner);
        }
        writer.release();
    }

    /**
     * An index whose word names the filter that the owner begins with.
     *
     * @param key of the word.
     * @return the index.
     */
    public NarrowIndex indexOfFirstFilter(final long key) {
        final NarrowIndex index = new NarrowIndex("words", memory, epochs, 1, 1, SEED, false);
        index.insert(key, Handle.slot(firstFilter));
        return index;
    }

    /**
     * Read a filter's value.
     *
     * @param slot of the filter.
     * @return the value.
     */
    public long value(final int slot) {
        return filters.buffer().getLong(filters.offset(slot) + VALUE_OFFSET);
    }

    /**
     * Read a filter's value, and stay a while.
     *
     * @param slot of the filter.
     * @param expected while nothing goes wrong.
     * @return the first value that is another, else the expected one.
     */
    public long dwell(final int slot, final long expected) {
        for (int i = 0; i < LOOKS; i++) {
            final long value = filters.buffer().getLongVolatile(filters.offset(slot) + VALUE_OFFSET);
            if (value != expected) {
                return value;
            }
        }
        return expected;
    }

    /**
     * Write a filter's value.
     *
     * @param slot of the filter.
     * @param value to write.
     */
    public void fill(final int slot, final long value) {
        filters.buffer().putLong(filters.offset(slot) + VALUE_OFFSET, value);
    }

    public EpochDomain.Reader reader() {
        return reader;
    }

    public RecordStore store() {
        return store;
    }

    public Slab filters() {
        return filters;
    }

    public OwnedLink link() {
        return link;
    }

    public int ownerSlot() {
        return ownerSlot;
    }

    public long firstFilter() {
        return firstFilter;
    }

    public int filterKind() {
        return FILTER;
    }
}
