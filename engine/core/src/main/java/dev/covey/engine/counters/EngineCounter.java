package dev.covey.engine.counters;

/** What the engine counts besides its drops ({@link DropReason}). */
public enum EngineCounter {
    /** IGMP messages that got past the IP checks, dropped ones included. */
    IGMP_RX_TOTAL("igmp.rx.total"),
    /** IGMP queries accepted, of any version. */
    IGMP_RX_QUERY("igmp.rx.query"),
    /** IGMPv1 reports accepted. */
    IGMP_RX_V1REPORT("igmp.rx.v1report"),
    /** IGMPv2 reports accepted. */
    IGMP_RX_V2REPORT("igmp.rx.v2report"),
    /** IGMPv3 reports accepted. */
    IGMP_RX_V3REPORT("igmp.rx.v3report"),
    /** IGMPv2 leaves accepted. */
    IGMP_RX_LEAVE("igmp.rx.leave"),
    /** MLD messages that got past the IP checks, dropped ones included. */
    MLD_RX_TOTAL("mld.rx.total"),
    /** MLD queries accepted, of any version. */
    MLD_RX_QUERY("mld.rx.query"),
    /** MLDv1 reports accepted. */
    MLD_RX_V1REPORT("mld.rx.v1report"),
    /** MLDv2 reports accepted. */
    MLD_RX_V2REPORT("mld.rx.v2report"),
    /** MLDv1 dones accepted. */
    MLD_RX_DONE("mld.rx.done"),
    /** Events taken from the ring. */
    ENGINE_EVENTS("engine.events"),
    /** Commands that a full ring refused: their callers were told. */
    ENGINE_COMMANDS_REFUSED("engine.commands.refused"),
    /** Data packets looked up on the ring. */
    ENGINE_RX_DATA("engine.rx.data"),
    /** Packets that are neither IGMP nor MLD nor multicast data. */
    ENGINE_RX_OTHER("engine.rx.other"),
    /** Timers that fired. */
    ENGINE_TIMERS_FIRED("engine.timers.fired"),
    /** Records in use, of all kinds. */
    ENGINE_RECORDS("engine.records"),
    /** Retired records that wait for their readers. */
    ENGINE_LIMBO("engine.limbo"),
    /** Batches in which a reader kept retired records from being reclaimed. */
    ENGINE_EPOCH_STALLS("engine.epoch.stalls"),
    /** Index of the reader that did so last, plus 1; 0 while none does. */
    ENGINE_EPOCH_STALLED_READER("engine.epoch.stalled_reader"),
    /** Address space reserved, in bytes. */
    ENGINE_MEMORY_RESERVED("engine.memory.reserved");

    private final String label;

    EngineCounter(final String label) {
        this.label = label;
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
