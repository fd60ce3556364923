package dev.covey.engine;

import static dev.covey.engine.EngineHarness.address;
import static dev.covey.engine.membership.OperationStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a datagram, in all the ways to ask (checklist line 64). */
class DeliveryTest {
    private static final String GROUP = "239.1.1.1";
    private static final InternetAddress TO = address(GROUP);
    private static final InternetAddress FROM = address("198.51.100.7");

    private final EngineHarness harness = new EngineHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void line64ShouldTellEachSocketThatPassesOnceToAVisitor(final boolean isPolling) {
        final long eth0 = harness.attachHost();
        final long eth1 = harness.attachHost();
        final long any = harness.open();
        final long wanting = harness.open();
        final long blocking = harness.open();
        final long elsewhere = harness.open();
        final long idle = harness.open();
        harness.join(any, eth0, GROUP);
        harness.join(any, eth1, GROUP);
        harness.joinSource(wanting, eth0, GROUP, FROM.toString());
        harness.setFilter(blocking, eth0, GROUP, FilterMode.EXCLUDE, FROM.toString());
        harness.join(elsewhere, eth1, GROUP);
        harness.join(idle, eth0, "239.1.1.2");

        try (MembershipReader reader = reader(isPolling)) {
            final List<Long> told = new ArrayList<>();
            final int count = reader.deliver(eth0, TO.high(), TO.low(), FROM.high(), FROM.low(), told::add);
            assertThat(told).containsExactlyInAnyOrder(any, wanting).hasSize(count);

            final long[] tooSmall = new long[1];
            assertThat(reader.deliver(eth0, TO.high(), TO.low(), FROM.high(), FROM.low(), tooSmall))
                    .isEqualTo(2);
            assertThat(told).contains(tooSmall[0]);
            assertThat(reader.deliver(eth0, TO.high(), TO.low(), FROM.high(), FROM.low(), new long[0]))
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseABatchThatItsArraysDoNotHold(final boolean isPolling) {
        final long eth0 = harness.attachHost();
        harness.join(harness.open(), eth0, GROUP);
        final long[] interfaces = {eth0, eth0};
        final long[] addresses = {TO.high(), TO.low(), TO.high(), TO.low()};
        try (MembershipReader reader = reader(isPolling)) {
            final int[] results = {-7, -7};
            assertThat(reader.lookup(interfaces, addresses, addresses, results, 0))
                    .isZero();
            for (final int n : new int[] {-1, 3, Integer.MAX_VALUE}) {
                assertThatThrownBy(() -> reader.lookup(interfaces, addresses, addresses, new int[3], n))
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
            assertThatThrownBy(() -> reader.lookup(interfaces, addresses, addresses, new int[1], 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> reader.lookup(interfaces, new long[3], addresses, results, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> reader.lookup(interfaces, addresses, new long[3], results, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(results).containsOnly(-7);
            assertThat(reader.lookup(interfaces, addresses, addresses, results, 2))
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindNobodyWhereTheHandleOfTheInterfaceIsForged(final boolean isPolling) {
        final long gone = harness.attachHost();
        final long eth0 = harness.attachHost();
        final long socket = harness.open();
        harness.join(socket, gone, GROUP);
        harness.join(socket, eth0, GROUP);
        // What was joined on it can still be found by who knows its slot.
        harness.detach(gone);
        final LookupProbe probe = new LookupProbe(harness, isPolling);
        probe.add(gone, GROUP, FROM.toString(), true);
        probe.add(Handle.slot(gone), GROUP, FROM.toString(), true);
        probe.add(eth0, GROUP, FROM.toString(), false);
        final int slot = Handle.slot(eth0);
        // Slots that no table has, and those that lead to the same word as the right one.
        for (int bit = 0; Handle.MAX_SLOT >>> bit != 0; bit++) {
            probe.add(eth0 ^ 1L << bit, GROUP, FROM.toString(), true);
            probe.add(slot ^ 1L << bit, GROUP, FROM.toString(), true);
        }
        probe.add(slot, GROUP, FROM.toString(), true);
        probe.add(Handle.NULL_HANDLE, GROUP, FROM.toString(), true);
        probe.add(-1L, GROUP, FROM.toString(), true);
        probe.add(Handle.of(Handle.kind(eth0), Handle.generation(eth0) + 1, slot), GROUP, FROM.toString(), true);
        probe.run("forged");
    }

    @Test
    void shouldLetReclamationGoOnWhenAVisitorThrows() {
        final long eth0 = harness.attachHost();
        final long socket = harness.open();
        harness.join(socket, eth0, GROUP);
        try (MembershipReader reader = harness.engine.openReader("throwing")) {
            assertThatThrownBy(() -> reader.deliver(eth0, TO.high(), TO.low(), FROM.high(), FROM.low(), found -> {
                        throw new IllegalArgumentException("socket=" + found);
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
            harness.end(socket, eth0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void line64ShouldBringBackWhatASocketSendsUnlessItHasTurnedThatOff(final boolean isPolling) {
        final long eth0 = harness.attachHost();
        final long sender = harness.open();
        final long member = harness.open();
        harness.join(sender, eth0, GROUP);
        harness.join(member, eth0, GROUP);
        try (MembershipReader reader = reader(isPolling)) {
            assertThat(own(reader, sender, eth0)).containsExactlyInAnyOrder(sender, member);
            assertThat(harness.loopback(sender, false)).isEqualTo(OK);
            assertThat(own(reader, sender, eth0)).isEmpty();
            // It is the sender's choice: what others send, and what comes in, is not its business.
            assertThat(own(reader, member, eth0)).containsExactlyInAnyOrder(sender, member);
            assertThat(harness.deliver(eth0, GROUP, FROM.toString())).containsExactlyInAnyOrder(sender, member);
            assertThat(harness.loopback(sender, true)).isEqualTo(OK);
            assertThat(own(reader, sender, eth0)).containsExactlyInAnyOrder(sender, member);
            harness.close(sender);
            assertThat(own(reader, sender, eth0)).isEmpty();
        }
        harness.end(member, eth0);
    }

    @Test
    void shouldBeginWithLoopbackOnWhenASlotIsUsedAgain() {
        final long eth0 = harness.attachHost();
        for (int i = 0; i <= EngineHarness.SMALL.sockets(); i++) {
            final long socket = harness.open();
            harness.join(socket, eth0, GROUP);
            try (MembershipReader reader = reader(false)) {
                assertThat(own(reader, socket, eth0)).containsExactly(socket);
            }
            harness.loopback(socket, false);
            harness.close(socket);
            harness.settle();
        }
    }

    @Test
    void shouldNeverNameTheEnginesOwnSockets() {
        final long eth0 = harness.attachHost();
        final long socket = harness.open();
        final long internal;
        // Opened inside the engine only: the record says so.
        try (Lease lease = harness.tables().sockets().create(0, true, Integer.MAX_VALUE, Integer.MAX_VALUE)) {
            internal = lease.handle();
        }
        assertThat(harness.join(internal, eth0, GROUP)).isEqualTo(OK);
        assertThat(harness.deliver(eth0, GROUP, FROM.toString())).isEmpty();
        try (MembershipReader reader = reader(false)) {
            assertThat(reader.isWanted(eth0, TO.high(), TO.low(), FROM.high(), FROM.low()))
                    .isFalse();
            assertThat(own(reader, socket, eth0)).isEmpty();
        }
        assertThat(harness.join(socket, eth0, GROUP)).isEqualTo(OK);
        assertThat(harness.deliver(eth0, GROUP, FROM.toString())).containsExactly(socket);
        // It counts like any other where the link is concerned.
        assertThat(harness.leave(socket, eth0, GROUP)).isEqualTo(OK);
        assertThat(harness.linkFilter).containsExactly("+1005e010101");
        assertThat(OperationStatus.errno(harness.close(internal))).isEqualTo("OK");
        harness.end(socket, eth0);
    }

    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who closes it
    private MembershipReader reader(final boolean isPolling) {
        return isPolling ? harness.engine.openPollingReader("polling") : harness.engine.openReader("guarded");
    }

    private static List<Long> own(final MembershipReader reader, final long sender, final long interfaceHandle) {
        reader.quiescent();
        final List<Long> told = new ArrayList<>();
        final int count =
                reader.deliverOwn(sender, interfaceHandle, TO.high(), TO.low(), FROM.high(), FROM.low(), told::add);
        final long[] sockets = new long[count];
        assertThat(reader.deliverOwn(sender, interfaceHandle, TO.high(), TO.low(), FROM.high(), FROM.low(), sockets))
                .isEqualTo(count);
        for (int i = 0; i < count; i++) {
            assertThat(told.get(i)).isEqualTo(sockets[i]);
        }
        return told;
    }
}
