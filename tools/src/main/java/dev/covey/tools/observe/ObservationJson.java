package dev.covey.tools.observe;

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

/** The words for machines: JSON objects, each on a line of its own, in ASCII, so that no locale can spoil them. */
public final class ObservationJson {
    private final JsonGenerator json;
    private final InternetAddress filter;

    /** @param filter the only group to write, or null for all. */
    public ObservationJson(final PrintWriter out, final InternetAddress filter) throws IOException {
        this.json = generator(out);
        this.filter = filter;
    }

    /** Writes objects in ASCII and nothing between them: whoever ends one ends its line. */
    public static JsonGenerator generator(final PrintWriter out) throws IOException {
        return JsonFactory.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build()
                .createGenerator(out)
                .setPrettyPrinter(new MinimalPrettyPrinter(""));
    }

    public JsonGenerator generator() {
        return json;
    }

    /** Begin a line of its own. */
    public void begin(final String event, final long timeNs, final long relativeNs) throws IOException {
        json.writeStartObject();
        json.writeStringField("event", event);
        json.writeNumberField("at_ms", Times.milliseconds(relativeNs));
        json.writeStringField("time", Times.moment(timeNs));
    }

    /** End the object, and its line. */
    public void end() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
    }

    /** A line: a membership changed. */
    public void membership(final MembershipEvent event, final long relativeNs) throws IOException {
        begin("membership", event.timeNs(), relativeNs);
        json.writeStringField("interface", event.link());
        json.writeStringField("group", event.group().toString());
        json.writeStringField("change", changeName(event.change()));
        json.writeStringField("mode", modeName(event.mode()));
        json.writeArrayFieldStart("sources");
        for (final InternetAddress source : event.sources()) {
            json.writeString(source.toString());
        }
        json.writeEndArray();
        address("reporter", event.reporter());
        end();
    }

    /** A line: the querier is another one. */
    public void querier(final QuerierEvent event, final long relativeNs) throws IOException {
        begin("querier", event.timeNs(), relativeNs);
        json.writeStringField("interface", event.link());
        json.writeStringField("proto", proto(event.family()));
        json.writeStringField("change", event.change().name().toLowerCase(Locale.ROOT));
        address("address", event.address());
        json.writeNumberField("version", event.version());
        end();
    }

    /** The name of a protocol. */
    public static String proto(final AddressFamily family) {
        return family == AddressFamily.IPV4 ? "igmp" : "mld";
    }

    /** Fields: how many packets of which kind there were. */
    public void counts(final Summary summary) throws IOException {
        json.writeNumberField("packets", summary.packets());
        messages("igmp", AddressFamily.IPV4, summary);
        messages("mld", AddressFamily.IPV6, summary);
        json.writeNumberField("data", summary.data());
        json.writeNumberField("other", summary.other());
        json.writeObjectFieldStart("dropped");
        for (final var entry : summary.dropped().entrySet()) {
            json.writeNumberField(entry.getKey().label(), entry.getValue());
        }
        json.writeEndObject();
    }

    private void messages(final String name, final AddressFamily family, final Summary summary) throws IOException {
        json.writeObjectFieldStart(name);
        for (final MessageKind kind : MessageKind.values()) {
            if (kind.family() == family) {
                json.writeNumberField(kind.label(), summary.messages(kind));
            }
        }
        json.writeEndObject();
    }

    /** A field: the groups of each link, by its name. */
    public void groups(final String field, final Summary summary) throws IOException {
        json.writeObjectFieldStart(field);
        final Iterator<GroupState> groups = summary.groups().iterator();
        GroupState group = groups.hasNext() ? groups.next() : null;
        // Both lists are sorted by the name of the link.
        for (final String link : summary.links()) {
            json.writeObjectFieldStart(link);
            json.writeObjectFieldStart("groups");
            while (group != null && group.link().equals(link)) {
                group(group);
                group = groups.hasNext() ? groups.next() : null;
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** A field: one group by its address, unless it is not to be shown. */
    public void group(final GroupState group) throws IOException {
        if (!isShown(group.group())) {
            return;
        }
        json.writeObjectFieldStart(group.group().toString());
        json.writeStringField("mode", modeName(group.mode()));
        json.writeArrayFieldStart("sources");
        for (final SourceState source : group.sources()) {
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
        json.writeEndObject();
    }

    /** A field: what is left of a timer, or null if it does not run. */
    public void timer(final String field, final long timerNs) throws IOException {
        if (timerNs == RouterGroupVisitor.NOT_RUNNING) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, Times.milliseconds(timerNs));
        }
    }

    /** A field: an address, or null. */
    public void address(final String field, final InternetAddress address) throws IOException {
        if (address == null) {
            json.writeNullField(field);
        } else {
            json.writeStringField(field, address.toString());
        }
    }

    /** A field: the groups that got packets, and how soon. */
    public void data(final Summary summary) throws IOException {
        json.writeArrayFieldStart("data_groups");
        for (final GroupActivity activity : summary.activitiesWithData()) {
            if (isShown(activity.group())) {
                json.writeStartObject();
                json.writeStringField("interface", activity.link());
                json.writeStringField("group", activity.group().toString());
                json.writeNumberField("packets", activity.packets());
                json.writeNumberField("wanted", activity.wantedPackets());
                json.writeNumberField("unwanted", activity.unwantedPackets());
                delays(activity);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private void delays(final GroupActivity activity) throws IOException {
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
