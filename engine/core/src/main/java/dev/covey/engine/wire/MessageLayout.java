package dev.covey.engine.wire;

import java.util.concurrent.TimeUnit;

/**
 * Where the fields of a membership message are. IGMP and MLD have the same messages; only the addresses differ in
 * length, and MLD has a Maximum Response Code of its own where IGMP uses the code octet.
 *
 * <pre>
 *   IGMP query (RFC 9776 section 4.1)             MLD query (RFC 9777 section 5.1)
 *   0        1        2        4                  0        1        2        4        6        8
 *   +--------+--------+--------+                  +--------+--------+--------+--------+--------+
 *   |type    |max     |checksum|                  |type    |code    |checksum|max     |reserved|
 *   |        |    code|        |                  |        |        |        |    code|        |
 *   +--------+--------+--------+                  +--------+--------+--------+--------+--------+
 *   |group (4)                 |                  |group (16)                                  |
 *   +--------+--------+--------+                  +--------+--------+--------+-----------------+
 *   |flags S |QQIC    |number  |                  |flags S |QQIC    |number  |
 *   |     QRV|        | sources|                  |     QRV|        | sources|
 *   +--------+--------+--------+                  +--------+--------+--------+
 *   |sources (4 each)                             |sources (16 each)
 *
 *   Report of both (RFC 9776 section 4.2, RFC 9777 section 5.2), and a group record
 *   0        1        2        4        6        8        0        1        2        4
 *   +--------+--------+--------+--------+--------+        +--------+--------+--------+---------------+
 *   |type    |reserved|checksum|flags   |number  |        |type    |aux data|number  |group (4 or 16)|
 *   |        |        |        |        | records|        |        |   words| sources|               |
 *   +--------+--------+--------+--------+--------+        +--------+--------+--------+---------------+
 *   |records                                              |sources (4 or 16 each), aux data (words of 4)
 * </pre>
 *
 * <p>Messages of the old versions end behind the group.
 */
enum MessageLayout {
    IGMP(Ipv4Flyweight.ADDRESS_LENGTH, 4, TimeUnit.MILLISECONDS.toNanos(100)),
    MLD(Ipv6Flyweight.ADDRESS_LENGTH, 8, TimeUnit.MILLISECONDS.toNanos(1));

    static final int TYPE_OFFSET = 0;
    static final int CODE_OFFSET = 1;
    static final int CHECKSUM_OFFSET = 2;

    /** MLD only. */
    static final int MAX_RESPONSE_CODE_OFFSET = 4;

    static final int NUMBER_OF_RECORDS_OFFSET = 6;
    static final int RECORDS_OFFSET = 8;

    static final int RECORD_TYPE_OFFSET = 0;
    static final int RECORD_AUX_WORDS_OFFSET = 1;
    static final int RECORD_NUMBER_OF_SOURCES_OFFSET = 2;
    static final int RECORD_GROUP_OFFSET = 4;
    static final int AUX_WORD_LENGTH = 4;

    final int addressLength;
    final int groupOffset;
    final int robustnessOffset;
    final int queryIntervalCodeOffset;
    final int numberOfSourcesOffset;
    final int sourcesOffset;

    /** Length of a record without sources and auxiliary data. */
    final int recordHeaderLength;

    /** Unit of the Max Resp Code. */
    final long timeUnitNs;

    MessageLayout(final int addressLength, final int groupOffset, final long timeUnitNs) {
        this.addressLength = addressLength;
        this.groupOffset = groupOffset;
        this.timeUnitNs = timeUnitNs;
        robustnessOffset = groupOffset + addressLength;
        queryIntervalCodeOffset = robustnessOffset + 1;
        numberOfSourcesOffset = queryIntervalCodeOffset + 1;
        sourcesOffset = numberOfSourcesOffset + Short.BYTES;
        recordHeaderLength = RECORD_GROUP_OFFSET + addressLength;
    }

    static MessageLayout of(final AddressFamily family) {
        return family == AddressFamily.IPV6 ? MLD : IGMP;
    }

    /** Length of the messages of the old versions: queries, reports, leave and done. */
    int shortLength() {
        return robustnessOffset;
    }
}
