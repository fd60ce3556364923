package dev.covey.benchmarks.peers;

/** This machine lacks what a program needs. */
final class CannotRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotRunException(final String reason, final Throwable cause) {
        super(reason, cause);
    }
}
