package dev.covey.linux;

import static dev.covey.engine.record.FilterMode.EXCLUDE;
import static dev.covey.engine.record.FilterMode.INCLUDE;
import static dev.covey.engine.wire.GroupRecordType.MODE_IS_EXCLUDE;
import static dev.covey.engine.wire.GroupRecordType.MODE_IS_INCLUDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.record.FilterMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;

/**
 * A host of the kernel and one of ours, each on a link of its own, with the same addresses, the same groups joined in
 * the same way, and hearing the same frames. What they say of the groups of the tests is kept apart.
 *
 * <p>Whether a host stays silent is not left to the clock alone: both are asked for one more group afterwards, the
 * fence, and what they had to say before has been said when they have answered that.
 */
final class QueryComparison implements AutoCloseable {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long MARGIN_NS = TimeUnit.MILLISECONDS.toNanos(40);
    private static final int FENCE = 9;
    private static final int PORT = 6000;

    private final LiveFamily family;
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final List<KernelSocket> sockets = new ArrayList<>();
    private final Side kernel;
    private final Side ours;
    private final LiveHost host;
    private final String kernelNamespace;
    private final int kernelIndex;
    private int intervalCode = 125;

    /** What one host is heard to say. */
    private static final class Side {
        private final LiveFamily family;
        private final LinkTap tap;
        private final ReportReader reader = new ReportReader();
        private final List<String> heard = new ArrayList<>();
        private boolean isFenceHeard;

        @SuppressWarnings("this-escape") // shown frames by poll only
        Side(final LiveFamily family, final String namespace) throws IOException {
            this.family = family;
            this.tap = new LinkTap(namespace, "b0", (buffer, offset, lengthBytes) -> {
                reader.read(buffer, offset, lengthBytes, this::onWords);
                return true;
            });
        }

        private void onWords(final String group, final String words) {
            if (group.equals(family.group(FENCE))) {
                isFenceHeard = true;
            } else if (family.isOfTests(group)) {
                heard.add(words);
            }
        }

        List<String> sorted() {
            return heard.stream().sorted().toList();
        }
    }

    /** Make the links and both hosts, which have said of the groups whatever they have to say of themselves. */
    QueryComparison(final LiveNetwork network, final LiveFamily family) throws IOException {
        this.family = family;
        kernelNamespace = network.namespace();
        final String kernelPeer = network.namespace();
        final String ourNamespace = network.namespace();
        final String ourPeer = network.namespace();
        LiveNetwork.pair(kernelNamespace, kernelPeer);
        LiveNetwork.pair(ourNamespace, ourPeer);
        boolean isOpen = false;
        try {
            kernelIndex = KernelSocket.indexOf(kernelNamespace, "a0");
            kernel = new Side(family, kernelPeer);
            resources.add(kernel.tap);
            ours = new Side(family, ourPeer);
            resources.add(ours.tap);
            host = new LiveHost(new AfPacketContext("a0").networkNamespace(ourNamespace), false, HostVariables.DEFAULT);
            resources.add(host);
            isOpen = true;
        } finally {
            if (!isOpen) {
                close();
            }
        }
    }

    /** Join what all cases are about, and wait until nothing more is said of it. */
    void joinAll() throws IOException {
        set(family.group(1), EXCLUDE);
        set(family.group(2), INCLUDE, 1, 2);
        set(family.group(3), EXCLUDE, 1, 2);
        set(family.sourceSpecific(), INCLUDE, 1, 2);
        set(family.linkLocal(), EXCLUDE);
        set(family.group(FENCE), EXCLUDE);
        // A repeat follows within a second.
        settle(TimeUnit.MILLISECONDS.toNanos(1_300));
        forget();
    }

    /** What a general query is answered with after {@link #joinAll}. */
    static List<String> allOf(final LiveFamily family) {
        final List<String> sources = family.sources(1, 2);
        return List.of(
                ReportReader.record(MODE_IS_EXCLUDE, family.group(1), List.of()),
                ReportReader.record(MODE_IS_INCLUDE, family.group(2), sources),
                ReportReader.record(MODE_IS_EXCLUDE, family.group(3), sources),
                ReportReader.record(MODE_IS_INCLUDE, family.sourceSpecific(), sources),
                ReportReader.record(MODE_IS_EXCLUDE, family.linkLocal(), List.of()));
    }

