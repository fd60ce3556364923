package dev.covey.engine.counters;

/** What the engine counts besides its drops ({@link DropReason}). */
public enum EngineCounter {
    /** IGMP messages that got past the IP checks, dropped ones included. */
    IGMP_RX_TOTAL(
            0,
            "igmp.rx.total",
            Kind.COUNTER,
            Scope.BOTH,
            "IGMP messages that got past the IP checks, dropped ones included"),
    /** IGMP queries accepted, of any version. */
    IGMP_RX_QUERY(1, "igmp.rx.query", Kind.COUNTER, Scope.BOTH, "IGMP queries accepted, of any version"),
    /** IGMPv1 reports accepted. */
    IGMP_RX_V1REPORT(2, "igmp.rx.v1report", Kind.COUNTER, Scope.BOTH, "IGMPv1 reports accepted"),
    /** IGMPv2 reports accepted. */
    IGMP_RX_V2REPORT(3, "igmp.rx.v2report", Kind.COUNTER, Scope.BOTH, "IGMPv2 reports accepted"),
    /** IGMPv3 reports accepted. */
    IGMP_RX_V3REPORT(4, "igmp.rx.v3report", Kind.COUNTER, Scope.BOTH, "IGMPv3 reports accepted"),
    /** IGMPv2 leaves accepted. */
    IGMP_RX_LEAVE(5, "igmp.rx.leave", Kind.COUNTER, Scope.BOTH, "IGMPv2 leaves accepted"),
    /** MLD messages that got past the IP checks, dropped ones included. */
    MLD_RX_TOTAL(
            6,
            "mld.rx.total",
            Kind.COUNTER,
            Scope.BOTH,
            "MLD messages that got past the IP checks, dropped ones included"),
    /** MLD queries accepted, of any version. */
    MLD_RX_QUERY(7, "mld.rx.query", Kind.COUNTER, Scope.BOTH, "MLD queries accepted, of any version"),
    /** MLDv1 reports accepted. */
    MLD_RX_V1REPORT(8, "mld.rx.v1report", Kind.COUNTER, Scope.BOTH, "MLDv1 reports accepted"),
    /** MLDv2 reports accepted. */
    MLD_RX_V2REPORT(9, "mld.rx.v2report", Kind.COUNTER, Scope.BOTH, "MLDv2 reports accepted"),
    /** MLDv1 dones accepted. */
    MLD_RX_DONE(10, "mld.rx.done", Kind.COUNTER, Scope.BOTH, "MLDv1 dones accepted"),
    /** Events taken from the ring: packets, commands, lookups, inspections. */
    ENGINE_EVENTS(
            11,
            "engine.events",
            Kind.COUNTER,
            Scope.ENGINE,
            "events taken from the ring: packets, commands, lookups, inspections"),
    /** Commands that a full ring refused; their callers were told. */
    ENGINE_COMMANDS_REFUSED(
            12,
            "engine.commands.refused",
            Kind.COUNTER,
            Scope.ENGINE,
            "commands that a full ring refused; their callers were told"),
    /** Packets to a multicast group that are no message of ours, handed in through the ring. */
    ENGINE_RX_DATA(
            13,
            "engine.rx.data",
            Kind.COUNTER,
            Scope.BOTH,
            "packets to a multicast group that are no message of ours, handed in through the ring"),
    /** Packets that are neither IGMP nor MLD nor multicast data. */
    ENGINE_RX_OTHER(
            14,
            "engine.rx.other",
            Kind.COUNTER,
            Scope.BOTH,
            "packets that are neither IGMP nor MLD nor multicast data"),
    /** Entries of the deadline heap that came due, early ones that are armed again included. */
    ENGINE_TIMERS_FIRED(
            15,
            "engine.timers.fired",
            Kind.COUNTER,
            Scope.ENGINE,
            "entries of the deadline heap that came due, early ones that are armed again included"),
    /** Records in use, of all kinds. */
    ENGINE_RECORDS(16, "engine.records", Kind.GAUGE, Scope.ENGINE, "records in use, of all kinds"),
    /** Retired records that wait for their readers, or for their turn. */
    ENGINE_LIMBO(
            17,
            "engine.limbo",
            Kind.GAUGE,
            Scope.ENGINE,
            "retired records that wait for their readers, or for their turn"),
    /** Duty cycles in which a reader kept the epoch from moving on while records waited. */
    ENGINE_EPOCH_STALLS(
            18,
            "engine.epoch.stalls",
            Kind.COUNTER,
            Scope.ENGINE,
            "reclamations in which a reader kept the epoch from moving on while records waited"),
    /** Place of the reader that did so last, plus 1; 0 while none does. */
    ENGINE_EPOCH_STALLED_READER(
            19,
            "engine.epoch.stalled_reader",
            Kind.GAUGE,
            Scope.ENGINE,
            "place of the reader that did so last, plus 1; 0 while none does"),
    /** Address space reserved, in bytes; what is backed by memory is at most that. */
    ENGINE_MEMORY_RESERVED(
            20,
            "engine.memory.reserved",
            Kind.GAUGE,
            Scope.ENGINE,
            "address space reserved, in bytes; what is backed by memory is at most that"),
    /** IGMP messages that the packet sink took. */
    IGMP_TX_TOTAL(21, "igmp.tx.total", Kind.COUNTER, Scope.BOTH, "IGMP messages that the packet sink took"),
    /** MLD messages that the packet sink took. */
    MLD_TX_TOTAL(22, "mld.tx.total", Kind.COUNTER, Scope.BOTH, "MLD messages that the packet sink took"),
    /** Messages that the packet sink refused; they stay due and are sent again. */
    ENGINE_TX_REFUSED(
            23,
            "engine.tx.refused",
            Kind.COUNTER,
            Scope.BOTH,
            "messages that the packet sink refused; they stay due and are sent again"),
    /** Interfaces attached, or detached and still joined. */
    ENGINE_INTERFACES(
            24, "engine.interfaces", Kind.GAUGE, Scope.ENGINE, "interfaces attached, or detached and still joined"),
    /** Interfaces attached without counters of their own, because the file has no room for more. */
    ENGINE_INTERFACES_UNCOUNTED(
            25,
            "engine.interfaces.uncounted",
            Kind.GAUGE,
            Scope.ENGINE,
            "interfaces attached without counters of their own, because the file has no room for more"),
    /** Sockets open. */
    ENGINE_SOCKETS(26, "engine.sockets", Kind.GAUGE, Scope.ENGINE, "sockets open"),
    /** Groups that sockets have joined, on each interface. */
    ENGINE_GROUPS(27, "engine.groups", Kind.GAUGE, Scope.BOTH, "groups that sockets have joined, on each interface"),
    /** Memberships: a socket, an interface and a group. */
    ENGINE_MEMBERSHIPS(
            28, "engine.memberships", Kind.GAUGE, Scope.ENGINE, "memberships: a socket, an interface and a group"),
    /** Source filters of memberships. */
    ENGINE_FILTERS(29, "engine.filters", Kind.GAUGE, Scope.ENGINE, "source filters of memberships"),
    /** Sources in filters of sockets, and of groups that routers know. */
    ENGINE_SOURCES(
            30,
            "engine.sources",
            Kind.GAUGE,
            Scope.ENGINE,
            "sources in filters of sockets, and of groups that routers know"),
    /** Groups that hosts speak for, those whose end is still announced included. */
    ENGINE_HOST_GROUPS(
            31,
            "engine.host.groups",
            Kind.GAUGE,
            Scope.ENGINE,
            "groups that hosts speak for, those whose end is still announced included"),
    /** Sources of those. */
    ENGINE_HOST_SOURCES(32, "engine.host.sources", Kind.GAUGE, Scope.ENGINE, "sources of those"),
    /** Groups that are known to have members on a link. */
    ENGINE_ROUTER_GROUPS(
            33, "engine.router.groups", Kind.GAUGE, Scope.BOTH, "groups that are known to have members on a link"),
    /** Bytes of the records in use or in limbo. */
    ENGINE_MEMORY_USED(34, "engine.memory.used", Kind.GAUGE, Scope.ENGINE, "bytes of the records in use or in limbo"),
    /** Slots of the ring. */
    ENGINE_RING_CAPACITY(35, "engine.ring.capacity", Kind.GAUGE, Scope.ENGINE, "slots of the ring"),
    /** Slots of the ring that hold events. */
    ENGINE_RING_OCCUPANCY(36, "engine.ring.occupancy", Kind.GAUGE, Scope.ENGINE, "slots of the ring that hold events"),
    /** Entries of the deadline heap. */
    ENGINE_TIMERS_ARMED(37, "engine.timers.armed", Kind.GAUGE, Scope.ENGINE, "entries of the deadline heap"),
    /** States and audits that other processes asked for and were given. */
    ENGINE_INQUIRIES(
            38,
            "engine.inquiries",
            Kind.COUNTER,
            Scope.ENGINE,
            "states and audits that other processes asked for and were given"),
    /** Longest time that one of them kept the writer from its events, in nanoseconds. */
    ENGINE_INQUIRY_LONGEST(
            39,
            "engine.inquiry.longest",
            Kind.GAUGE,
            Scope.ENGINE,
            "longest time that one of them kept the writer from its events, in nanoseconds"),
    /** Frames that the port read and the engine took. */
    PORT_RX_FRAMES(
            40, "port.rx.frames", Kind.COUNTER, Scope.INTERFACE, "frames that the port read and the engine took"),
    /** Frames that the kernel dropped because the port's ring was full. */
    PORT_RX_DROPPED(
            41,
            "port.rx.dropped",
            Kind.COUNTER,
            Scope.INTERFACE,
            "frames that the kernel dropped because the port's ring was full"),
    /** Frames that the kernel took from the port. */
    PORT_TX_FRAMES(42, "port.tx.frames", Kind.COUNTER, Scope.INTERFACE, "frames that the kernel took from the port"),
    /** Frames that were taken from the engine and never left. */
    PORT_TX_LOST(
            43, "port.tx.lost", Kind.COUNTER, Scope.INTERFACE, "frames that were taken from the engine and never left"),
    /** Changes of the hardware filter that the kernel refused. */
    PORT_FILTER_REFUSED(
            44,
            "port.filter.refused",
            Kind.COUNTER,
            Scope.INTERFACE,
            "changes of the hardware filter that the kernel refused");

