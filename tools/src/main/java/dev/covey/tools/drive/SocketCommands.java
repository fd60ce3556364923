package dev.covey.tools.drive;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.FilterVisitor;
import dev.covey.engine.membership.InterfaceChoice;
import dev.covey.engine.membership.OperationLimits;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/** The ops of sockets, and the question who gets a datagram. */
final class SocketCommands {
    private static final FilterVisitor NOTHING = new FilterVisitor() {
        @Override
        public void onMode(final FilterMode mode) {}

        @Override
        public void onSource(final long sourceHigh, final long sourceLow) {}
    };

    private final Drive drive;
    private final OperationLimits limitsOfAll = new EngineContext().operationLimits();
    private final ExpandableArrayBuffer sourceOctets = new ExpandableArrayBuffer();
    private final SourceList sources = new SourceList();
    private final Filter filter = new Filter();

    /** A call on a membership. */
    private interface Call {
        long submit(
                EngineClient client,
                long socketHandle,
                long interfaceHandle,
                InternetAddress group,
                Completion completion)
                throws ScenarioException;
    }

    SocketCommands(final Drive drive) {
        this.drive = drive;
    }

    void open(final ScenarioLine line) throws ScenarioException {
        final String name = line.text("socket");
        if (drive.findSocket(name) != null) {
            throw ScenarioException.refused("EEXIST", "socket is open already: socket=" + name);
        }
        final ScenarioLine limits = line.optionalObject("limits");
        final int maxGroups = limit(limits, "max_groups", limitsOfAll.membershipsPerSocket());
        final int maxSources = limit(limits, "max_sources", limitsOfAll.sourcesPerFilter());
        final long handle =
                drive.driver().run((client, completion) -> client.openSocket(0, maxGroups, maxSources, completion));
        Status.check(handle, "socket.open", name);
        drive.addSocket(new SocketEntry(name, handle, Math.min(maxSources, limitsOfAll.sourcesPerFilter())));
    }

    /** A limit of the socket's own, or that of all sockets. */
    private static int limit(final ScenarioLine limits, final String name, final int other) throws ScenarioException {
        final Long value = limits == null ? null : limits.optionalNumber(name);
        if (value == null) {
            return other;
        }
        ScenarioException.requireRange(name, value, 1, Integer.MAX_VALUE);
        return value.intValue();
    }

    void close(final ScenarioLine line) throws ScenarioException {
        final SocketEntry socket = drive.socket(line.text("socket"));
        final long status = drive.driver().run((client, completion) -> client.closeSocket(socket.handle(), completion));
        Status.check(status, "socket.close", socket.name());
        drive.removeSocket(socket);
    }

    void join(final ScenarioLine line) throws ScenarioException {
        call(
                line,
                "join",
                false,
                (client, socket, handle, group, completion) ->
                        client.join(socket, handle, group.high(), group.low(), completion));
    }

    void leave(final ScenarioLine line) throws ScenarioException {
        call(
                line,
                "leave",
                true,
                (client, socket, handle, group, completion) ->
                        client.leave(socket, handle, group.high(), group.low(), completion));
    }

    void joinSource(final ScenarioLine line) throws ScenarioException {
        final InternetAddress source = line.address("source");
        call(
                line,
                "join_source",
                false,
                (client, socket, handle, group, completion) -> client.joinSource(
                        socket, handle, group.high(), group.low(), source.high(), source.low(), completion));
    }

    void leaveSource(final ScenarioLine line) throws ScenarioException {
        final InternetAddress source = line.address("source");
        call(
                line,
                "leave_source",
                true,
                (client, socket, handle, group, completion) -> client.leaveSource(
                        socket, handle, group.high(), group.low(), source.high(), source.low(), completion));
    }

    void blockSource(final ScenarioLine line) throws ScenarioException {
        final InternetAddress source = line.address("source");
        call(
                line,
                "block_source",
                true,
                (client, socket, handle, group, completion) -> client.blockSource(
                        socket, handle, group.high(), group.low(), source.high(), source.low(), completion));
    }

