package dev.covey.engine.table;

import static dev.covey.engine.table.LineHeader.ONE_OVERFLOW;
import static dev.covey.engine.table.LineHeader.SEVEN_LANES;
import static dev.covey.engine.table.NarrowWord.LINE_SHIFT;

import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.NativeMemory;
import java.lang.invoke.VarHandle;

/**
 * Concurrent map from 48-bit keys to 25-bit values, off-heap, one cache line for most answers.
 *
 * <p>The key is compared exactly although it is not stored whole: its permuted form (see {@link KeyPermutation}) is a
 * bijection, part of it is in the word, and the place of the word tells the rest (see {@link NarrowWord}).
 *
 * <p><b>Memory order.</b> The word is the truth: an entry is in the index exactly while its word holds it. Around that
 * time its tag is in the header and it is counted by the lines it passed: insert sets these first and the word last,
 * remove empties the word first. So
 *
 * <ul>
 *   <li>a hit is right when the word is read, whatever became of the header since that was read: a lane that was reused
 *       meanwhile holds a word of another key, or the same key put in anew;
 *   <li>a miss has seen, for each place where the key may be, a moment when it was not there. As entries never move, a
 *       key that was in the index during the whole find would have been seen in its place. So there was a moment within
 *       the find when the key was absent;
 *   <li>whoever learned of a hit or miss finds the same or a later state, as every store of the writer releases those
 *       before it and every load acquires.
 * </ul>
 *
 * <p>What a find that runs beside the exchange of generations sees is argued in the superclass.
 *
 * <p>Threading: one writer; finds on any thread inside an epoch, or on the writer's.
 */
public final class NarrowIndex extends GrowingIndex {
    /** Largest key. */
    public static final long MAX_KEY = (1L << KeyPermutation.KEY_BITS) - 1;

    /** Largest value. */
    public static final int MAX_VALUE = NarrowWord.MAX_VALUE;

    private static final int HALVES_PER_LINE = 8;
    private static final int WRITER_HALVES_PER_LINE = 10;
    private static final int NO_ROOM = -1;
    private static final int ABSENT = -1;

    private final KeyPermutation permutation;

    /**
     * An empty index.
     *
     * @param name for the allocation gate and for errors.
     * @param memory for the lines.
     * @param epochs of its readers.
     * @param initialEntries that fit before it grows, 0 to {@code maxEntries}.
     * @param maxEntries that it accepts, positive.
     * @param seed of the permutation of keys; a secret where others choose the keys.
     * @param isForReaders do readers ask it, too? Then its lines are emptier, and it has filters for keys that are
     *     absent: what is found and what is not costs less, and the index more memory.
     * @throws IllegalStateException if there is no memory for the initial lines.
     */
    public NarrowIndex(
            final String name,
            final NativeMemory memory,
            final EpochDomain epochs,
            final int initialEntries,
            final int maxEntries,
            final long seed,
            final boolean isForReaders) {
        super(
                name,
                memory,
                epochs,
                initialEntries,
                maxEntries,
                NarrowWord.CIRCLE_BITS,
                LINE_SHIFT,
                isForReaders ? HALVES_PER_LINE : WRITER_HALVES_PER_LINE,
                isForReaders);
        permutation = new KeyPermutation(seed);
    }

    /**
     * Find the value of a key. Any thread inside an epoch.
     *
     * @param key to find, 0 to {@link #MAX_KEY}; others are not found.
     * @return its value, or {@link #MISS}.
     */
    public int find(final long key) {
        return KeyPermutation.isKey(key) ? findKey(key) : MISS;
    }

    /** Find the value of what is a key. */
    int findKey(final long key) {
        final long permuted = permutation.permute(key);
        final Generation generation = current();
        final int home = homeOffset(generation, permuted);
        // Pairs with the release of headers in put, clear and addOverflow.
        return match(generation, permuted, home, generation.getLongAcquire(home));
    }

    /**
     * Find the values of a batch of keys: their memory accesses overlap. Any thread inside an epoch.
     *
     * @param keys to find, each 0 to {@link #MAX_KEY}: nobody looks. Of another only the low bits that a key has count,
     *     so it may be found with the value of that key.
     * @param values out: the value of each key, or {@link #MISS}.
     * @param from place of the first value.
     * @param n number of keys, 0 to {@link FindScratch#BATCH_LIMIT}.
     * @param scratch of the calling thread.
     */
    public void find(final long[] keys, final int[] values, final int from, final int n, final FindScratch scratch) {
        FindScratch.check(n);
        if (n == 0) {
            return;
        }
        final Generation generation = current();
        final long[] hashes = scratch.hashes;
        // Loops of one kind of arithmetic: the compiler makes vectors of them.
        for (int i = 0; i < n; i++) {
            hashes[i] = permutation.permute(keys[i]);
        }
        final int found = scratch.isNarrowMissing && generation.hasFilters
                ? findFew(generation, values, from, n, scratch)
                : findMost(generation, values, from, n, scratch);
        scratch.isNarrowMissing = FindScratch.isMostlyMissing(found, n);
    }