    /** What the number is. */
    public enum Kind {
        /** Only grows. */
        COUNTER,
        /** Goes up and down. */
        GAUGE
    }

    /** What it is counted for. */
    public enum Scope {
        /** For the engine as a whole. */
        ENGINE,
        /** For the engine as a whole, and for each interface. */
        BOTH,
        /** For each interface. */
        INTERFACE
    }

    /** One more than the highest code. */
    public static final int CODE_LIMIT = 64;

    private static final EngineCounter[] BY_CODE = new EngineCounter[CODE_LIMIT];

    static {
        for (final EngineCounter counter : values()) {
            if (BY_CODE[counter.code] != null) {
                throw new ExceptionInInitializerError("counter code used twice: code=" + counter.code);
            }
            BY_CODE[counter.code] = counter;
        }
    }

    private final int code;
    private final String label;
    private final Kind kind;
    private final Scope scope;
    private final String meaning;

    EngineCounter(final int code, final String label, final Kind kind, final Scope scope, final String meaning) {
        this.code = code;
        this.label = label;
        this.kind = kind;
        this.scope = scope;
        this.meaning = meaning;
    }

    /** The counter of a code that somebody else has written, or null if there is none. */
    static EngineCounter findCode(final int code) {
        return code >= 0 && code < CODE_LIMIT ? BY_CODE[code] : null;
    }

    /**
     * Number of the counter: stays when others are added.
     *
     * @return 0 and up, below {@link #CODE_LIMIT}.
     */
    public int code() {
        return code;
    }

    /**
     * Name of the counter wherever it is seen.
     *
     * @return the name.
     */
    public String label() {
        return label;
    }

    /**
     * Whether it only grows.
     *
     * @return what the number is.
     */
    public Kind kind() {
        return kind;
    }

    /**
     * What it is counted for.
     *
     * @return the engine, each interface, or both.
     */
    public Scope scope() {
        return scope;
    }

    /**
     * What it means, in a line.
     *
     * @return words without a full stop.
     */
    public String meaning() {
        return meaning;
    }

    /**
     * Is there one for the engine as a whole?
     *
     * @return true if so.
     */
    public boolean isOfEngine() {
        return scope != Scope.INTERFACE;
    }

    /**
     * Is there one for each interface?
     *
     * @return true if so.
     */
    public boolean isOfInterface() {
        return scope != Scope.ENGINE;
    }
}
