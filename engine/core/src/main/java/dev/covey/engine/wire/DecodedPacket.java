package dev.covey.engine.wire;

import dev.covey.engine.counters.DropReason;

/**
 * What a {@link PacketClassifier} found out about a packet. Belongs to the classifier, which overwrites it with the
 * next packet; holds values and offsets, never the packet's memory.
 *
 * <p>Every getter may be called whatever the verdict. Where the packet has no such thing, offsets and VLAN ids are -1,
 * numbers 0, addresses zero, and kind and reasons null.
 */
public final class DecodedPacket {
    /** There is no such offset or VLAN id. */
    public static final int NONE = -1;

    Verdict verdict;
    DropReason reason;
    AddressFamily family;
    MessageKind kind;
    int outerVlanId;
    int innerVlanId;
    int ipHeaderOffset;
    int protocol;
    int hopLimit;
    boolean hasRouterAlert;
    boolean mustOwnDestination;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int messageOffset;
    int messageLength;
    long groupHigh;
    long groupLow;
    int maxResponseCode;
    long maxResponseNs;
    boolean suppressesRouterSide;
    int querierRobustness;
    long querierIntervalNs;
    int numberOfSources;
    int sourcesOffset;
    int numberOfRecords;
    int recordsOffset;
    int trailingOctets;

    DecodedPacket() {
        reset();
    }

    void reset() {
        verdict = Verdict.OTHER;
        reason = null;
        family = AddressFamily.NONE;
        kind = null;
        outerVlanId = NONE;
        innerVlanId = NONE;
        ipHeaderOffset = NONE;
        protocol = NONE;
        hopLimit = 0;
        hasRouterAlert = false;
        mustOwnDestination = false;
        sourceHigh = 0;
        sourceLow = 0;
        destinationHigh = 0;
        destinationLow = 0;
        messageOffset = NONE;
        messageLength = 0;
        groupHigh = 0;
        groupLow = 0;
        maxResponseCode = 0;
        maxResponseNs = 0;
        suppressesRouterSide = false;
        querierRobustness = 0;
        querierIntervalNs = 0;
        numberOfSources = 0;
        sourcesOffset = NONE;
        numberOfRecords = 0;
        recordsOffset = NONE;
        trailingOctets = 0;
    }

    void drop(final DropReason dropReason) {
        verdict = Verdict.DROP;
        reason = dropReason;
    }

    /** A whole IP packet that is not a message of ours. */
    void passBy() {
        verdict = InternetAddress.isMulticast(destinationHigh, destinationLow) ? Verdict.DATA : Verdict.OTHER;
    }

    /**
     * What the packet is to the engine.
     *
     * @return never null.
     */
    public Verdict verdict() {
        return verdict;
    }

    /**
     * Why the packet is dropped.
     *
     * @return exactly one reason if the verdict is {@link Verdict#DROP}, else null.
     */
    public DropReason dropReason() {
        return verdict == Verdict.DROP ? reason : null;
    }

    /**
     * What to count.
     *
     * @return the reason of a drop; {@link DropReason#IGMP_NORA} of a message accepted only because the profile does
     *     not require Router Alert; else null.
     */
    public DropReason countedReason() {
        return reason;
    }

    /**
     * Which IP the packet is.
     *
     * @return {@link AddressFamily#NONE} if it is not IP, or too short to tell.
     */
    public AddressFamily family() {
        return family;
    }

    /**
     * Which message it is.
     *
     * @return null if there is none; set also for dropped messages that are long enough to tell.
     */
    public MessageKind kind() {
        return kind;
    }

    /**
     * VLAN id of the outermost tag.
     *
     * @return 0 to 4,095, or -1.
     */
    public int outerVlanId() {
        return outerVlanId;
    }

    /**
     * VLAN id of the innermost tag.
     *
     * @return 0 to 4,095, or -1.
     */
    public int innerVlanId() {
        return innerVlanId;
    }

    /**
     * Where the IP header starts.
     *
     * @return offset in the buffer, or -1.
     */
    public int ipHeaderOffset() {
        return ipHeaderOffset;
    }

    /**
     * IP protocol of the payload, behind IPv6 extension headers.
     *
     * @return 0 to 255, or -1.
     */
    public int protocol() {
        return protocol;
    }

    /**
     * IPv4 time to live or IPv6 hop limit.
     *
     * @return 0 to 255.
     */
    public int hopLimit() {
        return hopLimit;
    }

    /**
     * Did the packet carry Router Alert?
     *
     * @return true if it did, with the value IGMP and MLD use.
     */
    public boolean hasRouterAlert() {
        return hasRouterAlert;
    }

    /**
     * Was the message sent to an address that it is only good for if it is assigned to the receiving interface?
     *
     * <p>RFC 9776 sections 4.1.12 and 4.2.14 (RFC 9777 sections 5.1.15 and 5.2.14) have queries and version 1 and 2
     * reports accepted at any address of the interface. Which those are is not known here: whoever applies the message
     * looks. A query like that is answered but changes no election; a report like that is for routers and suppresses
     * nobody's.
     *
     * @return true if the destination is not the one the RFCs make senders use.
     */
    public boolean mustOwnDestination() {
        return mustOwnDestination;
    }

    /**
     * High half of the source address.
     *
     * @return 64 bits.
     */
    public long sourceHigh() {
        return sourceHigh;
    }

