package dev.covey.engine.ingress;

/** What a producer is told instead of a sequence when the ring does not take its event. All are negative. */
public final class IngressStatus {
    /** The ring is full, or what is left of it is reserved for commands. Counted by the ring; may be offered again. */
    public static final int BACK_PRESSURED = -1;

    /** The payload is longer than the ring was configured for. Counted by the ring; will never be taken. */
    public static final int TOO_LONG = -2;

    /** The ring was closed. */
    public static final int CLOSED = -3;

    private IngressStatus() {}

    /**
     * A status in words.
     *
     * @param status or sequence that a producer was told.
     * @return its name.
     */
    public static String describe(final long status) {
        if (status >= 0) {
            return "ACCEPTED";
        }
        if (status == BACK_PRESSURED) {
            return "BACK_PRESSURED";
        }
        if (status == TOO_LONG) {
            return "TOO_LONG";
        }
        return status == CLOSED ? "CLOSED" : "unknown status: status=" + status;
    }
}
