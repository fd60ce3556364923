package dev.covey.engine.table;

import static dev.covey.engine.table.LineHeader.FIVE_LANES;
import static dev.covey.engine.table.LineHeader.ONE_OVERFLOW;
import static dev.covey.engine.table.WideSlot.LINE_SHIFT;

import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.NativeMemory;

/**
 * Concurrent map from an owner and a 128-bit address to a value, off-heap, keys inline.
 *
 * <p><b>Memory order.</b> The header is the truth: an entry is in the index while its tag is in the header. A slot is
 * written before its tag is released, and after {@link #remove} took the tag away it stays as it is, quarantined, until
 * {@link #vacate}. That is called when the grace period of the record behind the entry is over; by then every reader
 * that may have seen the tag has left its epoch. So the key that a reader finds in a slot whose tag it saw is whole and
 * never changes, and there is nothing to check again; the value changes by one store, if at all. Then
 *
 * <ul>
 *   <li>a hit is right when the header is read: the entry was in the index then;
 *   <li>a miss has seen, for each line where the key may be, a moment when it was not there. As entries never move, a
 *       key that was in the index during the whole find would have been seen in its place, so there was a moment within
 *       the find when the key was absent. Lines count the entries that passed them from before the tag is set until the
 *       slot is vacated, so the search never ends before the place of an entry;
 *   <li>whoever learned of a hit or miss finds the same or a later state, as every store to a header releases what the
 *       writer did before and every load acquires.
 * </ul>
 *
 * <p>What a find that runs beside the exchange of generations sees is argued in the superclass. Quarantined entries are
 * not carried over: in the new generation no reader has seen their tags.
 *
 * <p>Threading: one writer; finds on any thread inside an epoch, or on the writer's.
 */
public final class WideIndex extends GrowingIndex {
    private static final int HALVES_PER_LINE = 5;

    private static final int NO_ROOM = -1;
    private static final int ABSENT = -1;

    private final WideHash hash;

    /**
     * An empty index.
     *
     * @param name for the allocation gate and for errors.
     * @param memory for the lines.
     * @param epochs of its readers.
     * @param initialEntries that fit before it grows, 0 to {@code maxEntries}.
     * @param maxEntries that it accepts, positive.
     * @param seed of the hash; a secret where others choose the keys.
     * @param isForReaders do readers ask it, too? Then it has filters for keys that are absent: these cost less, and
     *     the index more memory.
     * @throws IllegalStateException if there is no memory for the initial lines.
     */
    public WideIndex(
            final String name,
            final NativeMemory memory,
            final EpochDomain epochs,
            final int initialEntries,
            final int maxEntries,
            final long seed,
            final boolean isForReaders) {
        super(name, memory, epochs, initialEntries, maxEntries, 0, LINE_SHIFT, HALVES_PER_LINE, isForReaders);
        hash = new WideHash(seed);
    }

    /**
     * Find the value of a key. Any thread inside an epoch.
     *
     * @param owner of the address.
     * @param high half of the address.
     * @param low half of the address.
     * @return the value, or {@link #MISS}.
     */
    public int find(final int owner, final long high, final long low) {
        final Generation generation = current();
        final long hashed = hash.hash(owner, high, low);
        final int home = homeOffset(generation, hashed);
        // Pairs with the release of headers in put, remove and addOverflow.
        return match(generation, hashed, home, generation.getLongAcquire(home), owner, high, low);
    }

    /**
     * Find the values of a batch of keys: their memory accesses overlap. Any thread inside an epoch.
     *
     * @param owners of the addresses: handles, or the slots in them.
     * @param addresses to find, two longs each.
     * @param values out: the value of each key, or {@link #MISS}.
     * @param from place of the first key and its value.
     * @param n number of keys, 0 to {@link FindScratch#BATCH_LIMIT}.
     * @param scratch of the calling thread.
     */
    public void find(
            final long[] owners,
            final long[] addresses,
            final int[] values,
            final int from,
            final int n,
            final FindScratch scratch) {
        FindScratch.check(n);
        if (n == 0) {
            return;
        }
        final Generation generation = current();
        final long[] hashes = scratch.hashes;
        for (int i = 0; i < n; i++) {
            final int k = from + i;
            hashes[i] = hash.hash(Handle.slot(owners[k]), addresses[2 * k], addresses[2 * k + 1]);
        }
        final int found = scratch.isWideMissing && generation.hasFilters
                ? WideBatch.findFew(generation, owners, addresses, values, from, n, scratch)
                : WideBatch.findMost(generation, owners, addresses, values, from, n, scratch);
        scratch.isWideMissing = FindScratch.isMostlyMissing(found, n);
    }