    /**
     * Low half of the source address.
     *
     * @return 64 bits.
     */
    public long sourceLow() {
        return sourceLow;
    }

    /**
     * High half of the destination address.
     *
     * @return 64 bits.
     */
    public long destinationHigh() {
        return destinationHigh;
    }

    /**
     * Low half of the destination address.
     *
     * @return 64 bits.
     */
    public long destinationLow() {
        return destinationLow;
    }

    /**
     * Where the IGMP or MLD message starts.
     *
     * @return offset of its type in the buffer, or -1.
     */
    public int messageOffset() {
        return messageOffset;
    }

    /**
     * Length of the IGMP or MLD message with trailing octets and without link layer padding.
     *
     * @return octets.
     */
    public int messageLength() {
        return messageLength;
    }

    /**
     * Where the message ends.
     *
     * @return offset in the buffer of the first octet behind it, or -1.
     */
    public int messageLimit() {
        return messageOffset + messageLength;
    }

    /**
     * High half of the group the message is about.
     *
     * @return 64 bits.
     */
    public long groupHigh() {
        return groupHigh;
    }

    /**
     * Low half of the group the message is about: {@code 0.0.0.0} or {@code ::} in a general query. An IGMPv1 query is
     * always general (RFC 1112 has receivers ignore its group).
     *
     * @return 64 bits.
     */
    public long groupLow() {
        return groupLow;
    }

    /**
     * Does a query ask for all groups?
     *
     * @return false if it asks for one, or the packet is not an accepted query.
     */
    public boolean isGeneralQuery() {
        return verdict == Verdict.MEMBERSHIP && kind.isQuery() && InternetAddress.isUnspecified(groupHigh, groupLow);
    }

    /**
     * How soon a query wants answers, as coded in the message.
     *
     * @return 0 to 65,535.
     */
    public int maxResponseCode() {
        return maxResponseCode;
    }

    /**
     * How soon a query wants answers, decoded as its version does; 10 s for IGMPv1 (RFC 9776 section 7.2.1).
     *
     * @return nanoseconds, possibly 0.
     */
    public long maxResponseNs() {
        return maxResponseNs;
    }

    /**
     * S flag of an IGMPv3 or MLDv2 query.
     *
     * @return true if routers are not to update their timers.
     */
    public boolean suppressesRouterSide() {
        return suppressesRouterSide;
    }

    /**
     * QRV of an IGMPv3 or MLDv2 query.
     *
     * @return 0 to 7; 0 stands for "more than 7".
     */
    public int querierRobustness() {
        return querierRobustness;
    }

    /**
     * QQI of an IGMPv3 or MLDv2 query.
     *
     * @return nanoseconds.
     */
    public long querierIntervalNs() {
        return querierIntervalNs;
    }

    /**
     * Number of sources of an IGMPv3 or MLDv2 query, all of which are there.
     *
     * @return 0 to 65,535.
     */
    public int numberOfSources() {
        return numberOfSources;
    }

    /**
     * Where the sources of an IGMPv3 or MLDv2 query start; read them by {@link SourceListFlyweight}.
     *
     * @return offset in the buffer, or -1.
     */
    public int sourcesOffset() {
        return sourcesOffset;
    }

    /**
     * Number of records of an IGMPv3 or MLDv2 report, all of which are there.
     *
     * @return 0 to 65,535.
     */
    public int numberOfRecords() {
        return numberOfRecords;
    }

    /**
     * Where the records of an IGMPv3 or MLDv2 report start; read them by {@link GroupRecordCursor}.
     *
     * @return offset in the buffer, or -1.
     */
    public int recordsOffset() {
        return recordsOffset;
    }

    /**
     * Octets behind what the message says it has. The checksum covers them, otherwise they are ignored.
     *
     * @return 0 to 65,535.
     */
    public int trailingOctets() {
        return trailingOctets;
    }

    @Override
    public String toString() {
        return "DecodedPacket{verdict=" + verdict
                + ", reason=" + (reason == null ? "none" : reason.label())
                + ", family=" + family
                + ", kind=" + kind
                + ", outerVlanId=" + outerVlanId
                + ", innerVlanId=" + innerVlanId
                + ", ipHeaderOffset=" + ipHeaderOffset
                + ", protocol=" + protocol
                + ", hopLimit=" + hopLimit
                + ", hasRouterAlert=" + hasRouterAlert
                + ", mustOwnDestination=" + mustOwnDestination
                + ", source=" + InternetAddress.toString(sourceHigh, sourceLow)
                + ", destination=" + InternetAddress.toString(destinationHigh, destinationLow)
                + ", messageOffset=" + messageOffset
                + ", messageLength=" + messageLength
                + ", group=" + InternetAddress.toString(groupHigh, groupLow)
                + ", maxResponseCode=" + maxResponseCode
                + ", maxResponseNs=" + maxResponseNs
                + ", suppressesRouterSide=" + suppressesRouterSide
                + ", querierRobustness=" + querierRobustness
                + ", querierIntervalNs=" + querierIntervalNs
                + ", numberOfSources=" + numberOfSources
                + ", sourcesOffset=" + sourcesOffset
                + ", numberOfRecords=" + numberOfRecords
                + ", recordsOffset=" + recordsOffset
                + ", trailingOctets=" + trailingOctets
                + '}';
    }
}
