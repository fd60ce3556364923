/**
 * The bytes of packets: what they say, whether they may be believed, and how to write them.
 *
 * <p>{@link dev.covey.engine.wire.PacketClassifier} reads a packet once, from its link layer header to its last octet,
 * and leaves its verdict in a {@link dev.covey.engine.wire.DecodedPacket}. Records and sources of an accepted message
 * are read in place by cursors. {@link dev.covey.engine.wire.PacketEnvelope} and the encoders write messages with their
 * headers. Nothing in here keeps state from one packet to the next, allocates per packet or knows of time.
 *
 * <p>IPv4 addresses are held as IPv4-mapped IPv6 addresses in two longs, so that one body of code serves IGMP and MLD.
 * RFC 9776 and RFC 9777 use different words for the same thing; here a <i>group</i> is also MLD's multicast address, a
 * <i>report</i> also MLD's listener report.
 */
package dev.covey.engine.wire;
