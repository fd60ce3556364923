package dev.covey.tools.capture;

/** What is found at {@link CapturedPacket#frameOffset()}. */
public enum Framing {
    /** An Ethernet header, VLAN tags included. */
    ETHERNET,
    /** An IPv4 or IPv6 header. */
    IP,
    /** Nothing that can be handed to an engine: another protocol, or cut off before it. */
    NONE
}
