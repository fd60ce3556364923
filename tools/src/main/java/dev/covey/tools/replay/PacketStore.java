package dev.covey.tools.replay;

import dev.covey.tools.capture.CapturedPacket;
import dev.covey.tools.capture.Framing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** The packets of a capture in memory, so that measuring the engine does not measure the disk. */
final class PacketStore {
    private static final int CHUNK_LENGTH = 4 * 1024 * 1024;

    private final long limitBytes;
    private final List<UnsafeBuffer> chunks = new ArrayList<>();
    private final List<String> linkNames = new ArrayList<>();
    private final Map<String, Integer> linkIndexByName = new HashMap<>();
    private long storedBytes;
    private int usedInChunk = CHUNK_LENGTH;
    private int chunkCapacity = CHUNK_LENGTH;

    private int count;
    private long[] timesNs = new long[1024];
    private int[] chunkIndexes = new int[1024];
    private int[] offsets = new int[1024];
    private int[] lengths = new int[1024];
    private int[] linkIndexes = new int[1024];
    private Framing[] framings = new Framing[1024];

    PacketStore(final long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Keep a packet; false if that would take more memory than allowed. */
    boolean add(final long timeNs, final CapturedPacket packet) {
        final int length = packet.frameLength();
        if (storedBytes + length > limitBytes) {
            return false;
        }
        if (length > chunkCapacity - usedInChunk) {
            chunkCapacity = Math.max(CHUNK_LENGTH, length);
            chunks.add(new UnsafeBuffer(new byte[chunkCapacity]));
            usedInChunk = 0;
        }
        if (count == timesNs.length) {
            grow();
        }
        chunks.get(chunks.size() - 1).putBytes(usedInChunk, packet.buffer(), packet.frameOffset(), length);
        timesNs[count] = timeNs;
        chunkIndexes[count] = chunks.size() - 1;
        offsets[count] = usedInChunk;
        lengths[count] = length;
        linkIndexes[count] = linkIndex(packet.linkName());
        framings[count] = packet.framing();
        count++;
        usedInChunk += length;
        // What the arrays cost counts too: a capture may consist of empty packets.
        storedBytes += length + 3L * Long.BYTES + 3L * Integer.BYTES;
        return true;
    }

    int count() {
        return count;
    }

    /** From the first packet to the last. */
    long spanNs() {
        return count == 0 ? 0 : timesNs[count - 1] - timesNs[0];
    }

    /** Hand every packet to an engine, each so much later than it was, and wait for the last. */
    void replay(final ReplayEngine engine, final Links links, final long shiftNs) {
        if (count == 0) {
            return;
        }
        final long[] handles = new long[linkNames.size()];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = links.handleOf(linkNames.get(i), timesNs[0] + shiftNs);
        }
        for (int i = 0; i < count; i++) {
            engine.receive(
                    timesNs[i] + shiftNs,
                    handles[linkIndexes[i]],
                    framings[i],
                    chunks.get(chunkIndexes[i]),
                    offsets[i],
                    lengths[i]);
        }
        engine.advanceTo(timesNs[count - 1] + shiftNs);
    }

    private int linkIndex(final String name) {
        if (count > 0 && linkNames.get(linkIndexes[count - 1]).equals(name)) {
            return linkIndexes[count - 1];
        }
        final Integer known = linkIndexByName.putIfAbsent(name, linkNames.size());
        if (known != null) {
            return known;
        }
        linkNames.add(name);
        return linkNames.size() - 1;
    }

    private void grow() {
        final int capacity = Math.multiplyExact(count, 2);
        timesNs = Arrays.copyOf(timesNs, capacity);
        chunkIndexes = Arrays.copyOf(chunkIndexes, capacity);
        offsets = Arrays.copyOf(offsets, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        linkIndexes = Arrays.copyOf(linkIndexes, capacity);
        framings = Arrays.copyOf(framings, capacity);
    }
}
