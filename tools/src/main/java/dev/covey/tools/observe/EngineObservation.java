package dev.covey.tools.observe;

import dev.covey.engine.MulticastEngine;
import dev.covey.engine.protocol.QuerierVisitor;
import dev.covey.engine.protocol.RouterGroupVisitor;
import dev.covey.engine.protocol.RouterSourceVisitor;
import dev.covey.engine.protocol.RouterView;
import dev.covey.engine.timer.TimeSource;
import java.util.function.ObjLongConsumer;

/** The engine itself, observed. */
public final class EngineObservation implements ObservedEngine {
    private final MulticastEngine engine;
    private final RouterView routers;
    private final TimeSource clock;

    /** @param clock of the engine. */
    public EngineObservation(final MulticastEngine engine, final TimeSource clock) {
        this.engine = engine;
        this.routers = engine.view().routers();
        this.clock = clock;
    }

    @Override
    public void forEachGroup(final long linkHandle, final RouterGroupVisitor visitor) {
        routers.forEachGroup(linkHandle, clock.timeNs(), visitor);
    }

    @Override
    public long findGroup(final long linkHandle, final long groupHigh, final long groupLow) {
        return routers.findGroup(linkHandle, groupHigh, groupLow);
    }

    @Override
    public void forEachSource(final long groupHandle, final RouterSourceVisitor visitor) {
        routers.forEachSource(groupHandle, clock.timeNs(), visitor);
    }

    @Override
    public void querier(final long linkHandle, final boolean isIpv6, final QuerierVisitor visitor) {
        routers.querier(linkHandle, isIpv6, clock.timeNs(), visitor);
    }

    @Override
    public void forEachCounter(final ObjLongConsumer<String> consumer) {
        engine.counters().forEach(consumer);
    }
}
