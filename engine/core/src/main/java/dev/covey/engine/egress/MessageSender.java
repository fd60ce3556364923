package dev.covey.engine.egress;

import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.GroupMessageEncoder;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketEnvelope;
import dev.covey.engine.wire.ReportEncoder;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes a host's messages of one protocol, in place, and hands them to the sink. Allocates nothing once made.
 *
 * <p>Threading: the writer's thread only.
 */
public final class MessageSender {
    private static final int MAX_PACKET_LENGTH = 65_535;

    private final UnsafeBuffer frame =
            new UnsafeBuffer(ByteBuffer.allocateDirect(PacketSink.ETHERNET_LENGTH + MAX_PACKET_LENGTH));
    private final PacketSink sink;
    private final boolean isIpv6;
    private final PacketEnvelope envelope;
    private final ReportEncoder reports;
    private final GroupMessageEncoder messages;
    private long interfaceHandle;
    private int mtuBytes;

    /**
     * A sender.
     *
     * @param sink that takes the frames.
     * @param isIpv6 true for MLD.
     */
    public MessageSender(final PacketSink sink, final boolean isIpv6) {
        this.sink = sink;
        this.isIpv6 = isIpv6;
        envelope = new PacketEnvelope(isIpv6 ? AddressFamily.IPV6 : AddressFamily.IPV4);
        reports = new ReportEncoder(envelope);
        messages = new GroupMessageEncoder(envelope);
    }

    /**
     * Send by an interface from now on.
     *
     * @param handle of the interface.
     * @param macAddress of the interface.
     * @param mtu of the interface, in bytes.
     * @return this, for chaining.
     */
    public MessageSender use(final long handle, final long macAddress, final int mtu) {
        interfaceHandle = handle;
        mtuBytes = mtu;
        envelope.ethernet(macAddress).mtu(mtu);
        return this;
    }

    /**
     * Send from an address from now on.
     *
     * @param high half of the address.
     * @param low half of the address.
     */
    public void from(final long high, final long low) {
        envelope.source(high, low);
    }

    /** Send from 0.0.0.0 or {@code ::} from now on, as a host without an address does (RFC 3590). */
    public void fromNowhere() {
        envelope.source(0, isIpv6 ? 0 : InternetAddress.ipv4Low(0));
    }

    /**
     * Begin a report of IGMPv3 or MLDv2.
     *
     * @return its encoder.
     */
    public ReportEncoder beginReport() {
        reports.beginReport(frame, 0);
        return reports;
    }

    /**
     * End the report and send it.
     *
     * @param timeNs when it leaves.
     * @return false if the sink refused it.
     */
    public boolean sendReport(final long timeNs) {
        return sink.send(timeNs, interfaceHandle, frame, 0, reports.end());
    }

    /**
     * Send a report, leave or done of an older version.
     *
     * @param timeNs when it leaves.
     * @param kind of the message.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @return false if the sink refused it; what the MTU is too small for is told to the sink and not owed any more.
     */
    public boolean send(final long timeNs, final MessageKind kind, final long groupHigh, final long groupLow) {
        final int lengthBytes =
                switch (kind) {
                    case LEAVE -> messages.leave(frame, 0, groupHigh, groupLow);
                    case MLD_DONE -> messages.done(frame, 0, groupHigh, groupLow);
                    default -> messages.report(frame, 0, kind, groupHigh, groupLow);
                };
        if (lengthBytes - PacketSink.ETHERNET_LENGTH > mtuBytes) {
            tooLong(timeNs);
            return true;
        }
        return sink.send(timeNs, interfaceHandle, frame, 0, lengthBytes);
    }

    /**
     * Tell the sink that the MTU is too small for what is to be sent.
     *
     * @param timeNs when it would have left.
     */
    public void tooLong(final long timeNs) {
        sink.onTooLong(timeNs, interfaceHandle);
    }
}
