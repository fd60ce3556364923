package dev.covey.engine.table;

import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.NativeMemory;
import java.lang.invoke.VarHandle;

/**
 * What both indexes share: the generation that readers look at, and its replacement by a larger one without a pause.
 *
 * <p>Growth: a generation of double size is built beside the current one, a few lines of it with every write. Readers
 * know nothing of it. The writer changes both: an entry in a line of the current generation that has been copied is
 * changed in both, one in a line that has not been is changed in the current one and copied later. When all lines are
 * copied both hold the same entries, and one store makes the new generation the current one. The old one is never
 * written again and is freed when the readers' epochs have passed.
 *
 * <p>A reader that took the old generation just before the exchange goes on in it, and finds the index as it was at the
 * exchange, a moment within its own call: that is where its answer takes effect. It may find an entry that has been
 * removed since; the record behind that cannot be reclaimed, because the reader has been inside its epoch since before
 * the removal. Every find takes the generation anew, so nobody carries an old one into a later answer. "Before" is the
 * order of happens-before here as everywhere in this package: a reader that learned, by whatever means, of a change
 * made after the exchange also sees the exchange.
 *
 * <p>If there is no memory to grow, entries are accepted as long as there is a free lane within {@link #PROBE_LIMIT}
 * lines, in practice up to 65% to 90% of all lanes. Growth is tried again by {@link #maintain()}.
 *
 * <p>Threading: one writer; only the finds of the subclasses may be called by others.
 */
abstract sealed class GrowingIndex permits NarrowIndex, WideIndex {
    /** Value of a key that is absent. */
    public static final int MISS = -1;

    /**
     * Lines that an entry may be in, its home the first: a bound on every search. An index that grows at five of seven
     * lanes has come to 5.3 of them when it has grown: then one entry in 10^5 finds 32 lines in a row full, but not one
     * in 10^15 finds so many.
     */
    static final int PROBE_LIMIT = 128;

    private static final int MIN_BITS = 12;

    /** From this size on circles have as many lines as the probe limit. */
    private static final int LONG_CIRCLE_BITS = 16;

    private static final int HALVES_IN_SHORT_CIRCLES = 8;

    /** Offsets are ints. */
    private static final int MAX_LENGTH_BITS = 30;

    private static final int COPIED_PER_WRITE = 4;
    private static final int COPIED_PER_MAINTENANCE = 64;
    private static final int CLEARED_PER_COPIED = 16;

    /**
     * The counts, which every insert and remove changes, have cache lines of their own, with the length of two before
     * them and behind: beside the fields that every find reads, each count would cost each reader a miss. What changes
     * only while the index grows stands among those fields.
     */
    private static final int COUNTS_LENGTH = 66;

    /** Entries in the index. */
    private static final int SIZE = 32;

    /** Entries that were removed and are not vacated. */
    private static final int QUARANTINED = 33;

    private final String name;
    private final NativeMemory memory;
    private final EpochDomain epochs;
    private final int circleBits;
    private final int lineShift;
    private final int halvesPerLine;
    private final boolean hasFilters;
    private final int maxEntries;
    private final int maxBits;

    private volatile Generation current;

    private Generation building;
    private int cleared;
    private int copied;
    private int nextBits;
    private int growAt;
    private boolean isRefused;
    private Generation oldestRetired;
    private Generation newestRetired;

    private final int[] counts = new int[COUNTS_LENGTH];

    /**
     * An empty index.
     *
     * @param name for the allocation gate and for errors.
     * @param memory for the generations.
     * @param epochs that say when an old generation has no reader left.
     * @param initialEntries that fit before it grows.
     * @param maxEntries that it ever accepts.
     * @param circleBits of a hash that name the circle of lines around which a search goes.
     * @param lineShift binary logarithm of the length of a line in bytes.
     * @param halvesPerLine twice the entries per line at which it grows.
     * @param hasFilters tell them at once of keys that are absent?
     */
    GrowingIndex(
            final String name,
            final NativeMemory memory,
            final EpochDomain epochs,
            final int initialEntries,
            final int maxEntries,
            final int circleBits,
            final int lineShift,
            final int halvesPerLine,
            final boolean hasFilters) {
        if (initialEntries < 0 || maxEntries < 1 || initialEntries > maxEntries) {
            throw new IllegalArgumentException("entries out of range: index=" + name + ", initialEntries="
                    + initialEntries + ", maxEntries=" + maxEntries);
        }
        this.name = name;
        this.memory = memory;
        this.epochs = epochs;
        this.circleBits = circleBits;
        this.lineShift = lineShift;
        this.halvesPerLine = halvesPerLine;
        this.hasFilters = hasFilters;
        this.maxEntries = maxEntries;
        this.maxBits = Math.min(MAX_LENGTH_BITS - lineShift, bitsFor(maxEntries) + 1);

        final Generation first = reserve(Math.min(bitsFor(initialEntries), maxBits));
        if (first == null) {
            throw new IllegalStateException("no memory: index=" + name + ", initialEntries=" + initialEntries);
        }
        clear(first, 0, first.lineCount);
        enter(first);
    }

