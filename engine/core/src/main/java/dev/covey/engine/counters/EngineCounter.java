package dev.covey.engine.counters;

/** What the engine counts besides its drops ({@link DropReason}). */
public enum EngineCounter {
    /** IGMP messages that got past the IP checks, dropped ones included. */
    IGMP_RX_TOTAL(0, "igmp.rx.total"),
    /** IGMP queries accepted, of any version. */
    IGMP_RX_QUERY(1, "igmp.rx.query"),
    /** IGMPv1 reports accepted. */
    IGMP_RX_V1REPORT(2, "igmp.rx.v1report"),
    /** IGMPv2 reports accepted. */
    IGMP_RX_V2REPORT(3, "igmp.rx.v2report"),
    /** IGMPv3 reports accepted. */
    IGMP_RX_V3REPORT(4, "igmp.rx.v3report"),
    /** IGMPv2 leaves accepted. */
    IGMP_RX_LEAVE(5, "igmp.rx.leave"),
    /** MLD messages that got past the IP checks, dropped ones included. */
    MLD_RX_TOTAL(6, "mld.rx.total"),
    /** MLD queries accepted, of any version. */
    MLD_RX_QUERY(7, "mld.rx.query"),
    /** MLDv1 reports accepted. */
    MLD_RX_V1REPORT(8, "mld.rx.v1report"),
    /** MLDv2 reports accepted. */
    MLD_RX_V2REPORT(9, "mld.rx.v2report"),
    /** MLDv1 dones accepted. */
    MLD_RX_DONE(10, "mld.rx.done"),
    /** Events taken from the ring. */
    ENGINE_EVENTS(11, "engine.events"),
    /** Commands that a full ring refused: their callers were told. */
    ENGINE_COMMANDS_REFUSED(12, "engine.commands.refused"),
    /** Data packets looked up on the ring. */
    ENGINE_RX_DATA(13, "engine.rx.data"),
    /** Packets that are neither IGMP nor MLD nor multicast data. */
    ENGINE_RX_OTHER(14, "engine.rx.other"),
    /** Timers that fired. */
    ENGINE_TIMERS_FIRED(15, "engine.timers.fired"),
    /** Records in use, of all kinds. */
    ENGINE_RECORDS(16, "engine.records"),
    /** Retired records that wait for their readers. */
    ENGINE_LIMBO(17, "engine.limbo"),
    /** Batches in which a reader kept retired records from being reclaimed. */
    ENGINE_EPOCH_STALLS(18, "engine.epoch.stalls"),
    /** Index of the reader that did so last, plus 1; 0 while none does. */
    ENGINE_EPOCH_STALLED_READER(19, "engine.epoch.stalled_reader"),
    /** Address space reserved, in bytes. */
    ENGINE_MEMORY_RESERVED(20, "engine.memory.reserved"),
    /** IGMP messages sent. */
    IGMP_TX_TOTAL(21, "igmp.tx.total"),
    /** MLD messages sent. */
    MLD_TX_TOTAL(22, "mld.tx.total"),
    /** Messages that could not be sent when they were due: they stay due. */
    ENGINE_TX_REFUSED(23, "engine.tx.refused");

    /** One more than the highest code. */
    public static final int CODE_LIMIT = 32;

    private final int code;
    private final String label;

    EngineCounter(final int code, final String label) {
        this.code = code;
        this.label = label;
    }

    /**
     * Place of the counter in a block of all: stays when others are added.
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
}
