package dev.covey.engine.protocol;

import dev.covey.engine.record.RouterGroupFlyweight;
import dev.covey.engine.wire.GroupRecordType;

/**
 * Group Compatibility Mode (RFC 9776 section 7.3.2, RFC 9777 section 8.3.2): what a router cannot believe of newer
 * hosts while older ones are members of the same group, because those can neither name sources nor, in IGMPv1, leave.
 *
 * <p>Hosts that speak IGMPv2 and MLDv1 are the same kind of older host here; a record of a group has room for both
 * kinds.
 */
final class OlderHosts {
    private OlderHosts() {}

    /** An IGMPv1 host reported. */
    static void heardVersion1(final RouterGroupFlyweight group, final long deadlineNs) {
        group.olderHost1DeadlineNs(deadlineNs).isOlderHost1Present(true);
    }

    /** An IGMPv2 or MLDv1 host reported. */
    static void heardVersion2(final RouterGroupFlyweight group, final long deadlineNs) {
        group.olderHost2DeadlineNs(deadlineNs).isOlderHost2Present(true);
    }

    static boolean hasVersion1(final RouterGroupFlyweight group, final long nowNs) {
        return group.isOlderHost1Present() && group.olderHost1DeadlineNs() - nowNs > 0;
    }

    private static boolean hasVersion2(final RouterGroupFlyweight group, final long nowNs) {
        return group.isOlderHost2Present() && group.olderHost2DeadlineNs() - nowNs > 0;
    }

    static boolean hasAny(final RouterGroupFlyweight group, final long nowNs) {
        return hasVersion1(group, nowNs) || hasVersion2(group, nowNs);
    }

    /** Is a record not believed at all? */
    static boolean isIgnored(final RouterGroupFlyweight group, final GroupRecordType type, final long nowNs) {
        return switch (type) {
            case BLOCK_OLD_SOURCES -> hasAny(group, nowNs);
            case CHANGE_TO_INCLUDE_MODE -> hasVersion1(group, nowNs);
            default -> false;
        };
    }

    /** Are the sources of a record not believed? */
    static boolean isListIgnored(final RouterGroupFlyweight group, final GroupRecordType type, final long nowNs) {
        return type == GroupRecordType.CHANGE_TO_EXCLUDE_MODE && hasAny(group, nowNs);
    }

    /** Version of the protocol that the oldest host of a group speaks. */
    static int version(final RouterGroupFlyweight group, final boolean isIpv6, final long nowNs) {
        if (hasVersion1(group, nowNs)) {
            return 1;
        }
        final int newest = isIpv6 ? 2 : 3;
        return hasVersion2(group, nowNs) ? newest - 1 : newest;
    }
}
