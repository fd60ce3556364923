package dev.covey.tools.drive;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounters;
import dev.covey.engine.wire.AddressFamily;
import dev.covey.engine.wire.DecodedPacket;
import dev.covey.engine.wire.GroupRecordCursor;
import dev.covey.engine.wire.LinkType;
import dev.covey.engine.wire.MessageFlyweight;
import dev.covey.engine.wire.MessageKind;
import dev.covey.engine.wire.PacketClassifier;
import dev.covey.engine.wire.SourceListFlyweight;
import dev.covey.engine.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/**
 * The ops that have a packet: {@code receive} and {@code decode}. And {@code counters}, which tells what became of
 * them.
 */
final class PacketCommands {
    private static final int ICMPV6 = 58;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final Drive drive;
    private final ExpandableArrayBuffer octets = new ExpandableArrayBuffer();
    private final PacketClassifier classifier = new PacketClassifier();
    private final MessageFlyweight message = new MessageFlyweight();
    private final GroupRecordCursor records = new GroupRecordCursor();
    private final SourceListFlyweight sources = new SourceListFlyweight();
    private final List<String> counterNames = new ArrayList<>();
    private long[] before;
    private int next;
    private LinkType linkType;

    PacketCommands(final Drive drive) {
        this.drive = drive;
    }

    /** Forget the counters of the engine before. */
    void reset() {
        before = null;
    }

    /** Read the octets of a line; returns their number. */
    private int read(final ScenarioLine line) throws ScenarioException {
        final String frame = line.optionalHex("frame");
        final String packet = line.optionalHex("packet");
        if (frame == null == (packet == null)) {
            throw ScenarioException.malformed(
                    frame == null ? "field is missing: field=packet or frame" : "both a packet and a frame");
        }
        linkType = frame == null ? LinkType.INTERNET : LinkType.ETHERNET;
        return frame == null ? Hex.read("packet", packet, octets) : Hex.read("frame", frame, octets);
    }

    void receive(final ScenarioLine line) throws ScenarioException {
        final String name = line.text("interface");
        final int length = read(line);
        final InterfaceEntry entry = drive.interfaces().getKnown(name);
        final EngineDriver driver = drive.driver();
        readCounters();
        driver.receive(
                (client, completion) -> client.offer(entry.handle(), linkType, octets, 0, length, driver.timeNs()));
        countFor(entry);
    }

    private void readCounters() {
        final EngineCounters counters = drive.driver().counters();
        if (before == null) {
            counterNames.clear();
            counters.forEach((name, value) -> counterNames.add(name));
            before = new long[counterNames.size()];
        }
        next = 0;
        counters.forEach((name, value) -> before[next++] = value);
    }

    /** What was counted since is due to a packet that came in by this interface. */
    private void countFor(final InterfaceEntry entry) {
        final long[] counts = entry.counters(before.length);
        next = 0;
        drive.driver().counters().forEach((name, value) -> {
            counts[next] += value - before[next];
            next++;
        });
    }

    void counters(final ScenarioLine line) throws ScenarioException {
        final String name = line.optionalText("interface");
        final InterfaceEntry entry = name == null ? null : drive.interfaces().getKnown(name);
        readCounters();
        final EventPrinter printer =
                drive.printer().begin("counters", drive.driver().timeNs());
        if (entry != null) {
            printer.field("interface", entry.name());
        }
        printer.openObject("counters");
        final long[] counts = entry == null ? before : entry.counters(before.length);
        for (int i = 0; i < counts.length; i++) {
            final String counter = counterNames.get(i);
            if (entry == null || isOfInterface(counter)) {
                printer.field(counter, entry == null ? counts[i] : ofInterface(entry, counter, counts[i]));
            }
        }
        printer.closeObject().end();
    }

    /** What is sent is sent at any time, not only while a packet comes in. */
    private static long ofInterface(final InterfaceEntry entry, final String counter, final long received) {
        return switch (counter) {
            case "igmp.tx.total" -> entry.sent(false);
            case "mld.tx.total" -> entry.sent(true);
            default -> received;
        };
    }

