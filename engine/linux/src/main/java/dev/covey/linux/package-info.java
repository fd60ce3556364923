/**
 * The engine on a link: what comes in goes to the engine, what the engine sends goes out, and what becomes of the link
 * is told to the engine.
 *
 * <p>{@link dev.covey.linux.PacketPort} is what every port is. {@link dev.covey.linux.AfPacketPort} is an interface of
 * the machine beside the kernel; it reads frames where the kernel puts them, in memory that both map.
 * {@link dev.covey.linux.TapPort} has the kernel at the other end. {@link dev.covey.linux.MemoryLink} joins engines in
 * memory, for tests and simulations, and is as bad as one likes. {@link dev.covey.linux.CapturePort} writes what passes
 * another port to a file. Only this package knows JNA.
 */
package dev.covey.linux;
