package dev.covey.engine.wire;

/** What a group record of an IGMPv3 or MLDv2 report says (RFC 9776 section 4.2.12, RFC 9777 section 5.2.12). */
public enum GroupRecordType {
    /** A code this version of the protocol does not define: the record is skipped, the others are processed. */
    UNRECOGNISED(0),
    /** Current state: include these sources. */
    MODE_IS_INCLUDE(1),
    /** Current state: all sources except these. */
    MODE_IS_EXCLUDE(2),
    /** The mode changed to include. */
    CHANGE_TO_INCLUDE_MODE(3),
    /** The mode changed to exclude. */
    CHANGE_TO_EXCLUDE_MODE(4),
    /** These sources are wanted in addition. */
    ALLOW_NEW_SOURCES(5),
    /** These sources are no longer wanted. */
    BLOCK_OLD_SOURCES(6);

    private static final GroupRecordType[] BY_CODE = values();

    static {
        for (int i = 0; i < BY_CODE.length; i++) {
            if (BY_CODE[i].code != i) {
                throw new ExceptionInInitializerError("record types must be listed by code: index=" + i);
            }
        }
    }

    private final int code;

    GroupRecordType(final int code) {
        this.code = code;
    }

    /**
     * The type a record's first octet stands for.
     *
     * @param code any number.
     * @return the type, or {@link #UNRECOGNISED}.
     */
    public static GroupRecordType ofCode(final int code) {
        return code > 0 && code < BY_CODE.length ? BY_CODE[code] : UNRECOGNISED;
    }

    /**
     * The record's first octet.
     *
     * @return 1 to 6, or 0 for {@link #UNRECOGNISED}.
     */
    public int code() {
        return code;
    }
}
