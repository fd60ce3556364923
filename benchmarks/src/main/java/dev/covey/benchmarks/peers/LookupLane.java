package dev.covey.benchmarks.peers;

import java.util.concurrent.CyclicBarrier;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One thread that looks into a table, and, if wanted, one that writes beside it while it is measured. What was found is
 * counted, and has to be what the same draws say again.
 */
@State(Scope.Thread)
public abstract class LookupLane {
    /** Lookups at once, and between two words that nothing found before is kept. */
    static final int BATCH = 32;

    /** Beyond that much of its time for a write, a writer is another load than the one that was asked for. */
    private static final double MAX_WRITER_LAG = 1.5;

    private final long[] numbers = new long[BATCH];
    private FilledTable table;
    private int writerNs;
    private LookupReader reader;
    private GroupDraw draw;
    private GroupDraw again;
    private SteadyWriter writer;
    private long asked;
    private long found;

    /** Begin to look; {@code writerNs} is between two writes, or 0. */
    final void open(final FilledTable table, final int hits, final int writerNs, final long seed) {
        this.table = table;
        this.writerNs = writerNs;
        reader = table.openReader("reader");
        draw = table.draw(seed, hits);
        again = table.draw(seed, hits);
    }

    /** Look for one group, and say whether it is there. */
    final boolean look() {
        if ((++asked & BATCH - 1) == 0) {
            reader.quiescent();
        }
        final boolean isFound = reader.find(draw.nextGroup(0));
        found += isFound ? 1 : 0;
        return isFound;
    }

    /** Look for many groups at once, and say how many are there. */
    final int lookForAll() {
        asked += BATCH;
        reader.quiescent();
        for (int i = 0; i < BATCH; i++) {
            numbers[i] = draw.nextGroup(0);
        }
        final int hits = reader.findAll(numbers);
        found += hits;
        return hits;
    }

    /** Start the writer. */
    @Setup(Level.Iteration)
    public void begin() {
        if (writerNs > 0) {
            writer = new SteadyWriter(table, writerNs, new CyclicBarrier(1));
            writer.start();
        }
    }

    /** End the writer, and hold what was found against what is there. */
    @TearDown(Level.Iteration)
    public void check() {
        if (writer != null) {
            writer.finish();
            if (writer.writtenNs() > MAX_WRITER_LAG * writerNs) {
                System.out.println("The writer was too slow: writerNs=" + writerNs + ", was=" + writer.writtenNs());
            }
        }
        final long expected = again.present(asked);
        if (found != expected) {
            throw new IllegalStateException(
                    "wrong answers: asked=" + asked + ", expected=" + expected + ", found=" + found);
        }
        asked = 0;
        found = 0;
    }

    /** Inserts and removals of the writer in an iteration that has ended, 0 without one. */
    final long written() {
        return writer == null ? 0 : writer.writes();
    }

    /** End. */
    @TearDown
    public void close() {
        reader.close();
        table.verifyBatches();
    }
}
