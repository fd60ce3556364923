package dev.covey.engine;

import static dev.covey.engine.memory.RecordLayout.BODY_OFFSET;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.LifeWord;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an engine holds, byte for byte: every record that somebody refers to, with its references. Two states that are
 * equal have the same records in the same slots, with the same lists, filters, deadlines, counters of transmissions and
 * places in the heap of deadlines.
 */
final class EngineState {
    private EngineState() {}

    static SortedMap<String, String> of(final EngineHarness harness) {
        harness.settle();
        final SortedMap<String, String> records = new TreeMap<>();
        final RecordStore store = harness.store();
        for (int kind = 1; kind <= Handle.MAX_KIND; kind++) {
            final Slab slab = store.slab(kind);
            if (slab != null) {
                store.forEachReferenced(kind, slot -> records.put(slab.layout().name() + ' ' + slot, text(slab, slot)));
            }
        }
        return records;
    }

    private static String text(final Slab slab, final int slot) {
        final StringBuilder text = new StringBuilder(LifeWord.describe(slab.lifeWord(slot)));
        for (int i = BODY_OFFSET; i < slab.layout().lengthBytes(); i += Integer.BYTES) {
            final int word = slab.buffer().getInt(slab.offset(slot) + i);
            if (word != 0) {
                text.append(", ").append(i).append('=').append(Integer.toHexString(word));
            }
        }
        return text.toString();
    }
}
