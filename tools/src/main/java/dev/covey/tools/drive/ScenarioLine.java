package dev.covey.tools.drive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.covey.engine.wire.InternetAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One line of a scenario, or an object in it, read field by field. A field that is null is as good as absent, and
 * fields that nobody asks for are let be: the format grows by new fields.
 */
public final class ScenarioLine {
    private static final long MAC_LIMIT = 1L << 48;
    private static final int MAC_TEXT_LENGTH = 17;

    private static final int MAX_NESTING = 16;

    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .maxStringLength(LineReader.MAX_LINE_LENGTH)
                            .build())
                    // Half of a line in an error message helps nobody.
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final JsonNode fields;

    ScenarioLine(final JsonNode object) {
        this.fields = object;
    }

    /**
     * Read a line.
     *
     * @param octets that have it.
     * @param offset of its first octet.
     * @param length of it, without line feed.
     * @return the line.
     * @throws ScenarioException if it is no JSON object.
     */
    public static ScenarioLine parse(final byte[] octets, final int offset, final int length) throws ScenarioException {
        JsonNode node = null;
        try {
            node = READER.readTree(octets, offset, length);
        } catch (final JsonProcessingException fault) {
            throw ScenarioException.malformed("not JSON: " + fault.getOriginalMessage());
        } catch (final IOException fault) {
            throw ScenarioException.malformed("not JSON: " + fault.getMessage());
        }
        if (!node.isObject()) {
            throw ScenarioException.malformed("not a JSON object");
        }
        return new ScenarioLine(node);
    }

    private JsonNode find(final String name) {
        final JsonNode value = fields.get(name);
        return value == null || value.isNull() ? null : value;
    }

    boolean has(final String name) {
        return find(name) != null;
    }

    private static ScenarioException wrong(final String name, final String wanted) {
        return ScenarioException.malformed("field is not " + wanted + ": field=" + name);
    }

    /** A text that has to be there. */
    public String text(final String name) throws ScenarioException {
        final String text = optionalText(name);
        if (text == null) {
            throw ScenarioException.malformed("field is missing: field=" + name);
        }
        return text;
    }

    /** A text, or null. */
    public String optionalText(final String name) throws ScenarioException {
        final JsonNode value = find(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw wrong(name, "a text");
        }
        return value.textValue();
    }

    /** A text that may also be empty, or null. */
    String optionalHex(final String name) throws ScenarioException {
        final JsonNode value = find(name);
        if (value != null && !value.isTextual()) {
            throw wrong(name, "a text");
        }
        return value == null ? null : value.textValue();
    }

    /** True or false, or null. */
    Boolean optionalFlag(final String name) throws ScenarioException {
        final JsonNode value = find(name);
        if (value != null && !value.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return value == null ? null : value.booleanValue();
    }

    /** A whole number, or null. */
    Long optionalNumber(final String name) throws ScenarioException {
        final JsonNode value = find(name);
        if (value == null) {
            return null;
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        // 10.0 and 1e3 are whole numbers as well: JSON knows one kind of number only.
        final double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(Math.abs(number) < 1L << 53) || number != Math.rint(number)) {
            throw wrong(name, "a whole number in range");
        }
        return (long) number;
    }

    /** A list of texts, or null. */
    List<String> optionalTexts(final String name) throws ScenarioException {
        final JsonNode value = find(name);
        if (value == null) {
            return null;
        }
        if (!value.isArray()) {
            throw wrong(name, "a list");
        }
        final List<String> texts = new ArrayList<>(value.size());
        for (final JsonNode element : value) {
            if (!element.isTextual()) {
                throw wrong(name, "a list of texts");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** The names of an object's fields with their values, or null. */
    Iterable<Map.Entry<String, JsonNode>> optionalProperties(final String name) throws ScenarioException {
        final JsonNode value = find(name);
        if (value != null && !value.isObject()) {
            throw wrong(name, "an object");
        }
        return value == null ? null : value.properties();
    }

    /** An object, or null. */
    ScenarioLine optionalObject(final String name) throws ScenarioException {
        final JsonNode value = find(name);
        if (value != null && !value.isObject()) {
            throw wrong(name, "an object");
        }
        return value == null ? null : new ScenarioLine(value);
    }

    /** An address that has to be there. */
    public InternetAddress address(final String name) throws ScenarioException {
        return address(name, text(name));
    }

    /** A list of addresses that has to be there. */
    public List<InternetAddress> addresses(final String name) throws ScenarioException {
        final List<String> texts = optionalTexts(name);
        if (texts == null) {
            throw ScenarioException.malformed("field is missing: field=" + name);
        }
        final List<InternetAddress> addresses = new ArrayList<>(texts.size());
        for (final String text : texts) {
            addresses.add(address(name, text));
        }
        return addresses;
    }

    /** Read an address. */
    static InternetAddress address(final String name, final String text) throws ScenarioException {
        try {
            return InternetAddress.parse(text);
        } catch (final IllegalArgumentException fault) {
            throw ScenarioException.malformed("field is no address: field=" + name + ", " + fault.getMessage());
        }
    }

    /** A link-layer address, 48 bit, or null. */
    Long optionalMac(final String name) throws ScenarioException {
        final String text = optionalText(name);
        if (text == null) {
            return null;
        }
        long mac = text.length() == MAC_TEXT_LENGTH ? 0 : MAC_LIMIT;
        for (int i = 0; i < text.length() && mac < MAC_LIMIT; i++) {
            final char c = text.charAt(i);
            if (i % 3 == 2) {
                mac = c == ':' ? mac : MAC_LIMIT;
            } else {
                final int digit = Hex.digit(c);
                mac = digit < 0 ? MAC_LIMIT : mac << 4 | digit;
            }
        }
        if (mac >= MAC_LIMIT) {
            throw wrong(name, "a link-layer address like 02:00:00:00:00:01");
        }
        return mac;
    }
}
