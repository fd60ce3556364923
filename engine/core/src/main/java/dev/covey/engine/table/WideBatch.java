package dev.covey.engine.table;

import static dev.covey.engine.table.LineHeader.FIVE_LANES;

import dev.covey.engine.memory.Handle;
import java.lang.invoke.VarHandle;

/** How a {@link WideIndex} finds many keys at once, when it has their hashes. What is found is argued there. */
final class WideBatch {
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
        final int[] touched = scratch.touched;
        final long[] words = scratch.words;
        // Loops of their own, and nothing else in them: the fewer instructions, the more cache misses run at once.
        for (int i = 0; i < n; i++) {
            headers[i] = generation.getLong(WideIndex.homeOffset(generation, hashes[i]));
        }
        // Pairs with the release of headers: makes the plain loads above acquire.
        VarHandle.acquireFence();
        for (int i = 0; i < n; i++) {
            // A slot may be in the second cache line. A key without a candidate touches nothing but its header again.
            final int home = WideIndex.homeOffset(generation, hashes[i]);
            final long lanes = LineHeader.matches(headers[i], LineHeader.tags(hashes[i]), FIVE_LANES);
            touched[i] = lanes == 0 ? home : WideSlot.lastWord(home + WideSlot.offset(lanes));
        }
        for (int i = 0; i < n; i++) {
            words[i] = generation.getLong(touched[i]);
        }
        int found = n;
        for (int i = 0; i < n; i++) {
            final int k = from + i;
            final int value = WideIndex.match(
                    generation,
                    hashes[i],
                    WideIndex.homeOffset(generation, hashes[i]),
                    headers[i],
                    Handle.slot(owners[k]),
                    addresses[2 * k],
                    addresses[2 * k + 1]);
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