    /**
     * Add an entry. Writer only.
     *
     * @param owner of the address.
     * @param high half of the address.
     * @param low half of the address; the key is absent.
     * @param value of the key, not negative.
     * @return false, and nothing is changed, if the index holds its maximum of entries or cannot grow now.
     * @throws IllegalStateException if the key is present.
     */
    public boolean insert(final int owner, final long high, final long low, final int value) {
        if (value < 0) {
            throw new IllegalArgumentException("entry out of range: value=" + value);
        }
        if (isFull()) {
            return false;
        }
        beforeWrite();
        final Generation generation = current();
        final long hashed = hash.hash(owner, high, low);
        final int place = vacancy(generation, hashed, owner, high, low);
        if (place == NO_ROOM) {
            requestGrowth();
            return false;
        }
        final Generation building = buildingFor(place >> LINE_SHIFT);
        if (building != null && !insertInto(building, hashed, owner, high, low, value)) {
            abandonBuilding();
        }
        put(generation, hashed, place, owner, high, low, value);
        countInserted();
        return true;
    }

    /**
     * Give an entry another value, for readers at one instant. Writer only.
     *
     * @param owner of the address.
     * @param high half of the address.
     * @param low half of the address.
     * @param value of the key from now on, not negative.
     * @throws IllegalStateException if the key is absent.
     */
    public void replace(final int owner, final long high, final long low, final int value) {
        if (value < 0) {
            throw new IllegalArgumentException("entry out of range: value=" + value);
        }
        final Generation generation = current();
        final long hashed = hash.hash(owner, high, low);
        final int place = locate(generation, hashed, owner, high, low);
        if (place == ABSENT) {
            throw absent(describe(owner, high, low));
        }
        final Generation building = buildingFor(place >> LINE_SHIFT);
        if (building != null) {
            WideSlot.replace(building, locate(building, hashed, owner, high, low), owner, value);
        }
        WideSlot.replace(generation, place, owner, value);
    }

    /**
     * Remove an entry. Readers no longer find it; its slot stays in quarantine until {@link #vacate}. Writer only.
     *
     * @param owner of the address.
     * @param high half of the address.
     * @param low half of the address.
     * @return false if the key is absent.
     */
    public boolean remove(final int owner, final long high, final long low) {
        beforeWrite();
        final Generation generation = current();
        final long hashed = hash.hash(owner, high, low);
        final int place = locate(generation, hashed, owner, high, low);
        if (place == ABSENT) {
            return false;
        }
        final Generation building = buildingFor(place >> LINE_SHIFT);
        if (building != null) {
            // No reader has seen this slot: no quarantine.
            free(building, hashed, locate(building, hashed, owner, high, low));
            refilter(building, hashed);
        }
        final int line = WideSlot.line(place);
        // Pairs with the acquire of the header in probe. From here on the entry is not in the index.
        generation.putLongRelease(line, LineHeader.withQuarantine(generation.getLong(line), WideSlot.lane(place)));
        refilter(generation, hashed);
        countRemoved();
        countQuarantined(1);
        return true;
    }

    /**
     * End the quarantine of an entry that was removed, when no reader can be inside any more that has seen it. Does
     * nothing if there is none, as is the case when the index has grown since. Writer only.
     *
     * @param owner of the address.
     * @param high half of the address.
     * @param low half of the address.
     * @param value that the entry had.
     */
    public void vacate(final int owner, final long high, final long low, final int value) {
        beforeWrite();
        if (quarantined() == 0) {
            return;
        }
        final Generation generation = current();
        final long hashed = hash.hash(owner, high, low);
        int line = homeOffset(generation, hashed);
        for (int i = 0; i < PROBE_LIMIT; i++, line = generation.next(line)) {
            final long header = generation.getLong(line);
            long lanes = LineHeader.quarantined(header, FIVE_LANES);
            for (; lanes != 0; lanes = LineHeader.withoutFirst(lanes)) {
                final int slot = line + WideSlot.offset(lanes);
                if (WideSlot.isKey(generation, slot, owner, high, low) && WideSlot.value(generation, slot) == value) {
                    free(generation, hashed, slot);
                    countQuarantined(-1);
                    return;
                }
            }
            if (!LineHeader.hasOverflow(header)) {
                return;
            }
        }
    }

