/**
 * State and event give state and action: the machines of RFC 9776 and RFC 9777, and their timers. IGMP and MLD are one
 * machine with two address families, written once.
 *
 * <p>The router's side of one link is {@link dev.covey.engine.protocol.RouterMachine}. It reads the records of a report
 * where they are, in the packet, and applies them to the tables; time comes in as an argument, and what there is to be
 * sent goes out through {@link dev.covey.engine.protocol.QuerySink}.
 *
 * <p>Threading: machines belong to the writer. {@link dev.covey.engine.protocol.Forwarding} is for readers, too.
 */
package dev.covey.engine.protocol;
