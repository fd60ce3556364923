/**
 * {@code covey host}: a multicast host on a real link.
 *
 * <p>{@link dev.covey.tools.host.HostSession} runs engine and port in one loop on the thread of the command;
 * {@link dev.covey.tools.host.HostPrinter} says for people what happens; lines of standard input come through a queue.
 */
package dev.covey.tools.host;
