package dev.covey.engine;

import static dev.covey.engine.EngineHarness.address;

import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationStep;
import dev.covey.engine.membership.StepListener;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.testing.FailingGate;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An engine with one interface and two sockets, whose allocations fail and whose steps are interrupted on demand. */
final class FaultFixture implements AutoCloseable {
    private static final TableSizes SIZES = new TableSizes(8, 64, 16, 64, 64, 256, 64);

    /** Longer than all repetitions of an announcement take. */
    private static final int ANNOUNCEMENT_SECONDS = 5;

    final FailingGate gate = new FailingGate();
    final SentReports sent = new SentReports();
    final EngineHarness harness;
    final String group;
    final String otherGroup;
    final String[] sources;
    final long em0;
    final long socket;
    final long other;
    /** An interface that an operation has attached, and a socket that one has opened. */
    long attached;

    long opened;

    private final List<OperationStep> steps = new ArrayList<>();
    private int interruptedStep = -1;
    private Consumer<FaultFixture> interruption;

    /**
     * An engine, a link, two sockets.
     *
     * @param isWatched does somebody listen to the steps? Operations have less to do where nobody does.
     */
    FaultFixture(final boolean isIpv6, final boolean isWatched) {
        harness = new EngineHarness(new EngineContext()
                .tableSizes(SIZES)
                .allocationGate(gate)
                .packetSink(sent)
                .stepListener(isWatched ? this::onStep : StepListener.NONE));
        group = isIpv6 ? "ff15::1" : "239.1.1.1";
        // They share their link-layer address.
        otherGroup = isIpv6 ? "ff1e::1" : "224.1.1.1";
        sources = isIpv6
                ? new String[] {"2001:db8::1", "2001:db8::2", "2001:db8::3"}
                : new String[] {"198.51.100.1", "198.51.100.2", "198.51.100.3"};
        em0 = harness.attach(configuration(1, "192.0.2.7", "fe80::7"));
        socket = harness.open();
        other = harness.open();
    }

    static InterfaceConfiguration configuration(final long cookie, final String ipv4, final String ipv6) {
        final InternetAddress own = address(ipv4);
        final InternetAddress own6 = address(ipv6);
        return InterfaceConfiguration.builder(cookie, 0x0200_0000_0000L + cookie)
                .router(true)
                .addresses(
                        InterfaceAddresses.NONE.with(own.high(), own.low(), 24).with(own6.high(), own6.low(), 64))
                .build();
    }

    private void onStep(final OperationStep step) {
        final int index = steps.size();
        steps.add(step);
        if (index == interruptedStep) {
            interruptedStep = -1;
            interruption.accept(this);
        }
    }

    /** Do something at a step of the next operation, the first one being 0. */
    void interrupt(final int step, final Consumer<FaultFixture> what) {
        steps.clear();
        interruptedStep = step;
        interruption = what;
    }

    /** Steps since the last call of {@link #interrupt}. */
    List<OperationStep> steps() {
        return steps;
    }

    /** What the interface receives, as those hear of it that program its filter; nothing once it is destroyed. */
    Set<String> linkFilter() {
        final Set<String> addresses = new TreeSet<>();
        if (harness.tables().interfaces().resolve(em0) == Slab.NULL_SLOT) {
            return addresses;
        }
        for (final String change : harness.linkFilter) {
            final String address = change.substring(1);
            if (change.charAt(0) == '+' ? !addresses.add(address) : !addresses.remove(address)) {
                throw new AssertionError("changed twice: " + harness.linkFilter);
            }
        }
        return addresses;
    }

    /**
     * Everything that can be asked about sockets, groups and hosts, and how many records there are, when all changes
     * are announced: two that came in one event have one first announcement.
     */
    String told() {
        for (int i = 0; i < ANNOUNCEMENT_SECONDS; i++) {
            harness.time.advanceTo(harness.time.timeNs() + TimeUnit.SECONDS.toNanos(1));
            harness.settle();
        }
        final StringBuilder text = new StringBuilder();
        for (final long handle : new long[] {socket, other}) {
            for (final String name : new String[] {group, otherGroup}) {
                text.append(harness.filter(handle, em0, name)).append('\n');
            }
        }
        for (final String source : sources) {
            text.append(harness.deliver(em0, group, source)).append('\n');
        }
        final Set<String> groups = new TreeSet<>();
        harness.engine
                .view()
                .hosts()
                .forEachGroup(
                        em0,
                        (high, low, mode, count, answerNs, reporterHigh, reporterLow) ->
                                groups.add(InternetAddress.toString(high, low) + ' ' + mode + ' ' + count));
        final RecordStore store = harness.store();
        return text.append(groups)
                .append('\n')
                .append(harness.audit().live())
                .append(", leases=")
                .append(store.openLeases())
                .append(", timers=")
                .append(harness.engine.timers().size())
                .toString();
    }

    /** Let everything go: nothing may be left. */
    void end() {
        gate.open();
        interrupt(-1, null);
        harness.close(socket);
        harness.close(other);
        harness.detach(em0);
        if (opened > 0) {
            harness.close(opened);
        }
        if (attached > 0) {
            harness.detach(attached);
        }
        harness.assertEmpty();
    }

    @Override
    public void close() {
        harness.close();
    }

    @Override
    public String toString() {
        return "FaultFixture{steps=" + steps + ", gate=" + gate + ", sources=" + Arrays.toString(sources) + '}';
    }
}
