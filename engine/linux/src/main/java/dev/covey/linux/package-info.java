/**
 * The engine on an interface of a Linux machine: what comes in by a packet socket goes to the engine, what the engine
 * sends goes out, and what becomes of the interface is told to the engine.
 *
 * <p>{@link dev.covey.linux.AfPacketPort} is the port. It reads frames where the kernel puts them, in memory that both
 * map. {@link dev.covey.linux.PcapngWriter} writes what passes a port to a file. Only this package knows JNA.
 */
package dev.covey.linux;
