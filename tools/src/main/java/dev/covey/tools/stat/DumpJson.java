package dev.covey.tools.stat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.covey.engine.inspect.EngineSnapshot;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.tools.observe.ObservationJson;
import dev.covey.tools.observe.Times;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeSet;

/** The state as the {@code state} event of scenarios. */
final class DumpJson {
    private final JsonGenerator json;

    private DumpJson(final PrintWriter out) throws IOException {
        json = ObservationJson.generator(out);
    }

    static void print(final PrintWriter out, final EngineSnapshot state) throws IOException {
        new DumpJson(out).state(state);
    }

    private void state(final EngineSnapshot state) throws IOException {
        json.writeStartObject();
        json.writeStringField("event", "state");
        json.writeNumberField("at_ms", Times.milliseconds(state.timeNs()));
        json.writeObjectFieldStart("interfaces");
        String before = null;
        for (final EngineSnapshot.Interface shown : Snapshots.interfaces(state)) {
            // Names are whatever embedders say: two of one name are told apart by the handle.
            final String name =
                    shown.name().equals(before) ? shown.name() + "#" + Long.toHexString(shown.handle()) : shown.name();
            before = shown.name();
            json.writeObjectFieldStart(name);
            contents(shown);
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private void contents(final EngineSnapshot.Interface shown) throws IOException {
        json.writeStringField("role", Snapshots.role(shown));
        json.writeBooleanField("up", shown.isUp());
        json.writeNumberField("igmp_mode", shown.igmp().version());
        json.writeNumberField("mld_mode", shown.mld().version());
        json.writeObjectFieldStart("querier");
        querier("igmp", shown.igmp());
        querier("mld", shown.mld());
        json.writeEndObject();
        json.writeObjectFieldStart("variables");
        variables("igmp", shown, shown.igmp());
        variables("mld", shown, shown.mld());
        json.writeEndObject();
        groups("groups", shown.isHost() ? shown.hostGroups() : shown.routerGroups());
        if (shown.isHost() && shown.isRouter()) {
            groups("learned_groups", shown.routerGroups());
        }
    }

    private void querier(final String family, final EngineSnapshot.Family inForce) throws IOException {
        json.writeObjectFieldStart(family);
        address("address", inForce.querier());
        json.writeBooleanField("self", false);
        timer("expires_ms", inForce.querierNs());
        json.writeEndObject();
    }

    private void variables(
            final String family, final EngineSnapshot.Interface shown, final EngineSnapshot.Family inForce)
            throws IOException {
        final long presentNs = inForce.robustness() * inForce.queryIntervalNs() + inForce.queryResponseIntervalNs();
        final long responseNs = inForce.queryResponseIntervalNs();
        json.writeObjectFieldStart(family);
        json.writeNumberField("robustness", inForce.robustness());
        milliseconds("query_interval_ms", inForce.queryIntervalNs());
        milliseconds("query_response_interval_ms", responseNs);
        milliseconds("group_membership_interval_ms", presentNs + responseNs);
        milliseconds("other_querier_present_interval_ms", presentNs - responseNs + responseNs / 2);
        if (shown.isHost()) {
            milliseconds("unsolicited_report_interval_ms", inForce.unsolicitedReportIntervalNs());
            milliseconds("older_version_querier_present_ms", inForce.olderQuerierPresentNs());
            json.writeNumberField("minimum_robustness", shown.minimumRobustness());
            json.writeBooleanField("legacy_report_suppression", shown.isLegacyReportSuppressed());
            json.writeBooleanField("report_link_local", shown.isLinkLocalReported());
            json.writeBooleanField("leave_always", shown.isLeaveAlwaysSent());
            json.writeBooleanField("ssm_aware", shown.isSsmAware());
            json.writeBooleanField("lightweight", shown.isLightweight());
        }
        json.writeEndObject();
    }

    private void groups(final String field, final List<EngineSnapshot.Group> groups) throws IOException {
        json.writeObjectFieldStart(field);
        for (final EngineSnapshot.Group group : Snapshots.groups(groups)) {
            json.writeObjectFieldStart(group.address().toString());
            json.writeStringField("mode", group.mode() == FilterMode.EXCLUDE ? "exclude" : "include");
            json.writeArrayFieldStart("sources");
            for (final EngineSnapshot.Source source : Snapshots.sources(group)) {
                json.writeStartObject();
                json.writeStringField("address", source.address().toString());
                timer("timer_ms", source.timerNs());
                json.writeBooleanField("blocked", source.isBlocked());
                json.writeEndObject();
            }
            json.writeEndArray();
            timer("timer_ms", group.timerNs());
            json.writeBooleanField("static", false);
            address("last_reporter", group.lastReporter());
            json.writeNumberField("version", group.version());
            json.writeArrayFieldStart("sockets");
            for (final long socket : new TreeSet<>(group.sockets())) {
                json.writeString(Long.toString(socket));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void milliseconds(final String field, final long durationNs) throws IOException {
        json.writeNumberField(field, Times.milliseconds(durationNs));
    }

    private void timer(final String field, final long remainingNs) throws IOException {
        if (remainingNs == EngineSnapshot.NOT_RUNNING) {
            json.writeNullField(field);
        } else {
            milliseconds(field, remainingNs);
        }
    }

    private void address(final String field, final InternetAddress address) throws IOException {
        if (address == null) {
            json.writeNullField(field);
        } else {
            json.writeStringField(field, address.toString());
        }
    }
}
