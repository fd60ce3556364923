package dev.covey.tools.capture;

import java.io.IOException;

/**
 * A capture file cannot be read, or not beyond some point. The message names the file, the byte offset and the reason.
 *
 * <p>Every packet before that point was delivered before this is thrown.
 */
public final class CaptureFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the file. */
    public enum Defect {
        /** The file is no capture at all: nothing was read. */
        NOT_A_CAPTURE("not a capture"),
        /** The file ends inside a record. */
        TRUNCATED("truncated capture"),
        /** A record contradicts itself, the file's header or the format. */
        CORRUPT("corrupt capture"),
        /** The operating system refused to give more bytes. */
        UNREADABLE("unreadable capture");

        private final String label;

        Defect(final String label) {
            this.label = label;
        }

        /**
         * What the defect is called in messages.
         *
         * @return a few words in lower case.
         */
        public String label() {
            return label;
        }
    }

    private final Defect defect;
    private final String file;
    private final long offsetBytes;

    /**
     * Describe a defect.
     *
     * @param defect kind of it.
     * @param file as the user named it, {@code -} for standard input.
     * @param offsetBytes of the record that could not be read, in the decompressed data if the file is compressed.
     * @param detail the reason, as {@code what: name=value, name=value}.
     */
    public CaptureFormatException(final Defect defect, final String file, final long offsetBytes, final String detail) {
        super(
                defect == Defect.NOT_A_CAPTURE
                        ? defect.label() + ": file=" + file + ", " + detail
                        : defect.label() + ": file=" + file + ", offset=" + offsetBytes + ", reason=" + detail);
        this.defect = defect;
        this.file = file;
        this.offsetBytes = offsetBytes;
    }

    /**
     * Kind of defect.
     *
     * @return never null.
     */
    public Defect defect() {
        return defect;
    }

    /**
     * The file it is in.
     *
     * @return the name as the user gave it.
     */
    public String file() {
        return file;
    }

    /**
     * Where the record starts that could not be read.
     *
     * @return offset in bytes from the start of the (decompressed) file.
     */
    public long offsetBytes() {
        return offsetBytes;
    }
}