    /** The values of keys that are expected to be there: their lines are looked at once. */
    private static int findMost(
            final Generation generation, final int[] values, final int from, final int n, final FindScratch scratch) {
        final long[] hashes = scratch.hashes;
        final long[] headers = scratch.headers;
        final long[] candidates = scratch.candidates;
        // A loop of its own, and nothing else in it: the fewer instructions, the more cache misses run at once.
        for (int i = 0; i < n; i++) {
            headers[i] = generation.getLong(homeOffset(generation, hashes[i]));
        }
        // Pairs with the release of headers: makes the plain loads above acquire.
        VarHandle.acquireFence();
        for (int i = 0; i < n; i++) {
            candidates[i] = LineHeader.matches(headers[i], LineHeader.tags(hashes[i]), SEVEN_LANES);
        }
        int found = n;
        for (int i = 0; i < n; i++) {
            final int value = resolve(generation, hashes[i], headers[i], candidates[i]);
            values[from + i] = value;
            // One less for a miss, which is -1.
            found += value >> (Integer.SIZE - 1);
        }
        return found;
    }

    /** The values of keys that are expected to be absent: mostly their homes' filters say so, and no line is read. */
    private static int findFew(
            final Generation generation, final int[] values, final int from, final int n, final FindScratch scratch) {
        final long[] hashes = scratch.hashes;
        final int[] positions = scratch.positions;
        final int candidates = candidates(generation, values, from, n, scratch);
        final long[] headers = scratch.headers;
        for (int k = 0; k < candidates; k++) {
            headers[k] = generation.getLong(homeOffset(generation, hashes[positions[k]]));
        }
        // Pairs with the release of headers: makes the plain loads above acquire.
        VarHandle.acquireFence();
        int found = candidates;
        for (int k = 0; k < candidates; k++) {
            final int i = positions[k];
            final int value = match(generation, hashes[i], homeOffset(generation, hashes[i]), headers[k]);
            values[from + i] = value;
            found += value >> (Integer.SIZE - 1);
        }
        return found;
    }

    /**
     * Add an entry. Writer only.
     *
     * @param key to add, 0 to {@link #MAX_KEY}; absent.
     * @param value of the key, 0 to {@link #MAX_VALUE}.
     * @return false, and nothing is changed, if the index holds its maximum of entries or cannot grow now.
     * @throws IllegalStateException if the key is present.
     */
    public boolean insert(final long key, final int value) {
        if (!KeyPermutation.isKey(key) || value < 0 || value > MAX_VALUE) {
            throw new IllegalArgumentException("entry out of range: key=" + key + ", value=" + value);
        }
        if (isFull()) {
            return false;
        }
        beforeWrite();
        final Generation generation = current();
        final long permuted = permutation.permute(key);
        final int place = vacancy(generation, permuted);
        if (place == NO_ROOM) {
            requestGrowth();
            return false;
        }
        final long word = NarrowWord.of(permuted, value);
        final Generation building = buildingFor(place >> LINE_SHIFT);
        if (building != null && !insertInto(building, permuted, word)) {
            abandonBuilding();
        }
        put(generation, permuted, place, word);
        countInserted();
        return true;
    }

    /**
     * Give an entry another value, for readers at one instant. Writer only.
     *
     * @param key of the entry.
     * @param value of the key from now on, 0 to {@link #MAX_VALUE}.
     * @throws IllegalStateException if the key is absent.
     */
    public void replace(final long key, final int value) {
        if (value < 0 || value > MAX_VALUE) {
            throw new IllegalArgumentException("entry out of range: key=" + key + ", value=" + value);
        }
        final Generation generation = current();
        final long permuted = permutation.permute(key);
        final int place = KeyPermutation.isKey(key) ? locate(generation, permuted) : ABSENT;
        if (place == ABSENT) {
            throw absent("key=" + key);
        }
        final long word = NarrowWord.of(permuted, value);
        final Generation building = buildingFor(place >> LINE_SHIFT);
        if (building != null) {
            building.putLong(locate(building, permuted), word);
        }
        // Pairs with the acquire of the word in probe: what the new value names is visible.
        generation.putLongRelease(place, word);
    }

