package dev.covey.linux;

import java.io.IOException;

/** A port cannot be opened, or an interface cannot be read. The message says what is missing and what would help. */
public final class PortException extends IOException {
    private static final long serialVersionUID = 1L;

    PortException(final String message) {
        super(message);
    }

    PortException(final String message, final Throwable cause) {
        super(message, cause);
    }

    /** A call failed: what it was for, and the kernel's reason. */
    static PortException of(final String what, final int errno) {
        return new PortException(what + ": " + LibC.describe(errno));
    }
}
