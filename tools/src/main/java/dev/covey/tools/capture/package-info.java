/**
 * Capture files: pcap and pcapng, read as a stream, one packet at a time.
 *
 * <p>{@link dev.covey.tools.capture.Captures} opens a file, several files merged by time, or standard input. What comes
 * out is a {@link dev.covey.tools.capture.CapturedPacket}: the bytes, when and on which link they were seen, and where
 * in them the Ethernet frame or IP packet begins. Whatever the bytes of a file, the only exception that leaves this
 * package for their sake is {@link dev.covey.tools.capture.CaptureFormatException}.
 */
package dev.covey.tools.capture;