    /**
     * Visit all entries but those in quarantine. Writer only.
     *
     * @param visitor called with each; it must not change the index.
     */
    public void forEach(final Visitor visitor) {
        final Generation generation = current();
        for (int line = 0; line < generation.lineCount; line++) {
            final int offset = line << LINE_SHIFT;
            long lanes = LineHeader.inUse(generation.getLong(offset), FIVE_LANES);
            for (; lanes != 0; lanes = LineHeader.withoutFirst(lanes)) {
                final int slot = offset + WideSlot.offset(lanes);
                visitor.onEntry(
                        WideSlot.owner(generation, slot),
                        WideSlot.high(generation, slot),
                        WideSlot.low(generation, slot),
                        WideSlot.value(generation, slot));
            }
        }
    }

    @Override
    boolean copyLine(final Generation from, final int line, final Generation to) {
        final int offset = line << LINE_SHIFT;
        long lanes = LineHeader.inUse(from.getLong(offset), FIVE_LANES);
        for (; lanes != 0; lanes = LineHeader.withoutFirst(lanes)) {
            final int slot = offset + WideSlot.offset(lanes);
            final int owner = WideSlot.owner(from, slot);
            final long high = WideSlot.high(from, slot);
            final long low = WideSlot.low(from, slot);
            if (!insertInto(to, hash.hash(owner, high, low), owner, high, low, WideSlot.value(from, slot))) {
                return false;
            }
        }
        return true;
    }

    static int match(
            final Generation generation,
            final long hashed,
            final int line,
            final long header,
            final int owner,
            final long high,
            final long low) {
        final long lanes = LineHeader.matches(header, LineHeader.tags(hashed), FIVE_LANES);
        if (lanes != 0) {
            final int slot = line + WideSlot.offset(lanes);
            if (WideSlot.isKey(generation, slot, owner, high, low)) {
                return WideSlot.valueAcquire(generation, slot);
            }
        } else if (!LineHeader.hasOverflow(header)) {
            return MISS;
        }
        return probe(generation, hashed, owner, high, low);
    }

    static int probe(final Generation generation, final long hashed, final int owner, final long high, final long low) {
        final long tags = LineHeader.tags(hashed);
        int line = homeOffset(generation, hashed);
        for (int i = 0; i < PROBE_LIMIT; i++, line = generation.next(line)) {
            // Pairs with the release of the header in put: the slots of the tags it has are visible, and what their
            // values name.
            final long header = generation.getLongAcquire(line);
            long lanes = LineHeader.matches(header, tags, FIVE_LANES);
            for (; lanes != 0; lanes = LineHeader.withoutFirst(lanes)) {
                final int slot = line + WideSlot.offset(lanes);
                if (WideSlot.isKey(generation, slot, owner, high, low)) {
                    return WideSlot.valueAcquire(generation, slot);
                }
            }
            if (!LineHeader.hasOverflow(header)) {
                return MISS;
            }
        }
        return MISS;
    }

    /** Offset of the slot that holds a key, or ABSENT. */
    private static int locate(
            final Generation generation, final long hashed, final int owner, final long high, final long low) {
        final long tags = LineHeader.tags(hashed);
        int line = homeOffset(generation, hashed);
        for (int i = 0; i < PROBE_LIMIT; i++, line = generation.next(line)) {
            final long header = generation.getLong(line);
            final int slot = slotIn(generation, line, LineHeader.matches(header, tags, FIVE_LANES), owner, high, low);
            if (slot != ABSENT || !LineHeader.hasOverflow(header)) {
                return slot;
            }
        }
        return ABSENT;
    }