    /**
     * Entries in the index. Writer only.
     *
     * @return their number.
     */
    public final int size() {
        return counts[SIZE];
    }

    /**
     * Entries that it ever accepts.
     *
     * @return the limit.
     */
    public final int maxEntries() {
        return maxEntries;
    }

    /**
     * Bytes of all generations: the current one, the one being built, and those that wait for their readers. Writer
     * only.
     *
     * @return bytes.
     */
    public final long bytes() {
        long bytes = current.capacity();
        if (building != null) {
            bytes += building.capacity();
        }
        for (Generation old = oldestRetired; old != null; old = old.retiredNext) {
            bytes += old.capacity();
        }
        return bytes;
    }

    /**
     * Is a larger generation being built? Writer only.
     *
     * @return true until the larger one is in use.
     */
    public final boolean isGrowing() {
        return building != null;
    }

    /**
     * End of a batch of writes: move a growth on, try again one that was refused, and free old generations whose grace
     * period is over. Writer only.
     */
    public final void maintain() {
        if (isRefused) {
            isRefused = false;
        }
        grow(COPIED_PER_MAINTENANCE);
        if (oldestRetired != null) {
            epochs.tryAdvance();
            freeRetired(epochs.epoch());
        }
    }

    /** Copy the entries of one line into a larger generation that nobody reads yet; false if one has no room there. */
    abstract boolean copyLine(Generation from, int line, Generation to);

    /** What the filter of a line has to be, as the entries are. */
    abstract long filterOf(Generation generation, int home);

    /** The generation to look at. */
    final Generation current() {
        // Pairs with the store in enter: whoever sees the generation sees every entry that was copied into it.
        return current;
    }

    /** The generation that has to learn of a change in a line of the current one, or null. */
    final Generation buildingFor(final int line) {
        return line < copied ? building : null;
    }

    /** Every write begins with this. Afterwards the current generation stays what it is until the next write. */
    final void beforeWrite() {
        if (building != null || counts[SIZE] + counts[QUARANTINED] > growAt) {
            grow(COPIED_PER_WRITE);
        }
    }

    final boolean isFull() {
        return counts[SIZE] == maxEntries;
    }

    final void countInserted() {
        counts[SIZE]++;
    }

    final void countRemoved() {
        counts[SIZE]--;
    }

    final void countQuarantined(final int delta) {
        counts[QUARANTINED] += delta;
    }

    final int quarantined() {
        return counts[QUARANTINED];
    }

    /** An entry had no room within the probe limit of the current generation: its hash asks for more homes. */
    final void requestGrowth() {
        growAt = -1;
        beforeWrite();
    }

    /** No entry has room within the probe limit of the generation being built: build a larger one. */
    final void abandonBuilding() {
        nextBits = building.bits + 1;
        // Nobody but the writer has ever seen it.
        memory.free(building.block);
        building = null;
        copied = 0;
    }

    final IllegalStateException present(final String key) {
        return new IllegalStateException("key is in the index already: index=" + name + ", " + key);
    }

    final IllegalStateException absent(final String key) {
        return new IllegalStateException("key is not in the index: index=" + name + ", " + key);
    }

    /** Add to the overflow counts of the lines that an entry passed on its way, or take from them. */
    static void addOverflow(final Generation generation, final int home, final int place, final long delta) {
        for (int offset = home; offset != place; offset = generation.next(offset)) {
            // Pairs with the acquire of headers in finds: a reader that sees the count fall sees the entry gone.
            generation.putLongRelease(offset, LineHeader.withOverflow(generation.getLong(offset), delta));
        }
    }

    /** Let the filter of its home know of an entry that is about to come. */
    static void addToFilter(final Generation generation, final long hash) {
        if (generation.hasFilters) {
            final int offset = generation.filterOffset(generation.home(hash));
            // Pairs with the fence behind the loads in candidates.
            generation.putLongRelease(offset, generation.getLong(offset) | HomeFilter.bits(hash));
        }
    }

