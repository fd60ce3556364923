package dev.covey.engine.table;

import static dev.covey.engine.table.LineHeader.FIVE_LANES;

import dev.covey.engine.memory.Handle;
import java.lang.invoke.VarHandle;

/** How a {@link WideIndex} finds many keys at once, when it has their hashes. What is found is argued there. */
final class WideBatch {
    private static final long FIRST_LANE = 1L << (Byte.SIZE - 1);

    private WideBatch() {}

    /** The values of keys that are expected to be there: their lines are looked at once. */
    static int findMost(
            final Generation generation,
            final long[] owners,
            final long[] addresses,
            final int[] values,
            final int from,
            final int n,
            final FindScratch scratch) {
        final long[] hashes = scratch.hashes;
        final long[] headers = scratch.headers;
        final long[] candidates = scratch.candidates;
        final int[] slots = scratch.slots;
        final long[] words = scratch.words;
        // Loops of their own, and nothing else in them: the fewer instructions, the more cache misses run at once.
        for (int i = 0; i < n; i++) {
            headers[i] = generation.getLong(WideIndex.homeOffset(generation, hashes[i]));
        }
        // Pairs with the release of headers: makes the plain loads above acquire.
        VarHandle.acquireFence();
        for (int i = 0; i < n; i++) {
            final long lanes = LineHeader.matches(headers[i], LineHeader.tags(hashes[i]), FIVE_LANES);
            candidates[i] = lanes;
            // A slot may be in the second cache line. A key without a candidate touches none but that of its header.
            slots[i] = WideIndex.homeOffset(generation, hashes[i]) + WideSlot.offset(lanes == 0 ? FIRST_LANE : lanes);
        }
        for (int i = 0; i < n; i++) {
            words[i] = WideSlot.ownerAndValue(generation, slots[i]);
        }
        // Without calls and ordered loads, what does not change in a loop stays in registers.
        final int[] positions = scratch.positions;
        int unresolved = 0;
        for (int i = 0; i < n; i++) {
            final int k = from + i;
            final long difference = (WideSlot.low(generation, slots[i]) ^ addresses[2 * k + 1])
                    | (WideSlot.high(generation, slots[i]) ^ addresses[2 * k])
                    | (WideSlot.owner(words[i]) ^ Handle.slot(owners[k]));
            if (difference == 0 && candidates[i] != 0) {
                values[k] = (int) words[i];
            } else {
                positions[unresolved++] = i;
            }
        }
        // Pairs with the release in WideSlot.replace: what the values name is visible.
        VarHandle.acquireFence();
        int found = n;
        for (int c = 0; c < unresolved; c++) {
            final int i = positions[c];
            final int k = from + i;
            final boolean isMiss = candidates[i] == 0 && !LineHeader.hasOverflow(headers[i]);
            final int value = isMiss
                    ? GrowingIndex.MISS
                    : WideIndex.probe(
                            generation, hashes[i], Handle.slot(owners[k]), addresses[2 * k], addresses[2 * k + 1]);
            values[k] = value;
            // One less for a miss, which is -1.
            found += value >> (Integer.SIZE - 1);
        }
        return found;
    }

    /** The values of keys that are expected to be absent: mostly their homes' filters say so, and no line is read. */
    static int findFew(
            final Generation generation,
            final long[] owners,
            final long[] addresses,
            final int[] values,
            final int from,
            final int n,
            final FindScratch scratch) {
        final long[] hashes = scratch.hashes;
        final int[] positions = scratch.positions;
        final int candidates = GrowingIndex.candidates(generation, values, from, n, scratch);
        final long[] headers = scratch.headers;
        for (int c = 0; c < candidates; c++) {
            headers[c] = generation.getLong(WideIndex.homeOffset(generation, hashes[positions[c]]));
        }
        // Pairs with the release of headers: makes the plain loads above acquire.
        VarHandle.acquireFence();
        int found = candidates;
        for (int c = 0; c < candidates; c++) {
            final long hashed = hashes[positions[c]];
            final int k = from + positions[c];
            final int value = WideIndex.match(
                    generation,
                    hashed,
                    WideIndex.homeOffset(generation, hashed),
                    headers[c],
                    Handle.slot(owners[k]),
                    addresses[2 * k],
                    addresses[2 * k + 1]);
            values[k] = value;
            found += value >> (Integer.SIZE - 1);
        }
        return found;
    }
}
