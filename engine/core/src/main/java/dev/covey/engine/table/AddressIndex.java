package dev.covey.engine.table;

import dev.covey.engine.memory.EpochDomain;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.NativeMemory;

/**
 * Concurrent map from an interface and an address to a value: IPv4 groups in a {@link NarrowIndex}, everything else in
 * a {@link WideIndex}.
 *
 * <p>IPv4 addresses are mapped into IPv6: high half 0, low half {@code 0000ffff} and the address. A group is one of
 * 224.0.0.0/4, so the 20 bits of an interface slot and the 28 that groups differ in make a narrow key.
 *
 * <p>Threading: one writer; finds on any thread inside an epoch, or on the writer's.
 */
public final class AddressIndex {
    /** Value of an address that is absent. */
    public static final int MISS = NarrowIndex.MISS;

    private static final int GROUP_BITS = 28;
    private static final long GROUP_MASK = (1L << GROUP_BITS) - 1;
    private static final long MAPPED_GROUPS = 0xffff_eL;

    private final NarrowIndex narrow;
    private final WideIndex wide;
    private final int maxEntries;

    /**
     * An empty index.
     *
     * @param name for the allocation gate and for errors.
     * @param memory for the lines.
     * @param epochs of its readers.
     * @param initialEntries that fit before it grows, in each of its parts, 0 to {@code maxEntries}.
     * @param maxEntries that it accepts, positive.
     * @param seed of the hashes; a secret where others choose the addresses.
     * @param isForReaders do readers ask it, too? Then what is found and what is not costs less, and the index more
     *     memory.
     * @throws IllegalStateException if there is no memory for the initial lines.
     */
    public AddressIndex(
            final String name,
            final NativeMemory memory,
            final EpochDomain epochs,
            final int initialEntries,
            final int maxEntries,
            final long seed,
            final boolean isForReaders) {
        narrow = new NarrowIndex(name, memory, epochs, initialEntries, maxEntries, seed, isForReaders);
        wide = new WideIndex(name, memory, epochs, initialEntries, maxEntries, ~seed, isForReaders);
        this.maxEntries = maxEntries;
    }

    /**
     * Find the value of an address. Any thread inside an epoch.
     *
     * @param interfaceSlot of the interface, 0 to {@link TableSizes#MAX_INTERFACES} - 1; the caller makes sure of it.
     *     Of another only the low 20 bits count for an IPv4 group: it may be found with the value of another interface.
     * @param high half of the address.
     * @param low half of the address.
     * @return its value, or {@link #MISS}.
     */
    public int find(final int interfaceSlot, final long high, final long low) {
        assert interfaceSlot >= 0 && interfaceSlot < TableSizes.MAX_INTERFACES : "interfaceSlot=" + interfaceSlot;
        return isNarrow(high, low)
                ? narrow.findKey(narrowKey(interfaceSlot, low))
                : wide.find(interfaceSlot, high, low);
    }

    /**
     * Find the values of a batch of addresses. Any thread inside an epoch.
     *
     * <p>The caller makes sure of the interfaces: of a slot that no interface can have only the low 20 bits count for
     * an IPv4 group, which may so be found with the value of another interface.
     *
     * @param batch of the calling thread; it receives the values.
     */
    public void find(final AddressBatch batch) {
        batch.find(narrow, wide);
    }

    /**
     * Find the values of addresses where they stand. Any thread inside an epoch. Fastest where all are of one family.
     *
     * <p>The caller makes sure of the interfaces, before or after, by {@link InterfaceTable#isAttached}: of a forged
     * handle only the low 20 bits of the slot count for an IPv4 group, which may so be found with the value of another
     * interface.
     *
     * @param interfaceHandles of the interfaces; only the slots in them count.
     * @param addresses to find, two longs each.
     * @param values out: the value of each address, or {@link #MISS}.
     * @param from first of the three.
     * @param to behind the last; at most {@link AddressBatch#CAPACITY} behind the first.
     * @param batch of the calling thread, to work in.
     */
    public void find(
            final long[] interfaceHandles,
            final long[] addresses,
            final int[] values,
            final int from,
            final int to,
            final AddressBatch batch) {
        final long[] keys = batch.narrowKeys;
        final int n = to - from;
        FindScratch.check(n);
        if (n > 0 && addresses[2 * from] != 0 && areWide(addresses, from, n)) {
            wide.find(interfaceHandles, addresses, values, from, n, batch.scratch);
            return;
        }
        int wideCount = 0;
        for (int i = 0; i < n; i++) {
            final int interfaceSlot = Handle.slot(interfaceHandles[from + i]);
            final long low = addresses[2 * (from + i) + 1];
            keys[i] = narrowKey(interfaceSlot, low);
            wideCount += isNarrow(addresses[2 * (from + i)], low) ? 0 : 1;
        }
        if (wideCount == 0) {
            narrow.find(keys, values, from, n, batch.scratch);
        } else {
            batch.clear();
            for (int i = from; i < to; i++) {
                batch.add(Handle.slot(interfaceHandles[i]), addresses[2 * i], addresses[2 * i + 1]);
            }
            batch.find(narrow, wide);
            for (int i = from; i < to; i++) {
                values[i] = batch.value(i - from);
            }
        }
    }

