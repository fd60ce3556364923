package dev.covey.engine.ingress;

import static dev.covey.engine.ingress.EventDescriptor.ARGUMENT_OFFSET;
import static dev.covey.engine.ingress.EventDescriptor.INTERFACE_HANDLE_OFFSET;
import static dev.covey.engine.ingress.EventDescriptor.KIND_OFFSET;
import static dev.covey.engine.ingress.EventDescriptor.PAYLOAD_LENGTH_OFFSET;
import static dev.covey.engine.ingress.EventDescriptor.PAYLOAD_OFFSET;
import static dev.covey.engine.ingress.EventDescriptor.TIME_OFFSET;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cursor over one event in the ring. A producer may use it between claiming and publishing, a handler until it returns;
 * the bytes are another event's afterwards.
 */
public final class EventFlyweight {
    private UnsafeBuffer buffer;
    private int offset;

    /** A cursor that looks at nothing yet. */
    public EventFlyweight() {}

    @SuppressWarnings("ReferenceEquality") // whether it is this one, not whether its bytes are the same
    EventFlyweight wrap(final UnsafeBuffer buffer, final int offset) {
        // As nearly always there already: to store a reference costs a barrier of the collector.
        if (this.buffer != buffer) {
            this.buffer = buffer;
        }
        this.offset = offset;
        return this;
    }

    /**
     * Kind of the event.
     *
     * @return {@link EventDescriptor#PACKET} or a command's kind.
     */
    public int kind() {
        return buffer.getInt(offset + KIND_OFFSET);
    }

    EventFlyweight kind(final int kind) {
        buffer.putInt(offset + KIND_OFFSET, kind);
        return this;
    }

    /**
     * Length of the payload.
     *
     * @return bytes, 0 or more.
     */
    public int payloadLength() {
        return buffer.getInt(offset + PAYLOAD_LENGTH_OFFSET);
    }

    EventFlyweight payloadLength(final int lengthBytes) {
        buffer.putInt(offset + PAYLOAD_LENGTH_OFFSET, lengthBytes);
        return this;
    }

    /**
     * Interface that the event belongs to.
     *
     * @return its handle, or 0.
     */
    public long interfaceHandle() {
        return buffer.getLong(offset + INTERFACE_HANDLE_OFFSET);
    }

    /**
     * Set the interface that the event belongs to.
     *
     * @param interfaceHandle or 0.
     * @return this, for chaining.
     */
    public EventFlyweight interfaceHandle(final long interfaceHandle) {
        buffer.putLong(offset + INTERFACE_HANDLE_OFFSET, interfaceHandle);
        return this;
    }

    /**
     * Time of the event.
     *
     * @return nanoseconds.
     */
    public long timeNs() {
        return buffer.getLong(offset + TIME_OFFSET);
    }

    /**
     * Set the time of the event.
     *
     * @param timeNs nanoseconds.
     * @return this, for chaining.
     */
    public EventFlyweight timeNs(final long timeNs) {
        buffer.putLong(offset + TIME_OFFSET, timeNs);
        return this;
    }

    /**
     * The long whose meaning depends on the kind.
     *
     * @return any number; 0 if it was not set.
     */
    public long argument() {
        return buffer.getLong(offset + ARGUMENT_OFFSET);
    }

    /**
     * Set the long whose meaning depends on the kind.
     *
     * @param argument any number.
     * @return this, for chaining.
     */
    public EventFlyweight argument(final long argument) {
        buffer.putLong(offset + ARGUMENT_OFFSET, argument);
        return this;
    }

    /**
     * The memory that the payload lies in. Only the bytes from {@link #payloadOffset()} on, {@link #payloadLength()} of
     * them, belong to this event; they are contiguous.
     *
     * @return the ring's memory.
     */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    /**
     * Where the payload begins.
     *
     * @return offset in {@link #buffer()}, a multiple of 8.
     */
    public int payloadOffset() {
        return offset + PAYLOAD_OFFSET;
    }

    @Override
    public String toString() {
        if (buffer == null) {
            return "EventFlyweight{}";
        }
        return "EventFlyweight{kind=" + kind() + ", payloadLength=" + payloadLength() + ", interfaceHandle="
                + interfaceHandle() + ", timeNs=" + timeNs() + ", argument=" + argument() + ", offset=" + offset + '}';
    }
}
