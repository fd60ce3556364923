package dev.covey.engine.stress.broken;

import static dev.covey.engine.memory.LifeWord.LIVE;
import static dev.covey.engine.memory.LifeWord.RETIRED;

import dev.covey.engine.memory.LifeWord;
import org.agrona.concurrent.AtomicBuffer;

/** A life word whose changes look first and act later, as if a volatile field were enough. */
final class BrokenLifeWord {
    private BrokenLifeWord() {}

    /** The count goes up after the look, without looking again. */
    static boolean tryRetain(final AtomicBuffer slab, final int offset, final int generation) {
        final long word = slab.getLongVolatile(offset);
        if (LifeWord.generation(word) != generation || LifeWord.phase(word) != LIVE) {
            return false;
        }
        slab.getAndAddLong(offset, 1);
        return true;
    }

    /** The count goes down atomically, and is looked at apart from that. */
    static boolean release(final AtomicBuffer slab, final int offset) {
        if (LifeWord.references(slab.getLongVolatile(offset)) == 0) {
            throw new IllegalStateException("over-release");
        }
        slab.getAndAddLong(offset, -1);
        final long word = slab.getLongVolatile(offset);
        if (LifeWord.references(word) != 0) {
            return false;
        }
        slab.putLongVolatile(offset, LifeWord.of(LifeWord.generation(word), RETIRED, 0));
        return true;
    }

    /** The phase is written over whatever happened since the look. */
    static boolean unlinkIsLast(final AtomicBuffer slab, final int offset, final int generation) {
        final long word = slab.getLongVolatile(offset);
        if (LifeWord.generation(word) != generation || LifeWord.phase(word) != LIVE) {
            return false;
        }
        final long left = LifeWord.references(word) - 1;
        slab.putLongVolatile(offset, LifeWord.of(generation, RETIRED, left));
        return left == 0;
    }
}