    /** Offset of the first free slot for a key, or NO_ROOM; the same pass makes sure that the key is absent. */
    private int vacancy(
            final Generation generation, final long hashed, final int owner, final long high, final long low) {
        final long tags = LineHeader.tags(hashed);
        int line = homeOffset(generation, hashed);
        int place = NO_ROOM;
        boolean isAbsent = false;
        for (int i = 0; i < PROBE_LIMIT && !(isAbsent && place != NO_ROOM); i++, line = generation.next(line)) {
            final long header = generation.getLong(line);
            if (!isAbsent) {
                if (slotIn(generation, line, LineHeader.matches(header, tags, FIVE_LANES), owner, high, low)
                        != ABSENT) {
                    throw present(describe(owner, high, low));
                }
                isAbsent = !LineHeader.hasOverflow(header);
            }
            final long free = LineHeader.free(header, FIVE_LANES);
            if (place == NO_ROOM && free != 0) {
                place = line + WideSlot.offset(free);
            }
        }
        return place;
    }

    private static int slotIn(
            final Generation generation,
            final int line,
            final long candidates,
            final int owner,
            final long high,
            final long low) {
        for (long lanes = candidates; lanes != 0; lanes = LineHeader.withoutFirst(lanes)) {
            final int slot = line + WideSlot.offset(lanes);
            if (WideSlot.isKey(generation, slot, owner, high, low)) {
                return slot;
            }
        }
        return ABSENT;
    }

    private boolean insertInto(
            final Generation generation,
            final long hashed,
            final int owner,
            final long high,
            final long low,
            final int value) {
        final int place = vacancy(generation, hashed, owner, high, low);
        if (place != NO_ROOM) {
            put(generation, hashed, place, owner, high, low, value);
        }
        return place != NO_ROOM;
    }

    private static void put(
            final Generation generation,
            final long hashed,
            final int place,
            final int owner,
            final long high,
            final long low,
            final int value) {
        final int line = WideSlot.line(place);
        WideSlot.write(generation, place, owner, high, low, value);
        addToFilter(generation, hashed);
        addOverflow(generation, homeOffset(generation, hashed), line, ONE_OVERFLOW);
        // Pairs with the acquire of the header in probe. From here on the entry is in the index.
        generation.putLongRelease(
                line, LineHeader.withTag(generation.getLong(line), WideSlot.lane(place), LineHeader.tag(hashed)));
    }

    /** Free a slot that no reader looks at. */
    private static void free(final Generation generation, final long hashed, final int place) {
        final int line = WideSlot.line(place);
        // Pairs with the acquire of the header in probe, for the sake of the other lanes.
        generation.putLongRelease(line, LineHeader.withFree(generation.getLong(line), WideSlot.lane(place)));
        addOverflow(generation, homeOffset(generation, hashed), line, -ONE_OVERFLOW);
    }

    @Override
    long filterOf(final Generation generation, final int home) {
        long filter = 0;
        int line = home << LINE_SHIFT;
        for (int i = 0; i < PROBE_LIMIT; i++, line = generation.next(line)) {
            final long header = generation.getLong(line);
            long lanes = LineHeader.inUse(header, FIVE_LANES);
            for (; lanes != 0; lanes = LineHeader.withoutFirst(lanes)) {
                final int slot = line + WideSlot.offset(lanes);
                final long hashed = hash.hash(
                        WideSlot.owner(generation, slot),
                        WideSlot.high(generation, slot),
                        WideSlot.low(generation, slot));
                filter |= generation.home(hashed) == home ? HomeFilter.bits(hashed) : 0;
            }
            if (!LineHeader.hasOverflow(header)) {
                break;
            }
        }
        return filter;
    }

    private static String describe(final int owner, final long high, final long low) {
        return "owner=" + owner + ", high=" + Long.toHexString(high) + ", low=" + Long.toHexString(low);
    }

    static int homeOffset(final Generation generation, final long hashed) {
        return generation.home(hashed) << LINE_SHIFT;
    }

    /** Told of every entry. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * An entry.
         *
         * @param owner of the address.
         * @param high half of the address.
         * @param low half of the address.
         * @param value of the key.
         */
        void onEntry(int owner, long high, long low, int value);
    }
}
