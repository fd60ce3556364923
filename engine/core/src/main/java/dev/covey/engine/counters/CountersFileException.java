package dev.covey.engine.counters;

import java.io.IOException;

/** A file is not that of an engine, or not one that this version can read. The message says what is wrong with it. */
public final class CountersFileException extends IOException {
    private static final long serialVersionUID = 1L;

    CountersFileException(final String message) {
        super(message);
    }
}
