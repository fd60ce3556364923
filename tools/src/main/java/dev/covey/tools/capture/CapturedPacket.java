package dev.covey.tools.capture;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One packet of a capture, in a buffer that is used again for the next one.
 *
 * <p>Everything it returns is valid until the reader is asked for the next packet. For one thread.
 */
public final class CapturedPacket {
    private static final int INITIAL_CAPACITY_BYTES = 2048;

    private byte[] bytes = new byte[INITIAL_CAPACITY_BYTES];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);

    private long timeNs;
    private CaptureInterface captureInterface;
    private String linkName;
    private int capturedLength;
    private long originalLength;
    private Framing framing = Framing.NONE;
    private int frameOffset;

    /**
     * When the packet was captured.
     *
     * @return nanoseconds since the Unix epoch; the time of the packet before it where the format has none.
     */
    public long timeNs() {
        return timeNs;
    }

    /**
     * Where in its file the packet was captured.
     *
     * @return the interface's number in the file (section), 0 for formats that know only one.
     */
    public int interfaceNumber() {
        return captureInterface.number();
    }

    /**
     * Where the packet was captured.
     *
     * @return the interface's name in the file, or {@code link} and its number.
     */
    public String interfaceName() {
        return captureInterface.name();
    }

    /**
     * The link the packet belongs to: packets that share this name share a link, also across files.
     *
     * @return the interface's name, then {@code %} and the system's interface index if the packet carries one, then
     *     {@code .} and the VLAN identifier for each VLAN tag.
     */
    public String linkName() {
        return linkName;
    }

    /**
     * What the bytes begin with.
     *
     * @return never null.
     */
    public LinkType linkType() {
        return captureInterface.linkType();
    }

    /**
     * The link type's number in the file, to name one that is not known.
     *
     * @return as stored.
     */
    public int linkTypeCode() {
        return captureInterface.linkTypeCode();
    }

    /**
     * How much of the packet the capture holds.
     *
     * @return bytes of {@link #buffer()}, from 0 on, that are valid.
     */
    public int capturedLength() {
        return capturedLength;
    }

    /**
     * How long the packet was on the wire.
     *
     * @return length in bytes, as the file claims.
     */
    public long originalLength() {
        return originalLength;
    }

    /**
     * The captured bytes.
     *
     * @return the same buffer every time; its capacity may exceed {@link #capturedLength()}.
     */
    public DirectBuffer buffer() {
        return buffer;
    }

    /**
     * What begins at {@link #frameOffset()}.
     *
     * @return {@link Framing#NONE} if the packet is none for an engine.
     */
    public Framing framing() {
        return framing;
    }

    /**
     * Where the Ethernet or IP header begins.
     *
     * @return offset in {@link #buffer()}.
     */
    public int frameOffset() {
        return frameOffset;
    }

    /**
     * Length of the frame or packet, from its header to the end of the captured bytes.
     *
     * @return length in bytes, 0 if there is nothing.
     */
    public int frameLength() {
        return capturedLength - frameOffset;
    }

    @Override
    public String toString() {
        return "CapturedPacket{timeNs=" + timeNs + ", link=" + linkName + ", capturedLength=" + capturedLength
                + ", originalLength=" + originalLength + ", framing=" + framing + ", frameOffset=" + frameOffset + "}";
    }

    /** Array of at least {@code length} bytes that becomes the content; bytes below {@code kept} stay what they are. */
    byte[] reserve(final int length, final int kept) {
        if (bytes.length < length) {
            final int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * bytes.length);
            final byte[] larger = new byte[Math.max(length, doubled)];
            System.arraycopy(bytes, 0, larger, 0, kept);
            bytes = larger;
            buffer.wrap(larger);
        }
        return bytes;
    }

    int capacity() {
        return bytes.length;
    }

    void describe(
            final CaptureInterface seenOn, final long timeNs, final int capturedLength, final long originalLength) {
        this.captureInterface = seenOn;
        this.timeNs = timeNs;
        this.capturedLength = capturedLength;
        this.originalLength = originalLength;
    }

    void locate(final Framing framing, final int frameOffset, final String linkName) {
        this.framing = framing;
        this.frameOffset = frameOffset;
        this.linkName = linkName;
    }

    CaptureInterface captureInterface() {
        return captureInterface;
    }

    /** Trade contents with another packet: how a merge hands over a packet without copying it. */
    void swap(final CapturedPacket other) {
        final byte[] ownBytes = bytes;
        bytes = other.bytes;
        other.bytes = ownBytes;
        buffer.wrap(bytes);
        other.buffer.wrap(other.bytes);

        final CaptureInterface ownInterface = captureInterface;
        final String ownLinkName = linkName;
        final long ownTimeNs = timeNs;
        final int ownCapturedLength = capturedLength;
        final long ownOriginalLength = originalLength;
        final Framing ownFraming = framing;
        final int ownFrameOffset = frameOffset;
        describe(other.captureInterface, other.timeNs, other.capturedLength, other.originalLength);
        locate(other.framing, other.frameOffset, other.linkName);
        other.describe(ownInterface, ownTimeNs, ownCapturedLength, ownOriginalLength);
        other.locate(ownFraming, ownFrameOffset, ownLinkName);
    }
}