    void unblockSource(final ScenarioLine line) throws ScenarioException {
        final InternetAddress source = line.address("source");
        call(
                line,
                "unblock_source",
                true,
                (client, socket, handle, group, completion) -> client.unblockSource(
                        socket, handle, group.high(), group.low(), source.high(), source.low(), completion));
    }

    void setFilter(final ScenarioLine line) throws ScenarioException {
        final String modeName = line.text("mode");
        final FilterMode mode =
                switch (modeName) {
                    case "include" -> FilterMode.INCLUDE;
                    case "exclude" -> FilterMode.EXCLUDE;
                    default -> throw ScenarioException.malformed("no such mode: mode=" + modeName);
                };
        final List<InternetAddress> list = distinct(line.addresses("sources"));
        for (int i = 0; i < list.size(); i++) {
            sourceOctets.putLong(i * SourceList.ENTRY_LENGTH, list.get(i).high());
            sourceOctets.putLong(
                    i * SourceList.ENTRY_LENGTH + Long.BYTES, list.get(i).low());
        }
        sources.wrap(sourceOctets, 0, list.size());
        final boolean isLeave = mode == FilterMode.INCLUDE && list.isEmpty();
        call(line, "set_filter", isLeave, (client, socket, handle, group, completion) -> {
            // What the engine would say, of a list that is too long to be handed to it.
            if (list.size() > limitsOfAll.sourcesPerFilter()) {
                throw Status.tooManySources(drive.socket(line.text("socket")), "set_filter");
            }
            return client.setFilter(socket, handle, group.high(), group.low(), mode, sources, completion);
        });
    }

    /** A list that is longer than any filter, each source once; any other as it is. */
    private List<InternetAddress> distinct(final List<InternetAddress> list) {
        return list.size() > limitsOfAll.sourcesPerFilter() ? new ArrayList<>(new LinkedHashSet<>(list)) : list;
    }

    /**
     * Have a call made on the interface that the line names; joins look for one, other calls for a membership first.
     */
    private void call(final ScenarioLine line, final String op, final boolean isOld, final Call call)
            throws ScenarioException {
        final String socketName = line.text("socket");
        final InternetAddress group = line.address("group");
        final SocketEntry socket = drive.socket(socketName);
        final InterfaceEntry entry = choose(line.optionalText("interface"), socket, group, isOld);
        final long status = drive.driver()
                .run((client, completion) -> call.submit(client, socket.handle(), entry.handle(), group, completion));
        if (status >= 0) {
            follow(socket, entry, group);
        }
        Status.check(status, op, "socket=" + socketName + ", interface=" + entry.name() + ", group=" + group);
    }

    /** Ask the engine whether the socket is a member now. */
    private void follow(final SocketEntry socket, final InterfaceEntry entry, final InternetAddress group) {
        final int count =
                drive.driver().view().getFilter(socket.handle(), entry.handle(), group.high(), group.low(), NOTHING);
        if (count >= 0) {
            socket.add(entry, group);
        } else {
            socket.remove(entry, group);
        }
    }

    private int read(final SocketEntry socket, final InterfaceEntry entry, final InternetAddress group) {
        filter.reset();
        return drive.driver().view().getFilter(socket.handle(), entry.handle(), group.high(), group.low(), filter);
    }

    /**
     * Find the interface by its name, by one of its addresses, or when there is neither by choice.
     *
     * @param isOld whether a membership counts first, also one on an interface that is gone.
     */
    private InterfaceEntry choose(
            final String name, final SocketEntry socket, final InternetAddress group, final boolean isOld)
            throws ScenarioException {
        final Interfaces interfaces = drive.interfaces();
        if (name == null) {
            return choose(InterfaceChoice.DEFAULT, socket, group, isOld, "none");
        }
        if (interfaces.isKnown(name)) {
            final InterfaceEntry joined = isOld ? joinedOn(name, socket, group) : null;
            return joined == null ? interfaces.getKnown(name) : joined;
        }
        final InterfaceChoice choice;
        try {
            final InternetAddress address = InternetAddress.parse(name);
            choice = InterfaceChoice.byAddress(address.high(), address.low());
        } catch (final IllegalArgumentException noAddress) {
            throw ScenarioException.refused("ENODEV", "no such interface: interface=" + name);
        }
        return choose(choice, socket, group, isOld, name);
    }

