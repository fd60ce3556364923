package dev.covey.engine;

import static dev.covey.engine.ingress.EventKind.ARGUMENTS_LENGTH;
import static dev.covey.engine.ingress.EventKind.CHOICE_LENGTH;
import static dev.covey.engine.ingress.EventKind.CHOSEN;

import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.EventFlyweight;
import dev.covey.engine.ingress.EventKind;
import dev.covey.engine.ingress.IngressRing;
import dev.covey.engine.ingress.InterfaceCommand;
import dev.covey.engine.membership.InterfaceChoice;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.LinkType;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes packets and commands into the ring, laid out by {@link EventKind}. A claim that is not published holds up
 * everybody: whatever can throw comes before it.
 *
 * <p>Threading: belongs to the thread of its client.
 */
final class CommandWriter {
    private final IngressRing ring;
    private final TimeSource timeSource;
    private final EventFlyweight event = new EventFlyweight();

    CommandWriter(final IngressRing ring, final TimeSource timeSource) {
        this.ring = ring;
        this.timeSource = timeSource;
    }

    long packet(
            final long interfaceHandle,
            final LinkType linkType,
            final DirectBuffer buffer,
            final int offset,
            final int lengthBytes,
            final long timeNs) {
        buffer.boundsCheck(offset, lengthBytes);
        final long linkTypeCode = EventKind.code(linkType);
        final long sequence = ring.claim(EventKind.PACKET, lengthBytes);
        if (sequence >= 0) {
            begin(sequence, interfaceHandle, linkTypeCode, timeNs);
            event.buffer().putBytes(event.payloadOffset(), buffer, offset, lengthBytes);
            ring.publish(sequence, null);
        }
        return sequence;
    }

    long configure(
            final int kind,
            final long interfaceHandle,
            final InterfaceConfiguration configuration,
            final Completion completion) {
        Objects.requireNonNull(configuration);
        final long timeNs = timeSource.timeNs();
        final long sequence = ring.claim(kind, 0);
        if (sequence >= 0) {
            begin(sequence, interfaceHandle, 0, timeNs);
            ring.publish(sequence, new InterfaceCommand(configuration, completion));
        }
        return sequence;
    }

    /** A command without a group. */
    long command(
            final int kind,
            final long interfaceHandle,
            final long argument,
            final long first,
            final long second,
            final Completion completion) {
        return command(kind, interfaceHandle, null, argument, first, second, 0, 0, completion);
    }

    /** A command; the choice, if there is one, stands for the interface. */
    long command(
            final int kind,
            final long interfaceHandle,
            final InterfaceChoice choice,
            final long argument,
            final long first,
            final long second,
            final long third,
            final long fourth,
            final Completion completion) {
        final long timeNs = timeSource.timeNs();
        final long sequence = claim(kind, choice, 0);
        if (sequence >= 0) {
            begin(sequence, interfaceHandle, argument, timeNs);
            put(first, second, third, fourth, choice);
            ring.publish(sequence, completion);
        }
        return sequence;
    }

    long setFilter(
            final long interfaceHandle,
            final InterfaceChoice choice,
            final long socketHandle,
            final long groupHigh,
            final long groupLow,
            final FilterMode mode,
            final SourceList sources,
            final Completion completion) {
        final int modeCode = mode.code();
        final int count = sources.count();
        final long timeNs = timeSource.timeNs();
        final long sequence = claim(EventKind.SET_FILTER, choice, count * SourceList.ENTRY_LENGTH);
        if (sequence < 0) {
            return sequence;
        }
        begin(sequence, interfaceHandle, socketHandle, timeNs);
        put(groupHigh, groupLow, modeCode, count, choice);
        final MutableDirectBuffer buffer = event.buffer();
        int offset = event.payloadOffset() + ARGUMENTS_LENGTH + (choice == null ? 0 : CHOICE_LENGTH);
        for (int i = 0; i < count; i++) {
            buffer.putLong(offset, sources.high(i));
            buffer.putLong(offset + Long.BYTES, sources.low(i));
            offset += SourceList.ENTRY_LENGTH;
        }
        ring.publish(sequence, completion);
        return sequence;
    }

    private long claim(final int kind, final InterfaceChoice choice, final int sourcesLength) {
        return choice == null
                ? ring.claim(kind, ARGUMENTS_LENGTH + sourcesLength)
                : ring.claim(kind | CHOSEN, ARGUMENTS_LENGTH + CHOICE_LENGTH + sourcesLength);
    }

    private void begin(final long sequence, final long interfaceHandle, final long argument, final long timeNs) {
        ring.wrap(sequence, event)
                .interfaceHandle(interfaceHandle)
                .timeNs(timeNs)
                .argument(argument);
    }

    private void put(
            final long first, final long second, final long third, final long fourth, final InterfaceChoice choice) {
        final MutableDirectBuffer buffer = event.buffer();
        final int offset = event.payloadOffset();
        buffer.putLong(offset, first);
        buffer.putLong(offset + Long.BYTES, second);
        buffer.putLong(offset + 2 * Long.BYTES, third);
        buffer.putLong(offset + 3 * Long.BYTES, fourth);
        if (choice != null) {
            buffer.putLong(offset + ARGUMENTS_LENGTH, choice.kind().code());
            buffer.putLong(offset + ARGUMENTS_LENGTH + Long.BYTES, choice.high());
            buffer.putLong(offset + ARGUMENTS_LENGTH + 2 * Long.BYTES, choice.low());
        }
    }
}
