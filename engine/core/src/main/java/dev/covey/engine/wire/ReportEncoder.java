package dev.covey.engine.wire;

import org.agrona.MutableDirectBuffer;

/**
 * Writes IGMPv3 and MLDv2 reports (RFC 9776 section 4.2, RFC 9777 section 5.2) record by record and source by source
 * until the MTU is reached.
 *
 * <pre>{@code
 * encoder.beginReport(buffer, offset);
 * while (more && encoder.beginRecord(type, groupHigh, groupLow)) {
 *     while (moreSources && encoder.source(high, low)) { ... }
 *     encoder.endRecord();
 * }
 * final int length = encoder.end();
 * }</pre>
 *
 * <p>Says only what fits. What to do with a record that does not, split it or cut it, depends on its type (RFC 9776
 * section 4.2.16) and is the caller's decision. Not thread safe. Allocates nothing.
 */
public final class ReportEncoder {
    private static final int MAX_COUNT = 0xffff;

    /** Of the type in the four octets that it begins, the rest of which say: no auxiliary data, no sources. */
    private static final int TYPE_SHIFT = 24;

    private final PacketEnvelope envelope;
    private final MessageLayout layout;
    private final ControlGroups groups;
    private final MessageKind kind;

    private MutableDirectBuffer buffer;
    private int message;
    private int position;
    private int record;
    private int recordCount;
    private int sourceCount;
    private boolean isInRecord;

    /**
     * An encoder of the reports of one protocol.
     *
     * @param envelope to put them in.
     */
    public ReportEncoder(final PacketEnvelope envelope) {
        this.envelope = envelope;
        layout = MessageLayout.of(envelope.family());
        groups = ControlGroups.of(envelope.family());
        kind = layout == MessageLayout.IGMP ? MessageKind.V3_REPORT : MessageKind.MLD_V2_REPORT;
    }

    /**
     * Start a report, to 224.0.0.22 or ff02::16.
     *
     * @param target to write to.
     * @param offset of the packet.
     */
    public void beginReport(final MutableDirectBuffer target, final int offset) {
        buffer = target;
        recordCount = 0;
        isInRecord = false;
        message = envelope.open(target, offset, groups.high, groups.reportRoutersLow);
        MessageHeader.put(target, message, layout, kind, 0);
        Octets.putShort(target, message + MessageLayout.NUMBER_OF_RECORDS_OFFSET - Short.BYTES, 0);
        position = message + MessageLayout.RECORDS_OFFSET;
    }

    /**
     * Start a record.
     *
     * @param type of the record.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @return false, with nothing written, if a record without sources does not fit.
     */
    public boolean beginRecord(final GroupRecordType type, final long groupHigh, final long groupLow) {
        requireNoRecord();
        envelope.requireFamily(groupHigh, groupLow);
        if (recordCount == MAX_COUNT || layout.recordHeaderLength > octetsLeft()) {
            return false;
        }
        record = position;
        Octets.putByte(buffer, record + MessageLayout.RECORD_TYPE_OFFSET, type.code());
        Octets.putByte(buffer, record + MessageLayout.RECORD_AUX_WORDS_OFFSET, 0);
        final int groupOffset = record + MessageLayout.RECORD_GROUP_OFFSET;
        PacketEnvelope.putAddress(buffer, groupOffset, layout.addressLength, groupHigh, groupLow);
        position += layout.recordHeaderLength;
        sourceCount = 0;
        isInRecord = true;
        return true;
    }

    /**
     * Add a whole record without sources.
     *
     * @param type of the record.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @return false, with nothing written, if it does not fit.
     */
    public boolean record(final GroupRecordType type, final long groupHigh, final long groupLow) {
        requireNoRecord();
        envelope.requireFamily(groupHigh, groupLow);
        if (recordCount == MAX_COUNT || layout.recordHeaderLength > octetsLeft()) {
            return false;
        }
        Octets.putInt(buffer, position, type.code() << TYPE_SHIFT);
        final int groupOffset = position + MessageLayout.RECORD_GROUP_OFFSET;
        PacketEnvelope.putAddress(buffer, groupOffset, layout.addressLength, groupHigh, groupLow);
        position += layout.recordHeaderLength;
        recordCount++;
        return true;
    }

    /**
     * Add a source to the record.
     *
     * @param high half of the address.
     * @param low half of the address.
     * @return false, with nothing written, if it does not fit.
     */
    public boolean source(final long high, final long low) {
        requireRecord();
        envelope.requireFamily(high, low);
        if (sourceCount == MAX_COUNT || layout.addressLength > octetsLeft()) {
            return false;
        }
        PacketEnvelope.putAddress(buffer, position, layout.addressLength, high, low);
        position += layout.addressLength;
        sourceCount++;
        return true;
    }

    /** Finish the record. */
    public void endRecord() {
        requireRecord();
        Octets.putShort(buffer, record + MessageLayout.RECORD_NUMBER_OF_SOURCES_OFFSET, sourceCount);
        recordCount++;
        isInRecord = false;
    }

    /**
     * How many sources a record that is started now could have.
     *
     * @return -1 if not even a record without sources fits.
     */
    public int sourcesThatFit() {
        final int octets = octetsLeft() - layout.recordHeaderLength;
        return octets < 0 ? -1 : Math.min(MAX_COUNT, octets / layout.addressLength);
    }

    /**
     * Number of records finished.
     *
     * @return 0 to 65,535.
     */
    public int recordCount() {
        return recordCount;
    }

    /**
     * Finish the report.
     *
     * @return length of the packet.
     */
    public int end() {
        requireNoRecord();
        Octets.putShort(buffer, message + MessageLayout.NUMBER_OF_RECORDS_OFFSET, recordCount);
        return envelope.close(position);
    }

    private int octetsLeft() {
        return envelope.maxMessageLength() - (position - message);
    }

    private void requireNoRecord() {
        if (isInRecord) {
            throw new IllegalStateException("record not ended: recordCount=" + recordCount);
        }
    }

    private void requireRecord() {
        if (!isInRecord) {
            throw new IllegalStateException("no record begun: recordCount=" + recordCount);
        }
    }
}
