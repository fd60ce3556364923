package dev.covey.tools.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.tools.observe.MembershipEvent;
import dev.covey.tools.observe.ObservationJson;
import dev.covey.tools.observe.Summary;
import dev.covey.tools.observe.Times;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;

/** For machines: one JSON object on each line, {@code membership} events in order of time, then the summary. */
final class JsonPrinter implements ReplayPrinter {
    private final ObservationJson observation;
    private final JsonGenerator json;

    /** @param filter the only group to write, or null for all. */
    JsonPrinter(final PrintWriter out, final InternetAddress filter) throws IOException {
        this.observation = new ObservationJson(out, filter);
        this.json = observation.generator();
    }

    @Override
    public void membership(final MembershipEvent event, final long relativeNs) throws IOException {
        observation.membership(event, relativeNs);
    }

    @Override
    public void summary(final Summary summary, final Measurement measurement) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("summary");
        writeTimes(summary);
        observation.counts(summary);
        observation.groups("groups", summary);
        observation.data(summary);
        json.writeObjectFieldStart("counters");
        for (final Map.Entry<String, Long> counter : summary.counters().entrySet()) {
            json.writeNumberField(counter.getKey(), counter.getValue());
        }
        json.writeEndObject();
        if (measurement != null) {
            writeMeasurement(measurement);
        }
        json.writeEndObject();
        observation.end();
        json.flush();
    }

    private void writeTimes(final Summary summary) throws IOException {
        if (summary.hasTime()) {
            json.writeStringField("first_packet", Times.moment(summary.firstTimeNs()));
            json.writeNumberField("at_ms", Times.milliseconds(summary.endTimeNs() - summary.firstTimeNs()));
        } else {
            json.writeNullField("first_packet");
            json.writeNumberField("at_ms", 0);
        }
    }

    private void writeMeasurement(final Measurement measurement) throws IOException {
        json.writeObjectFieldStart("repeat");
        json.writeNumberField("packets", measurement.packets());
        json.writeNumberField("packets_per_second", Math.round(measurement.packetsPerSecond()));
        json.writeNumberField("median_packets_per_second", Math.round(measurement.medianPacketsPerSecond()));
        json.writeNumberField("best_packets_per_second", Math.round(measurement.bestPacketsPerSecond()));
        json.writeArrayFieldStart("rounds");
        for (int round = 0; round < measurement.roundNs().size(); round++) {
            json.writeNumber(Math.round(measurement.packetsPerSecond(round)));
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
