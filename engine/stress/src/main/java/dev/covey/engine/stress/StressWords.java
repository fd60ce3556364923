package dev.covey.engine.stress;

import dev.covey.engine.memory.LifeWord;
import org.agrona.concurrent.UnsafeBuffer;

/** Life words of stress tests: on the heap, because millions of them are made each second. */
public final class StressWords {
    /** Offset of the life word in the buffers made here. */
    public static final int OFFSET = 0;

    private static final int LENGTH = 64;

    private StressWords() {}

    /**
     * A record with nothing but a life word.
     *
     * @param generation of it.
     * @param phase of it.
     * @param references held on it.
     * @return a buffer that holds the word at {@link #OFFSET}.
     */
    public static UnsafeBuffer record(final int generation, final int phase, final long references) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
        buffer.putLong(OFFSET, LifeWord.of(generation, phase, references));
        return buffer;
    }

    /**
     * A record in two digits, for tables of outcomes: its phase, then its references.
     *
     * @param buffer that holds the word.
     * @return ten times the phase plus the references.
     */
    public static int digits(final UnsafeBuffer buffer) {
        final long word = buffer.getLongVolatile(OFFSET);
        return 10 * LifeWord.phase(word) + (int) LifeWord.references(word);
    }
}
