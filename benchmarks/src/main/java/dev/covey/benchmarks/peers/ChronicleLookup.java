package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.AddressFamily;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.values.Values;

/**
 * Chronicle Map, off heap and in memory, asked with one key and answering into one value again and again. So it is for
 * one reader here, though the map is not.
 */
final class ChronicleLookup extends LongMapLookup {
    private final ChronicleMap<LongValue, LongValue> map;
    private final LongValue askedKey = Values.newHeapInstance(LongValue.class);
    private final LongValue answer = Values.newHeapInstance(LongValue.class);
    private final LongValue writtenKey = Values.newHeapInstance(LongValue.class);
    private final LongValue writtenValue = Values.newHeapInstance(LongValue.class);

    ChronicleLookup(final AddressFamily family, final int capacity) {
        LongKeys.requireIpv4(family);
        map = ChronicleMap.of(LongValue.class, LongValue.class)
                .name("peer")
                .entries(capacity)
                .create();
    }

    @Override
    public boolean isForReaders() {
        return false;
    }

    @Override
    void put(final long key, final long value) {
        writtenKey.setValue(key);
        writtenValue.setValue(value);
        map.put(writtenKey, writtenValue);
    }

    @Override
    void removeKey(final long key) {
        writtenKey.setValue(key);
        map.remove(writtenKey);
    }

    @Override
    long get(final long key) {
        askedKey.setValue(key);
        final LongValue found = map.getUsing(askedKey, answer);
        return found == null ? MISS : found.getValue();
    }

    @Override
    public long bytes() {
        return map.offHeapMemoryUsed();
    }
}
