package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.AddressFamily;
import java.util.Locale;

/** What finds an (interface, group). A process loads one of them, so that the calls of the loops are direct. */
interface LookupTable {
    /** Build an empty table with room for some groups. */
    static LookupTable create(final String peer, final AddressFamily family, final int capacity, final int writerNs) {
        return switch (peer.toLowerCase(Locale.ROOT)) {
            case "covey" -> new EngineLookup(family, capacity, writerNs, false);
            case "covey-deliver" -> new EngineLookup(family, capacity, writerNs, true);
            case "covey-index" -> new IndexLookup(family, capacity);
            case "hashmap" -> ObjectMapLookup.hashMap(family, capacity);
            case "concurrenthashmap" -> ObjectMapLookup.concurrentHashMap(family, capacity);
            case "nonblockinghashmap" ->
                family == AddressFamily.IPV4
                        ? new NonBlockingLongLookup(capacity)
                        : ObjectMapLookup.nonBlockingHashMap(family, capacity);
            case "agrona" -> new AgronaLookup(family, capacity);
            case "fastutil" -> new FastutilLookup(family, capacity);
            case "chronicle" -> new ChronicleLookup(family, capacity);
            default -> throw new IllegalArgumentException("no such peer: " + peer);
        };
    }

    /** May several threads look at once? */
    default boolean isForReaders() {
        return true;
    }

    /** May a thread write while another looks? */
    default boolean isForWriter() {
        return true;
    }

    /** Insert the groups from 0 to below a number, each with a value of its own or of its socket. */
    void fill(int count);

    /** Insert one group. The writer's thread only. */
    void insert(long number);

    /** Take one group out. The writer's thread only. */
    void remove(long number);

    /** The writer's thread ends; another may come. */
    default void writerIsDone() {}

    /** The value that a group has to be found with, as far as it is verified. */
    long valueOf(long number);

    /** A way to look for the thread that calls this. */
    LookupReader openReader(String name);

    /** Bytes of the table, 0 if it does not know. */
    default long bytes() {
        return 0;
    }
}
