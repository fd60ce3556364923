package dev.covey.linux;

import dev.covey.engine.membership.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What sockets join, what is sent to their group, and who gets it. */
final class DeliveryCase {
    /** Port that sockets are bound to, unless they are not to get anything for that. */
    static final int PORT = 6000;

    /** The group that most is about, by its number. */
    static final int GROUP = 1;

    private final String name;
    private final LiveFamily family;
    private final List<Step> steps = new ArrayList<>();
    private final List<Sending> sendings = new ArrayList<>();
    private final TreeMap<String, Integer> ports = new TreeMap<>();
    private final TreeMap<String, TreeSet<String>> wanted = new TreeMap<>();
    private TreeMap<String, TreeSet<String>> kernelWanted;
    private KnownDifference difference;
    private Dialect dialect = Dialect.FREEBSD;

    /** A call on a socket. */
    enum Call {
        JOIN,
        LEAVE,
        JOIN_SOURCE,
        LEAVE_SOURCE,
        BLOCK,
        UNBLOCK,
        INCLUDE,
        EXCLUDE,
        ALL_OFF,
        CLOSE
    }

    /** A call, what it is about, and what is answered by us and by the kernel: 0, or a negative errno. */
    record Step(Call call, String socket, int link, List<Integer> senders, int oursStatus, int kernelStatus) {}

    /** A datagram of a sender, by its number, to a group. */
    record Sending(int sender, String group) {}

    DeliveryCase(final LiveFamily family, final String name) {
        this.family = family;
        this.name = name;
    }

    /** Open a socket. */
    DeliveryCase socket(final String socket) {
        return socket(socket, PORT);
    }

    DeliveryCase socket(final String socket, final int port) {
        ports.put(socket, port);
        wanted.put(socket, new TreeSet<>());
        return this;
    }

    /** Have a socket do something on a link; where it names senders, they are its sources. */
    DeliveryCase call(final Call call, final String socket, final int link, final Integer... senders) {
        steps.add(new Step(call, socket, link, List.of(senders), 0, 0));
        return this;
    }

    /** The last call is refused by the one, or the other, or both. */
    DeliveryCase refused(final int oursStatus, final int kernelStatus) {
        final Step last = steps.remove(steps.size() - 1);
        steps.add(new Step(last.call(), last.socket(), last.link(), last.senders(), oursStatus, kernelStatus));
        return this;
    }

    /** A socket that hears of no group but those that it has joined, if it is of the kernel; ours are all so. */
    DeliveryCase strictSocket(final String socket) {
        return socket(socket).call(Call.ALL_OFF, socket, 0);
    }

    DeliveryCase join(final String socket, final int link) {
        return call(Call.JOIN, socket, link);
    }

    DeliveryCase send(final int sender) {
        return send(sender, family.group(GROUP));
    }

    DeliveryCase send(final int sender, final String group) {
        sendings.add(new Sending(sender, group));
        return this;
    }

    /** A socket gets what these senders have sent. */
    DeliveryCase gets(final String socket, final Integer... senders) {
        for (final Integer sender : senders) {
            wanted.get(socket).add(text(sender));
        }
        return this;
    }

    /** A socket of the kernel gets this instead. */
    DeliveryCase kernelGets(final KnownDifference reason, final String socket, final Integer... senders) {
        if (kernelWanted == null) {
            kernelWanted = new TreeMap<>(wanted);
        }
        difference = reason;
        final TreeSet<String> texts = new TreeSet<>();
        for (final Integer sender : senders) {
            texts.add(text(sender));
        }
        kernelWanted.put(socket, texts);
        return this;
    }

    DeliveryCase dialect(final Dialect value) {
        dialect = value;
        return this;
    }

    /** What a sender sends. */
    static String text(final int sender) {
        return "from " + sender;
    }

    LiveFamily family() {
        return family;
    }

    List<Step> steps() {
        return steps;
    }

    List<Sending> sendings() {
        return sendings;
    }

    /** Ports of the sockets, by name. */
    Map<String, Integer> ports() {
        return ports;
    }

    /** What our sockets get, by name, as text. */
    String oursExpected() {
        return wanted.toString();
    }

    /** What the kernel's get. */
    String kernelExpected() {
        return (kernelWanted == null ? wanted : kernelWanted).toString();
    }

    KnownDifference difference() {
        return difference;
    }

    Dialect dialect() {
        return dialect;
    }

    @Override
    public String toString() {
        return family + ", " + name + " (dialect " + dialect + ")";
    }
}
