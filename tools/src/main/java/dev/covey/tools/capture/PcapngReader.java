package dev.covey.tools.capture;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pcapng, the format of Wireshark: blocks of a type, a length, a body and the length again.
 *
 * <p>A file has one or more sections, each with its own byte order and interfaces. Blocks that carry no packet and
 * describe no interface are skipped, whatever they are.
 */
final class PcapngReader extends RecordReader {
    /** Also the type of the block that begins a section; it reads the same in both byte orders. */
    static final int MAGIC = 0x0a0d0d0a;

    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private static final int TYPE_LENGTH = 4;
    private static final int BLOCK_HEADER_LENGTH = 8;
    private static final int BLOCK_TRAILER_LENGTH = 4;
    private static final int BLOCK_OVERHEAD = BLOCK_HEADER_LENGTH + BLOCK_TRAILER_LENGTH;
    private static final int MAX_BLOCK_LENGTH = MAX_RECORD_LENGTH + 64 * 1024;

    private static final int SECTION_FIXED_LENGTH = 16;
    private static final int PACKET_FIXED_LENGTH = 20;
    private static final int SIMPLE_PACKET_FIXED_LENGTH = 4;
    private static final int SUPPORTED_MAJOR = 1;

    /** Enough for any real file; a corrupt one cannot make us keep millions of interfaces. */
    private static final int MAX_INTERFACES = 64 * 1024;

    private final List<CaptureInterface> interfaces = new ArrayList<>();
    private boolean isFirstBlock = true;
    private long lastTimeNs;

    /** @param source positioned after the first four bytes, which were {@link #MAGIC}. */
    PcapngReader(final CaptureSource source) {
        super(source);
    }

    @Override
    boolean readPacket(final CapturedPacket packet) throws CaptureFormatException {
        while (true) {
            int type = MAGIC;
            if (isFirstBlock) {
                isFirstBlock = false;
            } else {
                beginRecord();
                if (!readHeader(TYPE_LENGTH)) {
                    return false;
                }
                type = scratchInt(0);
            }
            readMore(TYPE_LENGTH, BLOCK_HEADER_LENGTH - TYPE_LENGTH);
            if (readBlock(type, packet)) {
                return true;
            }
        }
    }

    private boolean readBlock(final int type, final CapturedPacket packet) throws CaptureFormatException {
        if (type == MAGIC) {
            readSection();
            return false;
        }
        final int bodyLength = bodyLength();
        switch (type) {
            case INTERFACE_DESCRIPTION -> readInterface(bodyLength);
            case ENHANCED_PACKET -> readTimedPacket(packet, bodyLength, false);
            case OBSOLETE_PACKET -> readTimedPacket(packet, bodyLength, true);
            case SIMPLE_PACKET -> readSimplePacket(packet, bodyLength);
            default -> skip(bodyLength);
        }
        readTrailer(bodyLength);
        return type == ENHANCED_PACKET || type == OBSOLETE_PACKET || type == SIMPLE_PACKET;
    }

    private void readSection() throws CaptureFormatException {
        readMore(BLOCK_HEADER_LENGTH, SECTION_FIXED_LENGTH);
        byteOrder = ByteOrder.BIG_ENDIAN;
        if (scratchInt(BLOCK_HEADER_LENGTH) != BYTE_ORDER_MAGIC) {
            byteOrder = ByteOrder.LITTLE_ENDIAN;
            if (scratchInt(BLOCK_HEADER_LENGTH) != BYTE_ORDER_MAGIC) {
                throw badSection("section without byte-order magic: found=0x"
                        + Integer.toHexString(scratchInt(BLOCK_HEADER_LENGTH)));
            }
        }
        final int bodyLength = bodyLength();
        requireBody(bodyLength, SECTION_FIXED_LENGTH);
        final int major = scratchUnsignedShort(BLOCK_HEADER_LENGTH + 4);
        if (major != SUPPORTED_MAJOR) {
            throw badSection("unknown version of the format: major=" + major);
        }
        interfaces.clear();
        skip(bodyLength - SECTION_FIXED_LENGTH);
        readTrailer(bodyLength);
    }

