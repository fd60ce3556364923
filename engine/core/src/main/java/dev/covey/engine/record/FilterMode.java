package dev.covey.engine.record;

/** Filter mode of a socket, an interface or a router's group (RFC 9776 section 3.1). */
public enum FilterMode {
    /** Only what comes from the listed sources is wanted. */
    INCLUDE(0),
    /** Everything is wanted but what comes from the listed sources. */
    EXCLUDE(1);

    private static final FilterMode[] BY_CODE = {INCLUDE, EXCLUDE};

    private final int code;

    FilterMode(final int code) {
        this.code = code;
    }

    /**
     * Code of the mode in a record.
     *
     * @return 0 for INCLUDE, 1 for EXCLUDE.
     */
    public int code() {
        return code;
    }

    /**
     * Mode of a code.
     *
     * @param code in a record.
     * @return the mode.
     * @throws ArrayIndexOutOfBoundsException if there is none such, so that a corrupt record cannot travel.
     */
    public static FilterMode ofCode(final int code) {
        return BY_CODE[code];
    }
}
