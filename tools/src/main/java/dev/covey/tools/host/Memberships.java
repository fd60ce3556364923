package dev.covey.tools.host;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineView;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.FilterVisitor;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.tools.drive.ScenarioException;
import dev.covey.tools.drive.ScenarioLine;
import dev.covey.tools.drive.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;

/** What the one socket of a host has joined, and the calls that change it. */
final class Memberships {
    private final HostSession session;
    private final HostPrinter printer;
    private final Map<InternetAddress, String> filters = new LinkedHashMap<>();
    private final ExpandableArrayBuffer sourceOctets = new ExpandableArrayBuffer();
    private final SourceList sources = new SourceList();

    /** A call on a membership. */
    private interface Call {
        long submit(EngineClient client, long socket, long handle, InternetAddress group, Completion completion);
    }

    Memberships(final HostSession session, final HostPrinter printer) {
        this.session = session;
        this.printer = printer;
    }

    boolean isEmpty() {
        return filters.isEmpty();
    }

    /** Run a line as the scenario format has it: an op, a group, and sources. */
    void run(final String text) {
        try {
            final byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            run(ScenarioLine.parse(octets, 0, octets.length));
        } catch (final ScenarioException refusal) {
            printer.line("error", refusal.code() + ": " + refusal.getMessage());
        }
    }

    private void run(final ScenarioLine line) throws ScenarioException {
        final String op = line.text("op");
        final InternetAddress group = line.address("group");
        switch (op) {
            case "join" ->
                call(
                        op,
                        group,
                        (client, socket, handle, to, completion) ->
                                client.join(socket, handle, to.high(), to.low(), completion));
            case "leave" ->
                call(
                        op,
                        group,
                        (client, socket, handle, to, completion) ->
                                client.leave(socket, handle, to.high(), to.low(), completion));
            case "join_source" -> {
                final InternetAddress source = line.address("source");
                call(
                        op,
                        group,
                        (client, socket, handle, to, completion) -> client.joinSource(
                                socket, handle, to.high(), to.low(), source.high(), source.low(), completion));
            }
            case "leave_source" -> {
                final InternetAddress source = line.address("source");
                call(
                        op,
                        group,
                        (client, socket, handle, to, completion) -> client.leaveSource(
                                socket, handle, to.high(), to.low(), source.high(), source.low(), completion));
            }
            case "block_source" -> {
                final InternetAddress source = line.address("source");
                call(
                        op,
                        group,
                        (client, socket, handle, to, completion) -> client.blockSource(
                                socket, handle, to.high(), to.low(), source.high(), source.low(), completion));
            }
            case "unblock_source" -> {
                final InternetAddress source = line.address("source");
                call(
                        op,
                        group,
                        (client, socket, handle, to, completion) -> client.unblockSource(
                                socket, handle, to.high(), to.low(), source.high(), source.low(), completion));
            }
            case "set_filter" -> setFilter(group, mode(line.text("mode")), line.addresses("sources"));
            default -> throw ScenarioException.malformed("no such op of a live host: op=" + op);
        }
    }

    private static FilterMode mode(final String name) throws ScenarioException {
        return switch (name) {
            case "include" -> FilterMode.INCLUDE;
            case "exclude" -> FilterMode.EXCLUDE;
            default -> throw ScenarioException.malformed("no such mode: mode=" + name);
        };
    }

    /** Join a group for these sources, or for any if there are none. */
    void join(final InternetAddress group, final List<InternetAddress> list) throws ScenarioException {
        setFilter(group, list.isEmpty() ? FilterMode.EXCLUDE : FilterMode.INCLUDE, list);
    }

    private void setFilter(final InternetAddress group, final FilterMode mode, final List<InternetAddress> list)
            throws ScenarioException {
        for (int i = 0; i < list.size(); i++) {
            sourceOctets.putLong(i * SourceList.ENTRY_LENGTH, list.get(i).high());
            sourceOctets.putLong(
                    i * SourceList.ENTRY_LENGTH + Long.BYTES, list.get(i).low());
        }
        sources.wrap(sourceOctets, 0, list.size());
        call(
                "set_filter",
                group,
                (client, socket, handle, to, completion) ->
                        client.setFilter(socket, handle, to.high(), to.low(), mode, sources, completion));
    }

    private void call(final String op, final InternetAddress group, final Call call) throws ScenarioException {
        final long status = session.run((client, completion) ->
                call.submit(client, session.socketHandle(), session.interfaceHandle(), group, completion));
        Status.check(status, op, "group=" + group);
        follow(group);
    }

    /** Say what has become of the membership. */
    private void follow(final InternetAddress group) {
        final FilterText filter = new FilterText();
        final EngineView view = session.view();
        final int count =
                view.getFilter(session.socketHandle(), session.interfaceHandle(), group.high(), group.low(), filter);
        if (count < 0) {
            if (filters.remove(group) != null) {
                printer.line("left", group.toString());
            }
            return;
        }
        final String text = filter.toString();
        final String before = filters.put(group, text);
        if (!text.equals(before)) {
            printer.line(before == null ? "joined" : "changed", group + " " + text);
        }
    }

    /** Say that everything is left. */
    void leftAll() {
        filters.keySet().forEach(group -> printer.line("left", group.toString()));
        filters.clear();
    }

    /** The interface is gone, and what was joined on it. */
    void lostAll() {
        filters.keySet().forEach(group -> printer.line("lost", group.toString()));
        filters.clear();
    }

    /** A filter as text: {@code exclude {10.0.0.1}}. */
    private static final class FilterText implements FilterVisitor {
        private final List<String> list = new ArrayList<>();
        private FilterMode mode = FilterMode.INCLUDE;

        @Override
        public void onMode(final FilterMode filterMode) {
            mode = filterMode;
        }

        @Override
        public void onSource(final long sourceHigh, final long sourceLow) {
            list.add(InternetAddress.toString(sourceHigh, sourceLow));
        }

        @Override
        public String toString() {
            return (mode == FilterMode.INCLUDE ? "include {" : "exclude {") + String.join(", ", list) + "}";
        }
    }
}