    private void readInterface(final int bodyLength) throws CaptureFormatException {
        requireBody(bodyLength, InterfaceDescription.FIXED_LENGTH);
        if (bodyLength > InterfaceDescription.MAX_LENGTH) {
            throw corrupt("interface description too long: length=" + bodyLength);
        }
        if (interfaces.size() == MAX_INTERFACES) {
            throw corrupt("too many interfaces: limit=" + MAX_INTERFACES);
        }
        final InterfaceDescription description = new InterfaceDescription(byteOrder);
        final String fault = description.decode(readArray(bodyLength));
        if (fault != null) {
            throw corrupt(fault);
        }
        interfaces.add(description.toInterface(interfaces.size()));
    }

    /** The enhanced packet block, and its forerunner, whose 16-bit interface number shares a word with a drop count. */
    private void readTimedPacket(final CapturedPacket packet, final int bodyLength, final boolean isObsolete)
            throws CaptureFormatException {
        requireBody(bodyLength, PACKET_FIXED_LENGTH);
        readMore(0, PACKET_FIXED_LENGTH);
        final CaptureInterface seenOn = interfaceOf(isObsolete ? scratchUnsignedShort(0) : scratchUnsignedInt(0));
        final long ticks = (scratchUnsignedInt(4) << Integer.SIZE) | scratchUnsignedInt(8);
        final long capturedLength = scratchUnsignedInt(12);
        final long originalLength = scratchUnsignedInt(16);

        final long timeNs = seenOn.resolution().toNs(ticks);
        if (timeNs == TimestampResolution.OUT_OF_RANGE) {
            throw corrupt("time out of range: ticks=" + Long.toUnsignedString(ticks));
        }
        requireSaneLength(capturedLength, seenOn.snapLength());
        readPacketData(packet, capturedLength, bodyLength - PACKET_FIXED_LENGTH);
        packet.describe(seenOn, timeNs, (int) capturedLength, originalLength);
        lastTimeNs = timeNs;
    }

    /** The simple packet block: of the first interface, as long as the body allows, without a time. */
    private void readSimplePacket(final CapturedPacket packet, final int bodyLength) throws CaptureFormatException {
        requireBody(bodyLength, SIMPLE_PACKET_FIXED_LENGTH);
        readMore(0, SIMPLE_PACKET_FIXED_LENGTH);
        final CaptureInterface seenOn = interfaceOf(0);
        final long originalLength = scratchUnsignedInt(0);
        final long capturedLength =
                seenOn.snapLength() == 0 ? originalLength : Math.min(originalLength, seenOn.snapLength());
        readPacketData(packet, capturedLength, bodyLength - SIMPLE_PACKET_FIXED_LENGTH);
        packet.describe(seenOn, lastTimeNs, (int) capturedLength, originalLength);
    }

    private void readPacketData(final CapturedPacket packet, final long capturedLength, final int availableLength)
            throws CaptureFormatException {
        if (capturedLength > availableLength) {
            throw corrupt("packet longer than its block: captured=" + capturedLength + ", block=" + availableLength);
        }
        readData(packet, (int) capturedLength);
        skip(availableLength - capturedLength);
    }

    private CaptureInterface interfaceOf(final long number) throws CaptureFormatException {
        if (number >= interfaces.size()) {
            throw corrupt("packet of an interface that was not described: interface=" + number + ", described="
                    + interfaces.size());
        }
        return interfaces.get((int) number);
    }

    private CaptureFormatException badSection(final String detail) {
        return recordOffset == 0 ? notACapture(detail) : corrupt(detail);
    }

    private int bodyLength() throws CaptureFormatException {
        final long length = scratchUnsignedInt(TYPE_LENGTH);
        if (length < BLOCK_OVERHEAD || length > MAX_BLOCK_LENGTH || length % Integer.BYTES != 0) {
            throw corrupt("impossible block length: length=" + length);
        }
        return (int) length - BLOCK_OVERHEAD;
    }

    private void requireBody(final int bodyLength, final int fixedLength) throws CaptureFormatException {
        if (bodyLength < fixedLength) {
            throw corrupt("block too short: length=" + (bodyLength + BLOCK_OVERHEAD) + ", needed="
                    + (fixedLength + BLOCK_OVERHEAD));
        }
    }

    private void readTrailer(final int bodyLength) throws CaptureFormatException {
        readMore(0, BLOCK_TRAILER_LENGTH);
        final long trailer = scratchUnsignedInt(0);
        if (trailer != bodyLength + BLOCK_OVERHEAD) {
            throw corrupt("the two lengths of a block differ: first=" + (bodyLength + BLOCK_OVERHEAD) + ", second="
                    + trailer);
        }
    }
}