    /** Take from the filter of its home what only an entry that has gone needed. */
    final void refilter(final Generation generation, final long hash) {
        if (generation.hasFilters) {
            final int home = generation.home(hash);
            // Pairs with the fence behind the loads in candidates: whoever sees the bits gone sees the entry gone.
            generation.putLongRelease(generation.filterOffset(home), filterOf(generation, home));
        }
    }

    /**
     * Look which keys of a batch may be there.
     *
     * @param scratch with their hashes; receives the positions in the batch of those that may be.
     * @return the number of these. All values are those of a miss.
     */
    static int candidates(
            final Generation generation, final int[] values, final int from, final int n, final FindScratch scratch) {
        final long[] hashes = scratch.hashes;
        final long[] filters = scratch.words;
        final int[] positions = scratch.positions;
        // A loop of its own, and nothing else in it: the fewer instructions, the more cache misses run at once.
        for (int i = 0; i < n; i++) {
            filters[i] = generation.getLong(generation.filterOffset(generation.home(hashes[i])));
        }
        // Pairs with the release of filters: makes the plain loads above acquire.
        VarHandle.acquireFence();
        int candidates = 0;
        for (int i = 0; i < n; i++) {
            values[from + i] = MISS;
            if (HomeFilter.isCandidate(filters[i], hashes[i])) {
                positions[candidates++] = i;
            }
        }
        return candidates;
    }

    private void grow(final int lines) {
        if (building == null && !begin()) {
            return;
        }
        if (cleared < building.lineCount) {
            final int end = Math.min(cleared + CLEARED_PER_COPIED * lines, building.lineCount);
            clear(building, cleared, end);
            cleared = end;
        } else {
            copy(Math.min(copied + lines, current.lineCount));
        }
    }

    private void copy(final int end) {
        while (copied < end) {
            if (!copyLine(current, copied, building)) {
                abandonBuilding();
                return;
            }
            copied++;
        }
        if (end == current.lineCount) {
            exchange();
        }
    }

    private boolean begin() {
        if (counts[SIZE] + counts[QUARANTINED] <= growAt || isRefused || nextBits > maxBits) {
            return false;
        }
        building = reserve(nextBits);
        isRefused = building == null;
        cleared = 0;
        copied = 0;
        return building != null;
    }

    private void clear(final Generation generation, final int from, final int to) {
        for (int line = from; line < to; line++) {
            generation.putLong(line << lineShift, 0L);
            if (generation.hasFilters) {
                generation.putLong(generation.filterOffset(line), 0L);
            }
        }
    }

    private void exchange() {
        final Generation old = current;
        enter(building);
        building = null;
        copied = 0;
        // Quarantined entries were not copied: their lanes went with the old generation.
        counts[QUARANTINED] = 0;

        // After the exchange: a reader that announces a later epoch than this one cannot find the old generation.
        old.retiredEpoch = epochs.epoch();
        if (newestRetired == null) {
            oldestRetired = old;
        } else {
            newestRetired.retiredNext = old;
        }
        newestRetired = old;
    }

    private void enter(final Generation generation) {
        // Pairs with the load in current(): all that was written to the generation is visible before it is.
        current = generation;
        nextBits = generation.bits + 1;
        growAt = entriesAt(generation.bits);
    }

    private void freeRetired(final long epoch) {
        while (oldestRetired != null && epoch - oldestRetired.retiredEpoch >= EpochDomain.GRACE_EPOCHS) {
            memory.free(oldestRetired.block);
            oldestRetired = oldestRetired.retiredNext;
        }
        if (oldestRetired == null) {
            newestRetired = null;
        }
    }

    private Generation reserve(final int bits) {
        final int lineLength = 1 << lineShift;
        final NativeMemory.Block block = memory.reserve(name, Generation.lengthBytes(bits, lineLength, hasFilters));
        return block == null ? null : new Generation(block, bits, circleBits, lineLength, hasFilters);
    }

    /**
     * Small indexes have one entry per line, or two, so that writes disturb few reads. The next sizes have four at
     * most: a circle shorter than the probe limit would be full now and then with more.
     */
    private int entriesAt(final int bits) {
        final int halves =
                bits < LONG_CIRCLE_BITS ? Math.min(HALVES_IN_SHORT_CIRCLES, 2 << (bits - MIN_BITS)) : halvesPerLine;
        return Math.min(halves, halvesPerLine) << (bits - 1);
    }

    private int bitsFor(final int entries) {
        int bits = MIN_BITS;
        while (bits < MAX_LENGTH_BITS - lineShift && entriesAt(bits) < entries) {
            bits++;
        }
        return bits;
    }
}