    /** Has each address a high half? Then none of them is narrow. */
    private static boolean areWide(final long[] addresses, final int from, final int n) {
        long zeroes = 0;
        for (int i = 0; i < n; i++) {
            final long high = addresses[2 * (from + i)];
            // The top bit is set by a 0, and by nothing else.
            zeroes |= (high - 1) & ~high;
        }
        return zeroes >= 0;
    }

    /**
     * Add an entry. Writer only.
     *
     * @param interfaceSlot of the interface, 0 to {@link TableSizes#MAX_INTERFACES} - 1.
     * @param high half of the address.
     * @param low half of the address, absent on the interface.
     * @param value of the address, 0 to {@link NarrowIndex#MAX_VALUE}.
     * @return false, and nothing is changed, if the index holds its maximum of entries or cannot grow now.
     * @throws IllegalStateException if the address is present.
     */
    public boolean insert(final int interfaceSlot, final long high, final long low, final int value) {
        if (size() == maxEntries) {
            return false;
        }
        return isNarrow(high, low)
                ? narrow.insert(narrowKey(interfaceSlot, low), value)
                : wide.insert(interfaceSlot, high, low, value);
    }

    /**
     * Give an entry another value, for readers at one instant. What it names is written before: a reader that sees the
     * value sees it whole. Writer only.
     *
     * @param interfaceSlot of the interface.
     * @param high half of the address.
     * @param low half of the address, present on the interface.
     * @param value of the address from now on, 0 to {@link NarrowIndex#MAX_VALUE}.
     * @throws IllegalStateException if the address is absent.
     */
    public void replace(final int interfaceSlot, final long high, final long low, final int value) {
        if (isNarrow(high, low)) {
            narrow.replace(narrowKey(interfaceSlot, low), value);
        } else {
            wide.replace(interfaceSlot, high, low, value);
        }
    }

    /**
     * Remove an entry. When the grace period of what its value names is over, {@link #vacate} has to follow. Writer
     * only.
     *
     * @param interfaceSlot of the interface.
     * @param high half of the address.
     * @param low half of the address.
     * @return false if the address is absent.
     */
    public boolean remove(final int interfaceSlot, final long high, final long low) {
        return isNarrow(high, low)
                ? narrow.remove(narrowKey(interfaceSlot, low))
                : wide.remove(interfaceSlot, high, low);
    }

    /**
     * No reader can be inside any more that has seen an entry before it was removed: its place may be used again.
     * Writer only.
     *
     * @param interfaceSlot of the interface.
     * @param high half of the address.
     * @param low half of the address.
     * @param value that the entry had.
     */
    public void vacate(final int interfaceSlot, final long high, final long low, final int value) {
        if (!isNarrow(high, low)) {
            wide.vacate(interfaceSlot, high, low, value);
        }
    }

    /**
     * Entries in the index. Writer only.
     *
     * @return their number.
     */
    public int size() {
        return narrow.size() + wide.size();
    }

    /**
     * Bytes of all generations of both parts. Writer only.
     *
     * @return bytes.
     */
    public long bytes() {
        return narrow.bytes() + wide.bytes();
    }

    /** End of a batch of writes, see {@link NarrowIndex#maintain()}. Writer only. */
    public void maintain() {
        narrow.maintain();
        wide.maintain();
    }

    /**
     * Visit all entries. Writer only.
     *
     * @param visitor called with each; it must not change the index.
     */
    public void forEach(final WideIndex.Visitor visitor) {
        narrow.forEach((key, value) -> visitor.onEntry(
                (int) (key >>> GROUP_BITS), 0, (MAPPED_GROUPS << GROUP_BITS) | (key & GROUP_MASK), value));
        wide.forEach(visitor);
    }

    static boolean isNarrow(final long high, final long low) {
        return (high | ((low >>> GROUP_BITS) ^ MAPPED_GROUPS)) == 0;
    }

    static long narrowKey(final int interfaceSlot, final long low) {
        return ((long) interfaceSlot << GROUP_BITS) | (low & GROUP_MASK);
    }
}