    /**
     * Remove an entry. Writer only. What its value names must stay readable for a grace period.
     *
     * @param key to remove.
     * @return false if it is absent.
     */
    public boolean remove(final long key) {
        if (!KeyPermutation.isKey(key)) {
            return false;
        }
        beforeWrite();
        final Generation generation = current();
        final long permuted = permutation.permute(key);
        final int place = locate(generation, permuted);
        if (place == ABSENT) {
            return false;
        }
        final Generation building = buildingFor(place >> LINE_SHIFT);
        if (building != null) {
            clear(building, permuted, locate(building, permuted));
        }
        clear(generation, permuted, place);
        countRemoved();
        return true;
    }

    /**
     * Visit all entries. Writer only.
     *
     * @param visitor called with each; it must not change the index.
     */
    public void forEach(final Visitor visitor) {
        final Generation generation = current();
        for (int line = 0; line < generation.lineCount; line++) {
            final int offset = line << LINE_SHIFT;
            long lanes = LineHeader.inUse(generation.getLong(offset), SEVEN_LANES);
            for (; lanes != 0; lanes = LineHeader.withoutFirst(lanes)) {
                final long word = generation.getLong(offset + NarrowWord.offset(lanes));
                visitor.onEntry(
                        permutation.restore(NarrowWord.permuted(generation, line, word)), NarrowWord.value(word));
            }
        }
    }

    @Override
    boolean copyLine(final Generation from, final int line, final Generation to) {
        final int offset = line << LINE_SHIFT;
        long lanes = LineHeader.inUse(from.getLong(offset), SEVEN_LANES);
        for (; lanes != 0; lanes = LineHeader.withoutFirst(lanes)) {
            final long word = from.getLong(offset + NarrowWord.offset(lanes));
            if (!insertInto(to, NarrowWord.permuted(from, line, word), word)) {
                return false;
            }
        }
        return true;
    }

    /** Most searches end here: at the first candidate of the home line, or without any. */
    static int match(final Generation generation, final long permuted, final int home, final long header) {
        final long lanes = LineHeader.matches(header, LineHeader.tags(permuted), SEVEN_LANES);
        if (lanes != 0) {
            // Pairs with the release of the word in put: what the value names is visible.
            final long word = generation.getLongAcquire(home + NarrowWord.offset(lanes));
            final long difference = word ^ NarrowWord.remainder(permuted);
            if (NarrowWord.isValue(difference)) {
                return (int) difference;
            }
        } else if (!LineHeader.hasOverflow(header)) {
            return MISS;
        }
        return probe(generation, permuted);
    }

    /** The same for a key of a batch. Its loop is faster with a method of its own that works out the home. */
    private static int resolve(final Generation generation, final long permuted, final long header, final long lanes) {
        if (lanes != 0) {
            final int home = homeOffset(generation, permuted);
            // Pairs with the release of the word in put: what the value names is visible.
            final long word = generation.getLongAcquire(home + NarrowWord.offset(lanes));
            final long difference = word ^ NarrowWord.remainder(permuted);
            if (NarrowWord.isValue(difference)) {
                return (int) difference;
            }
        } else if (!LineHeader.hasOverflow(header)) {
            return MISS;
        }
        return probe(generation, permuted);
    }

    private static int probe(final Generation generation, final long permuted) {
        final long remainder = NarrowWord.remainder(permuted);
        int line = homeOffset(generation, permuted);
        for (int i = 0; i < PROBE_LIMIT; i++, line = generation.next(line)) {
            // Pairs with the release of headers in put, clear and addOverflow.
            final long header = generation.getLongAcquire(line);
            long lanes = LineHeader.matches(header, LineHeader.tags(permuted), SEVEN_LANES);
            for (; lanes != 0; lanes = LineHeader.withoutFirst(lanes)) {
                // Pairs with the release of the word in put: what the value names is visible.
                final long difference = generation.getLongAcquire(line + NarrowWord.offset(lanes)) ^ remainder;
                if (NarrowWord.isValue(difference)) {
                    return (int) difference;
                }
            }
            if (!LineHeader.hasOverflow(header)) {
                return MISS;
            }
        }
        return MISS;
    }

