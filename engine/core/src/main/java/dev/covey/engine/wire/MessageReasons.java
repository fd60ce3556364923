package dev.covey.engine.wire;

import dev.covey.engine.counters.DropReason;

/** The faults a membership message can have, in the order they are looked for, by their protocol's names. */
record MessageReasons(
        DropReason tooShort,
        DropReason badChecksum,
        DropReason badHopLimit,
        DropReason badSource,
        DropReason unknownType,
        DropReason noRouterAlert,
        DropReason badQueryLength,
        DropReason lyingCount,
        DropReason badGroup,
        DropReason badQuery,
        DropReason badReport) {
    static final MessageReasons IGMP = new MessageReasons(
            DropReason.IGMP_TOOSHORT,
            DropReason.IGMP_BADSUM,
            DropReason.IGMP_BADTTL,
            DropReason.IGMP_BADSOURCE,
            DropReason.IGMP_UNKNOWNTYPE,
            DropReason.IGMP_NORA,
            DropReason.IGMP_BADQUERYLEN,
            DropReason.IGMP_LYINGCOUNT,
            DropReason.IGMP_BADGROUP,
            DropReason.IGMP_BADQUERY,
            DropReason.IGMP_BADREPORT);

    static final MessageReasons MLD = new MessageReasons(
            DropReason.MLD_TOOSHORT,
            DropReason.MLD_BADSUM,
            DropReason.MLD_BADHLIM,
            DropReason.MLD_BADSOURCE,
            DropReason.MLD_UNKNOWNTYPE,
            DropReason.MLD_NORA,
            DropReason.MLD_BADQUERYLEN,
            DropReason.MLD_LYINGCOUNT,
            DropReason.MLD_BADGROUP,
            DropReason.MLD_BADQUERY,
            DropReason.MLD_BADREPORT);
}