    /** Have both hosts set the filter of a group, each by a socket that has not joined it yet. */
    void set(final String group, final FilterMode mode, final int... sources) throws IOException {
        assertThat(host.setFilter(group, mode, family.sources(sources)))
                .as(group)
                .isZero();
        final KernelSocket socket = KernelSocket.open(kernelNamespace, family.isIpv6(), PORT);
        sockets.add(socket);
        if (mode == INCLUDE) {
            family.sources(sources).forEach(source -> assertThat(socket.joinSource(kernelIndex, group, source))
                    .isZero());
        } else {
            assertThat(socket.join(kernelIndex, group)).as(group).isZero();
            family.sources(sources).forEach(source -> assertThat(socket.block(kernelIndex, group, source))
                    .isZero());
        }
    }

    /** Have both hosts leave a group that was the last one set. */
    void leaveLast(final String group) {
        assertThat(host.leave(group)).isZero();
        sockets.remove(sockets.size() - 1).close();
    }

    /** Interval between queries that the queries about the fence tell; that of most queries unless set. */
    void intervalCode(final int code) {
        intervalCode = code;
    }

    /** The host that is ours. */
    LiveHost host() {
        return host;
    }

    void send(final List<byte[]> frames) throws IOException {
        for (final byte[] frame : frames) {
            kernel.tap.send(frame);
        }
        for (final byte[] frame : frames) {
            ours.tap.send(frame);
        }
    }

    /** Forget what was heard. */
    void forget() {
        poll();
        kernel.heard.clear();
        ours.heard.clear();
    }

    /** Let time pass in which the hosts may say something. */
    void settle(final long durationNs) {
        final long endNs = System.nanoTime() + durationNs;
        while (System.nanoTime() - endNs < 0) {
            poll();
            LockSupport.parkNanos(500_000);
        }
        poll();
    }

    /** Wait until as much has been heard of both, or time is up. */
    void awaitHeard(final int oursCount, final int kernelCount, final long timeoutNs) {
        final long endNs = System.nanoTime() + timeoutNs;
        while ((ours.heard.size() < oursCount || kernel.heard.size() < kernelCount) && System.nanoTime() - endNs < 0) {
            settle(1_000_000);
        }
    }

    /** Ask for the fence until both have answered. */
    void fence() throws IOException {
        poll();
        kernel.isFenceHeard = false;
        ours.isFenceHeard = false;
        final byte[] frame = QueryFrame.of(family, family.group(FENCE))
                .maxResponseCode(0)
                .intervalCode(intervalCode)
                .frame();
        final long startNs = System.nanoTime();
        send(List.of(frame));
        while (!kernel.isFenceHeard || !ours.isFenceHeard) {
            assertThat(System.nanoTime() - startNs)
                    .as("fence not answered: kernel %s, ours %s", kernel.isFenceHeard, ours.isFenceHeard)
                    .isLessThan(TIMEOUT_NS);
            settle(1_000_000);
        }
    }

    /** Show both a case, and hear them until the longest delay of an answer is over. */
    void show(final QueryCase query) throws IOException {
        forget();
        send(query.frames());
        // When this is answered, the queries have been heard. Then their answers have their time.
        fence();
        settle(query.windowNs() + MARGIN_NS);
        awaitHeard(query.oursExpected().size(), query.kernelExpected().size(), TIMEOUT_NS);
        fence();
    }

    private void poll() {
        kernel.tap.poll();
        ours.tap.poll();
    }

    /** What the kernel's host has said, sorted. */
    List<String> kernelHeard() {
        return kernel.sorted();
    }

    /** What our host has said, sorted. */
    List<String> oursHeard() {
        return ours.sorted();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(sockets);
        CloseHelper.closeAll(resources);
    }
}