    /** Offset of the word that holds a key, or ABSENT. */
    private static int locate(final Generation generation, final long permuted) {
        int line = homeOffset(generation, permuted);
        for (int i = 0; i < PROBE_LIMIT; i++, line = generation.next(line)) {
            final long header = generation.getLong(line);
            final int place = placeIn(generation, line, header, permuted);
            if (place != ABSENT || !LineHeader.hasOverflow(header)) {
                return place;
            }
        }
        return ABSENT;
    }

    /** Offset of the word of a line that holds a key, or ABSENT. */
    private static int placeIn(final Generation generation, final int line, final long header, final long permuted) {
        final long remainder = NarrowWord.remainder(permuted);
        long lanes = LineHeader.matches(header, LineHeader.tags(permuted), SEVEN_LANES);
        for (; lanes != 0; lanes = LineHeader.withoutFirst(lanes)) {
            final int place = line + NarrowWord.offset(lanes);
            if (NarrowWord.isValue(generation.getLong(place) ^ remainder)) {
                return place;
            }
        }
        return ABSENT;
    }

    /** Offset of the first free word for a key, or NO_ROOM; the same pass makes sure that the key is absent. */
    private int vacancy(final Generation generation, final long permuted) {
        int line = homeOffset(generation, permuted);
        int vacant = NO_ROOM;
        boolean isAbsent = false;
        for (int i = 0; i < PROBE_LIMIT && !(isAbsent && vacant != NO_ROOM); i++, line = generation.next(line)) {
            final long header = generation.getLong(line);
            if (!isAbsent) {
                if (placeIn(generation, line, header, permuted) != ABSENT) {
                    throw present("key=" + permutation.restore(permuted));
                }
                isAbsent = !LineHeader.hasOverflow(header);
            }
            final long free = LineHeader.free(header, SEVEN_LANES);
            if (vacant == NO_ROOM && free != 0) {
                vacant = line + NarrowWord.offset(free);
            }
        }
        return vacant;
    }

    private boolean insertInto(final Generation generation, final long permuted, final long word) {
        final int place = vacancy(generation, permuted);
        if (place != NO_ROOM) {
            put(generation, permuted, place, word);
        }
        return place != NO_ROOM;
    }

    private static void put(final Generation generation, final long permuted, final int place, final long word) {
        final int line = NarrowWord.line(place);
        addToFilter(generation, permuted);
        addOverflow(generation, homeOffset(generation, permuted), line, ONE_OVERFLOW);
        // A lane that was never used holds anything.
        generation.putLong(place, NarrowWord.EMPTY);
        // Pairs with the acquire of the header in probe: whoever sees the tag sees the word empty, or what it became.
        generation.putLongRelease(
                line, LineHeader.withTag(generation.getLong(line), NarrowWord.lane(place), LineHeader.tag(permuted)));
        // Pairs with the acquire of the word in probe. From here on the entry is in the index.
        generation.putLongRelease(place, word);
    }

    private void clear(final Generation generation, final long permuted, final int place) {
        final int line = NarrowWord.line(place);
        // Pairs with the acquire of the word in probe. From here on the entry is not in the index.
        generation.putLongRelease(place, NarrowWord.EMPTY);
        // Pairs with the acquire of the header in probe: whoever sees the tag gone sees the word empty, or reused.
        generation.putLongRelease(line, LineHeader.withFree(generation.getLong(line), NarrowWord.lane(place)));
        addOverflow(generation, homeOffset(generation, permuted), line, -ONE_OVERFLOW);
        refilter(generation, permuted);
    }

    @Override
    long filterOf(final Generation generation, final int home) {
        long filter = 0;
        int line = home << LINE_SHIFT;
        for (int i = 0; i < PROBE_LIMIT; i++, line = generation.next(line)) {
            final long header = generation.getLong(line);
            long lanes = LineHeader.inUse(header, SEVEN_LANES);
            for (; lanes != 0; lanes = LineHeader.withoutFirst(lanes)) {
                final long word = generation.getLong(line + NarrowWord.offset(lanes));
                final long permuted = NarrowWord.permuted(generation, line >> LINE_SHIFT, word);
                filter |= generation.home(permuted) == home ? HomeFilter.bits(permuted) : 0;
            }
            if (!LineHeader.hasOverflow(header)) {
                break;
            }
        }
        return filter;
    }

    private static int homeOffset(final Generation generation, final long permuted) {
        return generation.home(permuted) << LINE_SHIFT;
    }

    /** Told of every entry. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * An entry.
         *
         * @param key of the entry.
         * @param value of the key.
         */
        void onEntry(long key, int value);
    }
}
