package dev.covey.examples;

import static java.nio.ByteOrder.BIG_ENDIAN;

import dev.covey.engine.EngineClient;
import dev.covey.engine.MembershipReader;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.wire.InternetAddress;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntIntConsumer;

/**
 * Receives 100 products, each published on feed A and on feed B: 200 source-specific channels of two links. The thread
 * that polls the network cards asks for whole batches of frames which are wanted; the engine has a thread of its own.
 */
public final class MarketData {
    static final int PRODUCTS = 100;
    static final int MAX_BATCH = 256;
    private static final int[] GROUPS = {0xe801_0000, 0xe802_0000}; // A: 232.1.0.0 and on, B: 232.2.0.0 and on
    private static final int[] SOURCES = {0xc633_6401, 0xcb00_7101}; // A: 198.51.100.1, B: 203.0.113.1
    // Of Ethernet frames without tags, and IPv4 without options: the cards let nothing else through.
    private static final int SOURCE_OFFSET = 26;
    private static final int GROUP_OFFSET = 30;
    private static final int SEQUENCE_OFFSET = 42;

    private final MembershipReader reader; // a polling one, of the thread that calls all of this
    private final IntIntConsumer handler; // told the product and the frame of each message, by the faster feed
    private final long[] groups = new long[2 * MAX_BATCH]; // high and low half of each; the high half of IPv4 is 0
    private final long[] sources = new long[2 * MAX_BATCH];
    private final int[] numbers = new int[MAX_BATCH];
    private final long[] nextSequences = new long[PRODUCTS];
    private int[] products = new int[2 * PRODUCTS]; // by the number of the group

    MarketData(final MembershipReader reader, final IntIntConsumer handler) {
        this.reader = reader;
        this.handler = handler;
    }

    /** Join feed A, which is 0, or feed B, which is 1. */
    void join(final EngineClient client, final long socket, final long link, final int feed) {
        final long source = InternetAddress.ipv4Low(SOURCES[feed]);
        final Completion last = new Completion();
        long taken = 0;
        for (int product = 0; product < PRODUCTS; product++) {
            final long group = InternetAddress.ipv4Low(GROUPS[feed] + product);
            taken = client.joinSource(socket, link, 0, group, 0, source, product < PRODUCTS - 1 ? null : last);
        }
        while (taken >= 0 && !last.isDone()) {
            Thread.onSpinWait(); // commands take effect in order: with the last one all have
        }
        for (int product = 0; product < PRODUCTS; product++) {
            final int number = reader.lookup(link, 0, InternetAddress.ipv4Low(GROUPS[feed] + product), 0, source);
            if (number == MembershipReader.NONE) {
                throw new IllegalStateException("cannot join: feed=" + feed + ", product=" + product);
            }
            products = number < products.length ? products : Arrays.copyOf(products, 2 * number);
            products[number] = product; // a group keeps its small number while it is joined
        }
    }

    /** Handle the frames that wait in the cards' memory: where each begins, and the link that it came by. */
    void onBatch(final DirectBuffer frames, final int[] offsets, final long[] links, final int count) {
        for (int i = 0; i < count; i++) {
            sources[2 * i + 1] = InternetAddress.ipv4Low(frames.getInt(offsets[i] + SOURCE_OFFSET, BIG_ENDIAN));
            groups[2 * i + 1] = InternetAddress.ipv4Low(frames.getInt(offsets[i] + GROUP_OFFSET, BIG_ENDIAN));
        }
        reader.lookup(links, groups, sources, numbers, count);
        for (int i = 0; i < count; i++) {
            final long sequence = frames.getLong(offsets[i] + SEQUENCE_OFFSET, BIG_ENDIAN);
            if (numbers[i] != MembershipReader.NONE && sequence >= nextSequences[products[numbers[i]]]) {
                nextSequences[products[numbers[i]]] = sequence + 1;
                handler.accept(products[numbers[i]], i);
            }
        }
        reader.quiescent(); // once per batch: nothing that was found is held on to
    }
}
