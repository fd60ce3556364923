package dev.covey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.wire.LinkType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;

/**
 * An engine that is host and router, with members of both families, gets any packets: each is either dropped for one
 * reason, which is counted, and changes nothing; or taken. The audit is clean after all of them, and after everything
 * ends nothing is left.
 *
 * <p>An input is a row of packets: what each begins with ({@link LinkType}, by the lowest two bits of an octet), its
 * length in two octets, and the packet, cut where the input ends. The corpus beside the class is tried by every build;
 * Jazzer looks for more with {@code JAZZER_FUZZ=1 mvn -pl engine/core test -Dtest=ReceiveFuzzTest -Djazzer.hooks=true}.
 */
class ReceiveFuzzTest {
    private static final TableSizes SIZES = new TableSizes(8, 64, 16, 64, 64, 256, 64);
    private static final int HEADER_LENGTH = 1 + Short.BYTES;
    private static final LinkType[] LINK_TYPES = LinkType.values();
    /** Longer than any answer is put off by the queries of the corpus, shorter than any membership lasts. */
    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(2);

    private final EngineHarness harness = new EngineHarness(new EngineContext().tableSizes(SIZES));
    private final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);

    @AfterEach
    void close() {
        harness.close();
    }

    @FuzzTest
    void shouldChangeNothingByADroppedPacket(final byte[] input) {
        final long em0 = harness.attach(InterfaceConfiguration.builder(1, 0x0200_0000_0001L)
                .router(true)
                .host(true)
                .addresses(InterfaceAddresses.NONE
                        .with(0, EngineHarness.address("192.0.2.7").low(), 24)
                        .with(
                                EngineHarness.address("fe80::7").high(),
                                EngineHarness.address("fe80::7").low(),
                                64))
                .build());
        final long socket = harness.open();
        harness.join(socket, em0, "239.1.2.3");
        harness.join(socket, em0, "ff15::1:2:3");
        harness.setFilter(socket, em0, "232.1.1.1", FilterMode.INCLUDE, "10.0.0.1", "10.0.0.2");
        harness.setFilter(socket, em0, "239.1.2.4", FilterMode.EXCLUDE, "10.0.0.1");

        final UnsafeBuffer packets = new UnsafeBuffer(input);
        int offset = 0;
        while (offset + HEADER_LENGTH <= input.length) {
            final LinkType linkType = LINK_TYPES[packets.getByte(offset) & LINK_TYPES.length - 1];
            final int asked = (packets.getByte(offset + 1) & 0xff) << 8 | (packets.getByte(offset + 2) & 0xff);
            offset += HEADER_LENGTH;
            final int length = Math.min(asked, input.length - offset);
            receive(em0, linkType, packets, offset, length);
            offset += length;
        }

        harness.assertClean();
        harness.end(socket, em0);
    }

    private void receive(
            final long interfaceHandle,
            final LinkType linkType,
            final UnsafeBuffer packets,
            final int offset,
            final int length) {
        harness.time.advanceTo(harness.time.timeNs() + PAUSE_NS);
        final SortedMap<String, String> before = EngineState.of(harness);
        countDrops();
        final long sequence =
                harness.client.offer(interfaceHandle, linkType, packets, offset, length, harness.time.timeNs());
        assertThat(sequence).isNotNegative();
        final SortedMap<String, String> after = EngineState.of(harness);
        final int dropped = countDrops();
        assertThat(dropped).as("reasons of one packet").isBetween(0, 1);
        if (dropped == 1) {
            assertThat(after).isEqualTo(before);
        }
    }

    /** How many packets were dropped since the last call. A limit that is counted is no drop: the rest is applied. */
    private int countDrops() {
        int dropped = 0;
        for (final DropReason reason : EnumSet.range(DropReason.IP_SHORT, DropReason.MLD_BADREPORT)) {
            final long count = harness.engine.counters().get(reason);
            final Long last = drops.put(reason, count);
            dropped += (int) (count - (last == null ? 0 : last));
        }
        return dropped;
    }
}
