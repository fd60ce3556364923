package dev.covey.tools.drive;

import dev.covey.engine.wire.InternetAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * Writes events, each a JSON object on a line of its own, with its fields in the order in which they are given, in
 * ASCII. What is written collects in memory, because the engine's callbacks must not throw; {@link #flush()} lets it
 * go.
 */
final class EventPrinter {
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final long NS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int SPILL_LENGTH = 1 << 20;

    private final OutputStream out;
    private final StringBuilder text = new StringBuilder();
    private byte[] buffer = new byte[1 << 16];
    private int length;
    private int eventStart;
    private boolean isFirst;
    private boolean isMuted;
    private IOException failure;

    EventPrinter(final OutputStream out) {
        this.out = out;
    }

    /** Write nothing until told otherwise: an engine that is discarded says nothing. */
    void mute(final boolean isOn) {
        isMuted = isOn;
    }

    boolean isMuted() {
        return isMuted;
    }

    /** Begin an event that happens at no time. */
    EventPrinter begin(final String event) {
        eventStart = length;
        raw("{\"event\":\"");
        raw(event);
        raw("\"");
        isFirst = false;
        return this;
    }

    /** Begin an event. */
    EventPrinter begin(final String event, final long timeNs) {
        return begin(event).milliseconds("at_ms", timeNs);
    }

    /** End the event. */
    void end() {
        raw("}\n");
        eventStart = length;
        if (length >= SPILL_LENGTH) {
            spill();
        }
    }

    /** Forget an event that was begun and not ended. */
    void abandon() {
        length = eventStart;
    }

    /** Hand everything on. */
    void flush() throws IOException {
        spill();
        if (failure != null) {
            throw failure;
        }
        out.flush();
    }

    private void spill() {
        if (failure == null) {
            try {
                out.write(buffer, 0, length);
            } catch (final IOException broken) {
                failure = broken;
            }
        }
        length = 0;
        eventStart = 0;
    }

    EventPrinter field(final String name, final String value) {
        name(name);
        string(value);
        return this;
    }

    EventPrinter field(final String name, final long value) {
        name(name);
        number(value);
        return this;
    }

    EventPrinter field(final String name, final boolean value) {
        name(name);
        raw(value ? "true" : "false");
        return this;
    }

    EventPrinter fieldNull(final String name) {
        name(name);
        raw("null");
        return this;
    }

    /** A time, as a number of milliseconds that is whole where the time is. */
    EventPrinter milliseconds(final String name, final long timeNs) {
        name(name);
        number(Math.floorDiv(timeNs, NS_PER_MS));
        long fraction = Math.floorMod(timeNs, NS_PER_MS);
        if (fraction != 0) {
            raw(".");
            for (long unit = NS_PER_MS / 10; fraction != 0; unit /= 10) {
                put(DIGITS[(int) (fraction / unit)]);
                fraction %= unit;
            }
        }
        return this;
    }

    EventPrinter address(final String name, final long high, final long low) {
        name(name);
        address(high, low);
        return this;
    }

    EventPrinter mac(final String name, final long macAddress) {
        name(name);
        put((byte) '"');
        for (int shift = 40; shift >= 0; shift -= 8) {
            octet((int) (macAddress >>> shift));
            if (shift > 0) {
                put((byte) ':');
            }
        }
        put((byte) '"');
        return this;
    }

    EventPrinter hex(final String name, final DirectBuffer octets, final int offset, final int count) {
        name(name);
        ensure(2 * count + 2);
        put((byte) '"');
        for (int i = 0; i < count; i++) {
            octet(octets.getByte(offset + i));
        }
        put((byte) '"');
        return this;
    }

    EventPrinter openObject(final String name) {
        name(name);
        put((byte) '{');
        isFirst = true;
        return this;
    }

    EventPrinter openElement() {
        element();
        put((byte) '{');
        isFirst = true;
        return this;
    }

    EventPrinter closeObject() {
        put((byte) '}');
        isFirst = false;
        return this;
    }

    EventPrinter openArray(final String name) {
        name(name);
        put((byte) '[');
        isFirst = true;
        return this;
    }

    EventPrinter closeArray() {
        put((byte) ']');
        isFirst = false;
        return this;
    }

    EventPrinter elementText(final String value) {
        element();
        string(value);
        isFirst = false;
        return this;
    }

    EventPrinter elementAddress(final long high, final long low) {
        element();
        address(high, low);
        isFirst = false;
        return this;
    }

    /** The comma before an element of a list; after a name there is none. */
    private void element() {
        if (!isFirst) {
            put((byte) ',');
        }
    }

    private void name(final String name) {
        if (!isFirst) {
            put((byte) ',');
        }
        string(name);
        put((byte) ':');
        isFirst = false;
    }

    private void address(final long high, final long low) {
        text.setLength(0);
        InternetAddress.append(text, high, low);
        put((byte) '"');
        for (int i = 0; i < text.length(); i++) {
            put((byte) text.charAt(i));
        }
        put((byte) '"');
    }

    private void string(final String value) {
        put((byte) '"');
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                put((byte) '\\');
                put((byte) c);
            } else if (c >= ' ' && c < 0x7f) {
                put((byte) c);
            } else {
                raw("\\u");
                octet(c >>> 8);
                octet(c);
            }
        }
        put((byte) '"');
    }

    private void number(final long value) {
        if (value >= 0 && value < 10) {
            put(DIGITS[(int) value]);
        } else {
            raw(Long.toString(value));
        }
    }

    private void octet(final int value) {
        put(DIGITS[value >>> 4 & 0xf]);
        put(DIGITS[value & 0xf]);
    }

    private void raw(final String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            put((byte) ascii.charAt(i));
        }
    }

    private void put(final byte octet) {
        ensure(1);
        buffer[length++] = octet;
    }

    private void ensure(final int count) {
        if (buffer.length - length < count) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + count));
        }
    }
}
