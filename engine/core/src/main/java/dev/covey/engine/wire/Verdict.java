package dev.covey.engine.wire;

/** What a packet is to the engine. */
public enum Verdict {
    /** An IGMP or MLD message that passed every check. */
    MEMBERSHIP,
    /** A datagram to a multicast group that is not a control message of ours: what members want delivered. */
    DATA,
    /** Nothing for a multicast engine: unicast, another network protocol, or ICMPv6 that is not MLD. */
    OTHER,
    /** An IGMP or MLD message that failed a check, for exactly one reason. */
    DROP
}
