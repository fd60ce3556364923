package dev.covey.linux;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How much a terminal shows.
 *
 * @param rows lines from top to bottom.
 * @param columns characters on a line.
 */
public record TerminalSize(int rows, int columns) {
    private static final long TIOCGWINSZ = 0x5413;
    private static final int LENGTH = 8;

    /**
     * Ask a terminal.
     *
     * @param descriptor that the process has open on it.
     * @return its size now, or null if there is no terminal, or it does not know.
     */
    public static TerminalSize of(final int descriptor) {
        final UnsafeBuffer answer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(LENGTH, Long.BYTES));
        answer.setMemory(0, LENGTH, (byte) 0);
        final boolean isAnswered;
        try {
            isAnswered = LibC.control(descriptor, TIOCGWINSZ, answer) >= 0;
        } catch (final LinkageError unreachable) {
            return null;
        }
        final int rows = answer.getShort(0) & 0xffff;
        final int columns = answer.getShort(Short.BYTES) & 0xffff;
        return isAnswered && rows > 0 && columns > 0 ? new TerminalSize(rows, columns) : null;
    }
}