    /**
     * The one of this name that the socket is a member on: the one that is there, or the last one that was; or null.
     */
    private InterfaceEntry joinedOn(final String name, final SocketEntry socket, final InternetAddress group) {
        final InterfaceEntry entry = drive.interfaces().find(name);
        if (entry != null && socket.isMember(entry, group)) {
            return entry;
        }
        for (final InterfaceEntry gone : drive.interfaces().removed(name)) {
            if (socket.isMember(gone, group)) {
                return gone;
            }
        }
        return null;
    }

    private InterfaceEntry choose(
            final InterfaceChoice choice,
            final SocketEntry socket,
            final InternetAddress group,
            final boolean isOld,
            final String text)
            throws ScenarioException {
        final InterfaceEntry joined = isOld
                ? socket.findMembership(
                        group,
                        entry -> choice.kind() == InterfaceChoice.Kind.DEFAULT
                                || entry.configuration().addresses().contains(choice.high(), choice.low()))
                : null;
        if (joined != null) {
            return joined;
        }
        final long handle = drive.driver().view().findInterface(choice, group.high(), group.low());
        Status.check(handle, "interface", text);
        return drive.interfaces().ofHandle(handle);
    }

    void getFilter(final ScenarioLine line) throws ScenarioException {
        final String socketName = line.text("socket");
        final InternetAddress group = line.address("group");
        final SocketEntry socket = drive.socket(socketName);
        final InterfaceEntry entry = choose(line.optionalText("interface"), socket, group, true);
        final int status = read(socket, entry, group);
        Status.check(status, "get_filter", "socket=" + socketName + ", interface=" + entry.name() + ", group=" + group);
        filter.print(drive.printer()
                .begin("filter", drive.driver().timeNs())
                .field("socket", socketName)
                .field("interface", entry.name())
                .address("group", group.high(), group.low()));
    }

    void deliver(final ScenarioLine line) throws ScenarioException {
        final String name = line.text("interface");
        final InternetAddress group = line.address("group");
        final InternetAddress source = line.address("source");
        final InterfaceEntry entry = drive.interfaces().getKnown(name);
        final int count = drive.driver()
                .lookup((client, completion) -> client.lookup(
                        entry.handle(), group.high(), group.low(), source.high(), source.low(), completion));
        final List<String> names = new ArrayList<>(Math.max(0, count));
        for (int i = 0; i < count; i++) {
            names.add(drive.socketOfHandle(drive.driver().found()[i]).name());
        }
        Collections.sort(names);
        final EventPrinter printer =
                drive.printer().begin("delivered", drive.driver().timeNs()).openArray("sockets");
        names.forEach(printer::elementText);
        printer.closeArray().end();
    }

    /** The filter of a membership. */
    private static final class Filter implements FilterVisitor {
        private final List<InternetAddress> list = new ArrayList<>();
        private FilterMode mode;

        void reset() {
            list.clear();
        }

        @Override
        public void onMode(final FilterMode filterMode) {
            mode = filterMode;
        }

        @Override
        public void onSource(final long sourceHigh, final long sourceLow) {
            list.add(new InternetAddress(sourceHigh, sourceLow));
        }

        void print(final EventPrinter printer) {
            list.sort(Addresses.ORDER);
            printer.field("mode", Addresses.name(mode)).openArray("sources");
            for (final InternetAddress source : list) {
                printer.elementAddress(source.high(), source.low());
            }
            printer.closeArray().end();
        }
    }
}
