package dev.covey.tools.replay;

/** Why a membership is not what it was. */
public enum MembershipChange {
    /** A host reported a group, or a source of it, that nobody had asked for. */
    JOINED("joined"),
    /** A host said that it is no longer interested, and nobody else answered. */
    LEFT("left"),
    /** Nobody reported in time. */
    EXPIRED("expired"),
    /** The mode or the sources are others than before. */
    REPLACED("replaced");

    private final String label;

    MembershipChange(final String label) {
        this.label = label;
    }

    /**
     * Name in output.
     *
     * @return one word in lower case.
     */
    public String label() {
        return label;
    }
}
