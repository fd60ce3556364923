package dev.covey.tools.report;

/** Results that cannot be used, with the reason. */
final class ReportException extends Exception {
    private static final long serialVersionUID = 1L;

    ReportException(final String message) {
        super(message);
    }
}
