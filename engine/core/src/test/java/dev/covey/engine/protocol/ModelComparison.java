package dev.covey.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.GroupRecordType;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The machine and the model, given the same messages at the same times. */
final class ModelComparison implements AutoCloseable {
    final RouterFixture router = new RouterFixture().open();
    final ModelRouter igmp = new ModelRouter(false, router.nowNs);
    final ModelRouter mld = new ModelRouter(true, router.nowNs);
    private final TestPacket packet = new TestPacket();
    private final List<String> asked = new ArrayList<>();

    ModelRouter model(final boolean isIpv6) {
        return isIpv6 ? mld : igmp;
    }

    void advance(final long byNs) {
        router.advance(byNs);
        igmp.advance(router.nowNs);
        mld.advance(router.nowNs);
        router.reclaim();
    }

    void record(
            final boolean isIpv6, final GroupRecordType type, final String group, final Collection<String> sources) {
        begin(isIpv6);
        addRecord(isIpv6, type, group, sources);
        end(isIpv6);
    }

    void begin(final boolean isIpv6) {
        beginMessage(isIpv6);
        packet.begin(isIpv6);
    }

    void addRecord(
            final boolean isIpv6, final GroupRecordType type, final String group, final Collection<String> sources) {
        packet.record(type, group, sources.toArray(String[]::new));
        model(isIpv6).record(type, group, sources);
    }

    void end(final boolean isIpv6) {
        router.receive(packet.end());
        assertEqualTold(isIpv6);
    }

    void older(final boolean isIpv6, final MessageKind kind, final String group) {
        beginMessage(isIpv6);
        router.receive(packet.older(kind, group));
        switch (kind) {
            case LEAVE, MLD_DONE -> model(isIpv6).leave(group);
            default -> model(isIpv6).olderReport(group, kind == MessageKind.V1_REPORT ? 1 : 2);
        }
        assertEqualTold(isIpv6);
    }

    void query(
            final boolean isIpv6,
            final String from,
            final String group,
            final long maxResponseNs,
            final boolean isSuppressing,
            final int robustness,
            final long intervalNs,
            final String... sources) {
        beginMessage(isIpv6);
        final String name = group == null ? isIpv6 ? "::" : "0.0.0.0" : group;
        packet.from(from);
        if (robustness < 0) {
            packet.olderQuery(name, maxResponseNs);
        } else {
            packet.query(name, maxResponseNs, isSuppressing, robustness, intervalNs, sources);
        }
        router.receive(packet);
        packet.from(isIpv6 ? "fe80::5" : "10.0.0.5");
        model(isIpv6).query(from, group, List.of(sources), maxResponseNs, isSuppressing, robustness, intervalNs);
        assertEqualTold(isIpv6);
    }

    private void beginMessage(final boolean isIpv6) {
        model(isIpv6).beginMessage();
        router.queries.clear();
        router.changes.clear();
    }

    private void assertEqualTold(final boolean isIpv6) {
        final Map<String, String> expected = new TreeMap<>();
        model(isIpv6).changes.forEach((group, change) -> expected.put(group, change.toString()));
        final Map<String, String> told = new TreeMap<>();
        for (final String change : router.changes) {
            final String[] words = change.split(" ", 3);
            assertEquals(null, told.put(words[1], words[0]), "told twice: " + router.changes);
        }
        assertEquals(expected, told, "changes told");

        asked.clear();
        asked.addAll(model(isIpv6).queries);
        asked.sort(null);
        router.queries.sort(null);
        assertEquals(asked, router.queries, "queries");
    }

    boolean isEmpty() {
        return router.view.groupCount(router.link) == 0;
    }

    /** Compare groups, modes, sources, timers, versions and queriers of both families, and what is forwarded. */
    void assertEqual() {
        final Map<String, String> expected = igmp.state();
        expected.putAll(mld.state());
        assertEquals(expected, state());
        assertEqualQuerier(false);
        assertEqualQuerier(true);
    }

    void assertEqualForwarding(final boolean isIpv6, final Collection<String> groups, final List<String> sources) {
        for (final String group : groups) {
            for (final String source : sources) {
                assertEquals(
                        model(isIpv6).isForwarded(group, source),
                        router.isForwarded(group, source),
                        () -> "forwarding of " + source + " to " + group + " in " + router.state(group));
            }
        }
    }

    private void assertEqualQuerier(final boolean isIpv6) {
        final ModelRouter model = model(isIpv6);
        router.view.querier(
                router.link,
                isIpv6,
                router.nowNs,
                (isOther, high, low, remainingNs, robustness, intervalNs, responseNs) -> {
                    assertEquals(model.querier, isOther ? InternetAddress.toString(high, low) : null);
                    assertEquals(model.querier == null ? -1 : model.querierUntilNs - model.nowNs, remainingNs);
                    assertEquals(model.robustness, robustness);
                    assertEquals(model.intervalNs, intervalNs);
                    assertEquals(model.responseNs, responseNs);
                });
    }

    private Map<String, String> state() {
        final Map<String, String> all = new TreeMap<>();
        router.view.forEachGroup(
                router.link,
                router.nowNs,
                (handle, high, low, mode, remainingNs, version, reporterHigh, reporterLow) -> {
                    final Map<String, Long> sources = new TreeMap<>();
                    router.view.forEachSource(
                            handle,
                            router.nowNs,
                            (sourceHigh, sourceLow, isBlocked, sourceRemainingNs) ->
                                    sources.put(InternetAddress.toString(sourceHigh, sourceLow), sourceRemainingNs));
                    all.put(
                            InternetAddress.toString(high, low),
                            (mode == FilterMode.EXCLUDE ? "EXCLUDE " : "INCLUDE ") + remainingNs + " v" + version + " "
                                    + sources);
                });
        return all;
    }

    @Override
    public void close() {
        router.close();
    }
}
