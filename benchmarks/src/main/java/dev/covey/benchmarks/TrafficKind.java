package dev.covey.benchmarks;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.MessageKind;

/** Kinds of packets that a link carries all the time: every member saying again that it is one, and data. */
public enum TrafficKind {
    /** IGMPv2 reports. */
    IGMP_V2_REPORT(AddressFamily.IPV4, MessageKind.V2_REPORT, 1),
    /** IGMPv3 reports of 10 records without sources. */
    IGMP_V3_REPORT_10(AddressFamily.IPV4, MessageKind.V3_REPORT, 10),
    /** IGMPv3 reports of 100 records without sources. */
    IGMP_V3_REPORT_100(AddressFamily.IPV4, MessageKind.V3_REPORT, 100),
    /** MLDv1 reports. */
    MLD_V1_REPORT(AddressFamily.IPV6, MessageKind.MLD_V1_REPORT, 1),
    /** MLDv2 reports of 10 records without sources. */
    MLD_V2_REPORT_10(AddressFamily.IPV6, MessageKind.MLD_V2_REPORT, 10),
    /** MLDv2 reports of 100 records without sources. */
    MLD_V2_REPORT_100(AddressFamily.IPV6, MessageKind.MLD_V2_REPORT, 100),
    /** UDP over IPv4 with 18 bytes of data: with them an Ethernet frame has its shortest length. */
    IPV4_DATA(AddressFamily.IPV4, null, 1),
    /** UDP over IPv6 with 18 bytes of data. */
    IPV6_DATA(AddressFamily.IPV6, null, 1);

    private final AddressFamily family;
    private final MessageKind messageKind;
    private final int groupsPerPacket;

    TrafficKind(final AddressFamily family, final MessageKind messageKind, final int groupsPerPacket) {
        this.family = family;
        this.messageKind = messageKind;
        this.groupsPerPacket = groupsPerPacket;
    }

    AddressFamily family() {
        return family;
    }

    boolean isData() {
        return messageKind == null;
    }

    /** Kind of the message; null for data. */
    MessageKind messageKind() {
        return messageKind;
    }

    int groupsPerPacket() {
        return groupsPerPacket;
    }
}
