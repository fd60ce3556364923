package dev.covey.engine.inspect;

import dev.covey.engine.table.AuditReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

/** Reads what {@link AnswerWriter} has put, in the process that asked. An answer that ends too early is an error. */
public final class AnswerReader {
    private final DirectBuffer buffer;
    private final int length;
    private int position;

    /**
     * A reader of an answer.
     *
     * @param buffer that has it from 0.
     * @param lengthBytes of the answer.
     */
    public AnswerReader(final DirectBuffer buffer, final int lengthBytes) {
        this.buffer = buffer;
        this.length = lengthBytes;
    }

    /**
     * When the answer was taken down.
     *
     * @return time of the engine's clock.
     * @throws IllegalArgumentException if the answer is cut.
     */
    public long timeNs() {
        if (length < Long.BYTES) {
            throw new IllegalArgumentException("answer is cut: length=" + length);
        }
        return buffer.getLong(0);
    }

    long next() {
        final int offset = take(Long.BYTES);
        return buffer.getLong(offset);
    }

    /** A number of things that follow, each of at least a long. */
    int nextCount() {
        final long count = next();
        if (count < 0 || count > (length - position) / Long.BYTES) {
            throw new IllegalArgumentException("answer is damaged: count=" + count + ", position=" + position);
        }
        return (int) count;
    }

    String nextText() {
        final long octets = next();
        if (octets < 0 || octets > length - position) {
            throw new IllegalArgumentException("answer is damaged: text=" + octets + ", position=" + position);
        }
        final int offset = take(BitUtil.align((int) octets, Long.BYTES));
        return buffer.getStringWithoutLengthUtf8(offset, (int) octets);
    }

    private int take(final int bytes) {
        if (bytes > length - position) {
            throw new IllegalArgumentException("answer is cut: length=" + length + ", position=" + position);
        }
        final int offset = position;
        position += bytes;
        return offset;
    }

    /**
     * Read an audit.
     *
     * @return what was found, as of the engine's time that it begins with.
     * @throws IllegalArgumentException if it is cut or damaged.
     */
    public AuditReport audit() {
        next();
        final Map<String, Integer> live = new TreeMap<>();
        for (int left = nextCount(); left > 0; left--) {
            live.put(nextText(), (int) next());
        }
        final int retired = (int) next();
        final int leaked = (int) next();
        final int mismatched = (int) next();
        final List<String> findings = new ArrayList<>();
        for (int left = nextCount(); left > 0; left--) {
            findings.add(nextText());
        }
        return new AuditReport(live, retired, leaked, mismatched, findings);
    }

    /**
     * Read a state.
     *
     * @return the state.
     * @throws IllegalArgumentException if it is cut or damaged.
     */
    public EngineSnapshot state() {
        return EngineSnapshot.decode(this);
    }
}