    /** Is it counted for each interface? The others tell of the engine as a whole. */
    private static boolean isOfInterface(final String counter) {
        return !counter.startsWith("engine.")
                || counter.startsWith("engine.limit.")
                || counter.startsWith("engine.drop.")
                || counter.startsWith("engine.rx.");
    }

    void decode(final ScenarioLine line) throws ScenarioException {
        final int length = read(line);
        final DecodedPacket packet = classifier.classify(octets, 0, length, linkType);
        final EventPrinter printer = drive.printer().begin("decoded");
        if (packet.verdict() != Verdict.MEMBERSHIP) {
            printer.field("verdict", "drop")
                    .field("reason", reason(packet).label())
                    .end();
            return;
        }
        printer.field("verdict", "accept").openObject("message");
        printMessage(packet, printer);
        printer.closeObject().end();
    }

    /** A datagram is no fault in a packet that arrives; asked what message it is, the answer is that it is none. */
    private static DropReason reason(final DecodedPacket packet) {
        if (packet.verdict() == Verdict.DROP) {
            return packet.dropReason();
        }
        return packet.family() == AddressFamily.IPV6 && packet.protocol() == ICMPV6
                ? DropReason.MLD_UNKNOWNTYPE
                : DropReason.IP_PROTO;
    }

    private void printMessage(final DecodedPacket packet, final EventPrinter printer) {
        final MessageKind kind = packet.kind();
        message.wrap(octets, packet.messageOffset(), packet.messageLength(), packet.family());
        printer.field("proto", packet.family() == AddressFamily.IPV4 ? "igmp" : "mld")
                .field("version", PacketSummary.version(kind))
                .field("kind", kindName(packet))
                .field("type", kind.type());
        if (!kind.hasRecords()) {
            printer.address("group", packet.groupHigh(), packet.groupLow());
        }
        if (kind.isQuery()) {
            printer.field("max_resp_code", packet.maxResponseCode())
                    .milliseconds("max_resp_ms", packet.maxResponseNs());
        }
        if (kind.isSourceQuery()) {
            printer.field("s_flag", packet.suppressesRouterSide())
                    .field("qrv", packet.querierRobustness())
                    .field("qqic", message.querierIntervalCode())
                    .field("qqi_s", packet.querierIntervalNs() / NS_PER_SECOND)
                    .field("num_sources", packet.numberOfSources());
            printSources(sources.wrap(octets, packet), printer);
        }
        if (kind.hasRecords()) {
            printer.field("num_records", packet.numberOfRecords()).openArray("records");
            records.wrap(octets, packet);
            while (records.next()) {
                printRecord(printer);
            }
            printer.closeArray();
        }
        printer.field("trailing_octets", packet.trailingOctets());
    }

    private static String kindName(final DecodedPacket packet) {
        if (packet.kind().isQuery()) {
            return packet.isGeneralQuery()
                    ? "general-query"
                    : packet.numberOfSources() == 0 ? "group-query" : "group-and-source-query";
        }
        return switch (packet.kind()) {
            case LEAVE -> "leave";
            case MLD_DONE -> "done";
            default -> "report";
        };
    }

    private void printRecord(final EventPrinter printer) {
        printer.openElement()
                .field("type", records.typeCode())
                .field("type_name", records.type().name())
                .field("recognised", records.type().code() != 0)
                .address("group", records.groupHigh(), records.groupLow())
                .field("num_sources", records.numberOfSources());
        printSources(sources.wrap(records), printer);
        printer.field("aux_words", records.auxWords()).closeObject();
    }

    private static void printSources(final SourceListFlyweight list, final EventPrinter printer) {
        printer.openArray("sources");
        for (int i = 0; i < list.count(); i++) {
            printer.elementAddress(list.high(i), list.low(i));
        }
        printer.closeArray();
    }
}
