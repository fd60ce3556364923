package dev.covey.tools.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.covey.engine.protocol.MembershipChange;
import dev.covey.engine.protocol.RouterGroupVisitor;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** For machines: one JSON object on each line, {@code membership} events in order of time, then the summary. */
final class JsonPrinter implements ReplayPrinter {
    private final JsonGenerator json;
    private final InternetAddress filter;

    /** @param filter the only group to write, or null for all. */
    JsonPrinter(final PrintWriter out, final InternetAddress filter) throws IOException {
        this.json = generator(out);
        this.filter = filter;
    }

    /** Writes objects, each on a line of its own, in ASCII, so that no locale can spoil them. */
    static JsonGenerator generator(final PrintWriter out) throws IOException {
        return JsonFactory.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build()
                .createGenerator(out)
                .setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    @Override
    public void membership(final MembershipEvent event, final long relativeNs) throws IOException {
        json.writeStartObject();
        json.writeStringField("event", "membership");
        json.writeNumberField("at_ms", Times.milliseconds(relativeNs));
        json.writeStringField("time", Times.moment(event.timeNs()));
        json.writeStringField("interface", event.link());
        json.writeStringField("group", event.group().toString());
        json.writeStringField("change", changeName(event.change()));
        json.writeStringField("mode", modeName(event.mode()));
        json.writeArrayFieldStart("sources");
        for (final InternetAddress source : event.sources()) {
            json.writeString(source.toString());
        }
        json.writeEndArray();
        writeAddress("reporter", event.reporter());
        json.writeEndObject();
    }

    @Override
    public void summary(final Summary summary) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("summary");
        writeTimes(summary);
        json.writeNumberField("packets", summary.packets());
        writeMessages("igmp", AddressFamily.IPV4, summary);
        writeMessages("mld", AddressFamily.IPV6, summary);
        json.writeNumberField("data", summary.data());
        json.writeNumberField("other", summary.other());
        json.writeObjectFieldStart("dropped");
        for (final var entry : summary.dropped().entrySet()) {
            json.writeNumberField(entry.getKey().label(), entry.getValue());
        }
        json.writeEndObject();
        writeGroups(summary);
        writeData(summary);
        json.writeObjectFieldStart("counters");
        for (final Map.Entry<String, Long> counter : summary.counters().entrySet()) {
            json.writeNumberField(counter.getKey(), counter.getValue());
        }
        json.writeEndObject();
        if (summary.measurement() != null) {
            writeMeasurement(summary.measurement());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
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

    private void writeMessages(final String name, final AddressFamily family, final Summary summary)
            throws IOException {
        json.writeObjectFieldStart(name);
        for (final MessageKind kind : MessageKind.values()) {
            if (kind.family() == family) {
                json.writeNumberField(kind.label(), summary.messages(kind));
            }
        }
        json.writeEndObject();
    }

    private void writeGroups(final Summary summary) throws IOException {
        json.writeObjectFieldStart("groups");
        final Iterator<GroupState> groups = summary.groups().iterator();
        GroupState group = groups.hasNext() ? groups.next() : null;
        // Both lists are sorted by the name of the link.
        for (final String link : summary.links()) {
            json.writeObjectFieldStart(link);
            json.writeObjectFieldStart("groups");
            while (group != null && group.link().equals(link)) {
                if (isShown(group.group())) {
                    writeGroup(group);
                }
                group = groups.hasNext() ? groups.next() : null;
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeGroup(final GroupState group) throws IOException {
        json.writeObjectFieldStart(group.group().toString());
        json.writeStringField("mode", modeName(group.mode()));
        json.writeArrayFieldStart("sources");
        for (final SourceState source : group.sources()) {
            json.writeStartObject();
            json.writeStringField("address", source.address().toString());
            writeTimer(source.timerNs());
            json.writeBooleanField("blocked", source.isBlocked());
            json.writeEndObject();
        }
        json.writeEndArray();
        writeTimer(group.timerNs());
        json.writeBooleanField("static", false);
        writeAddress("last_reporter", group.lastReporter());
        json.writeNumberField("version", group.version());
        json.writeEndObject();
    }

    private void writeData(final Summary summary) throws IOException {
        json.writeArrayFieldStart("data_groups");
        for (final GroupActivity activity : summary.activitiesWithData()) {
            if (isShown(activity.group())) {
                json.writeStartObject();
                json.writeStringField("interface", activity.link());
                json.writeStringField("group", activity.group().toString());
                json.writeNumberField("packets", activity.packets());
                json.writeNumberField("wanted", activity.wantedPackets());
                json.writeNumberField("unwanted", activity.unwantedPackets());
                writeDelays(activity);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private void writeDelays(final GroupActivity activity) throws IOException {
        if (activity.servedJoins() == 0) {
            json.writeNullField("join_to_first_packet_ms");
            return;
        }
        json.writeObjectFieldStart("join_to_first_packet_ms");
        json.writeNumberField("joins", activity.servedJoins());
        json.writeNumberField("min", Times.fractionalMilliseconds(activity.minDelayNs()));
        json.writeNumberField("mean", Times.fractionalMilliseconds(activity.meanDelayNs()));
        json.writeNumberField("max", Times.fractionalMilliseconds(activity.maxDelayNs()));
        json.writeEndObject();
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

    private void writeTimer(final long timerNs) throws IOException {
        if (timerNs == RouterGroupVisitor.NOT_RUNNING) {
            json.writeNullField("timer_ms");
        } else {
            json.writeNumberField("timer_ms", Times.milliseconds(timerNs));
        }
    }

    private void writeAddress(final String field, final InternetAddress address) throws IOException {
        if (address == null) {
            json.writeNullField(field);
        } else {
            json.writeStringField(field, address.toString());
        }
    }

    private boolean isShown(final InternetAddress group) {
        return filter == null || filter.equals(group);
    }

    private static String changeName(final MembershipChange change) {
        return change.name().toLowerCase(Locale.ROOT);
    }

    private static String modeName(final FilterMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
