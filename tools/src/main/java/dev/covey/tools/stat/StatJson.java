package dev.covey.tools.stat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.tools.observe.ObservationJson;
import dev.covey.tools.observe.Times;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The numbers as one JSON object on a line. */
final class StatJson {
    private final JsonGenerator json;

    StatJson(final PrintWriter out) throws IOException {
        json = ObservationJson.generator(out);
    }

    void print(final EngineNumbers numbers) throws IOException {
        json.writeStartObject();
        json.writeNumberField("pid", numbers.engine.process().id());
        json.writeStringField("file", numbers.engine.path().toString());
        json.writeStringField("state", numbers.state());
        json.writeStringField("start", moment(numbers.engine.startTimeMs()));
        if (numbers.hugePages.isKnown()) {
            json.writeNumberField("huge_page_bytes", numbers.hugePages.bytes());
        } else {
            json.writeNullField("huge_page_bytes");
        }
        write(numbers.counters, numbers.drops);
        json.writeObjectFieldStart("interfaces");
        for (final Map.Entry<String, EngineNumbers.OfInterface> entry : numbers.interfaces.entrySet()) {
            json.writeObjectFieldStart(entry.getKey());
            write(entry.getValue().counters(), entry.getValue().drops());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("errors");
        for (final EngineNumbers.ToldError error : numbers.errors) {
            json.writeStartObject();
            json.writeNumberField("count", error.count());
            json.writeStringField("first", moment(error.firstMs()));
            json.writeStringField("last", moment(error.lastMs()));
            json.writeStringField("error", error.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private static String moment(final long timeMs) {
        return Times.moment(TimeUnit.MILLISECONDS.toNanos(timeMs));
    }

    private void write(final Map<EngineCounter, Long> counters, final Map<DropReason, Long> drops) throws IOException {
        json.writeObjectFieldStart("counters");
        for (final Map.Entry<EngineCounter, Long> counter : counters.entrySet()) {
            json.writeNumberField(counter.getKey().label(), counter.getValue());
        }
        for (final Map.Entry<DropReason, Long> drop : drops.entrySet()) {
            json.writeNumberField(drop.getKey().label(), drop.getValue());
        }
        json.writeEndObject();
    }
}
