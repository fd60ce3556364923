package dev.covey.tools.watch;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.linux.InterfaceFacts;
import dev.covey.tools.observe.GroupState;
import dev.covey.tools.observe.MembershipEvent;
import dev.covey.tools.observe.ObservationJson;
import dev.covey.tools.observe.QuerierEvent;
import dev.covey.tools.observe.QuerierState;
import dev.covey.tools.observe.Times;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** For machines: one JSON object on each line, and the {@code state} at the end. */
final class WatchLines implements WatchPrinter {
    private final PrintWriter out;
    private final ObservationJson observation;
    private final JsonGenerator json;
    private boolean isHeldBack;

    /** @param filter the only group to write, or null for all. */
    WatchLines(final PrintWriter out, final InternetAddress filter) throws IOException {
        this.out = out;
        observation = new ObservationJson(out, filter);
        json = observation.generator();
    }

    @Override
    public void membership(final MembershipEvent event, final long relativeNs) throws IOException {
        observation.membership(event, relativeNs);
        isHeldBack = true;
    }

    @Override
    public void querier(final QuerierEvent event, final long relativeNs) throws IOException {
        observation.querier(event, relativeNs);
        isHeldBack = true;
    }

    @Override
    public void link(final long timeNs, final long relativeNs, final LinkChange change, final InterfaceFacts facts)
            throws IOException {
        observation.begin("interface", timeNs, relativeNs);
        json.writeStringField("interface", facts.name());
        json.writeStringField("change", change.name().toLowerCase(Locale.ROOT));
        json.writeNumberField("index", facts.index());
        json.writeStringField("mac", facts.macText());
        json.writeNumberField("mtu", facts.mtu());
        json.writeBooleanField("up", change != LinkChange.GONE && facts.isUp());
        json.writeArrayFieldStart("addresses");
        for (int i = 0; i < facts.addresses().count(); i++) {
            json.writeString(InternetAddress.toString(
                    facts.addresses().high(i), facts.addresses().low(i)));
        }
        json.writeEndArray();
        observation.end();
        isHeldBack = true;
    }

    @Override
    public void refresh(final long timeNs, final Supplier<WatchState> state) throws IOException {
        if (isHeldBack) {
            isHeldBack = false;
            json.flush();
        }
    }

    @Override
    public void conclude(final WatchState state) throws IOException {
        observation.begin("state", state.summary().endTimeNs(), state.relativeNs());
        json.writeObjectFieldStart("interfaces");
        if (state.facts() != null) {
            writeInterface(state);
        }
        json.writeEndObject();
        observation.counts(state.summary());
        json.writeObjectFieldStart("limits");
        for (final Map.Entry<DropReason, Long> limit : state.summary().limits().entrySet()) {
            json.writeNumberField(limit.getKey().label(), limit.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("lost", state.lostFrames());
        observation.data(state.summary());
        observation.end();
        json.flush();
    }

    private void writeInterface(final WatchState state) throws IOException {
        json.writeObjectFieldStart(state.facts().name());
        json.writeStringField("role", "observer");
        json.writeBooleanField("up", state.facts().isUp());
        for (final QuerierState querier : state.queriers()) {
            json.writeNumberField(ObservationJson.proto(querier.family()) + "_mode", querier.version());
        }
        json.writeObjectFieldStart("querier");
        for (final QuerierState querier : state.queriers()) {
            json.writeObjectFieldStart(ObservationJson.proto(querier.family()));
            observation.address("address", querier.address());
            json.writeBooleanField("self", false);
            observation.timer("expires_ms", querier.expiresNs());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("variables");
        for (final QuerierState querier : state.queriers()) {
            json.writeObjectFieldStart(ObservationJson.proto(querier.family()));
            json.writeNumberField("robustness", querier.robustness());
            json.writeNumberField("query_interval_ms", Times.milliseconds(querier.queryIntervalNs()));
            json.writeNumberField("query_response_interval_ms", Times.milliseconds(querier.queryResponseIntervalNs()));
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("groups");
        for (final GroupState group : state.summary().groups()) {
            observation.group(group);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    @Override
    public boolean isBroken() {
        return out.checkError();
    }
}
