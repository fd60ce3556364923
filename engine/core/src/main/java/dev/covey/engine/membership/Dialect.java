package dev.covey.engine.membership;

import static dev.covey.engine.membership.OperationStatus.ALREADY_JOINED;
import static dev.covey.engine.membership.OperationStatus.INVALID;
import static dev.covey.engine.membership.OperationStatus.NOT_AVAILABLE;

/**
 * Whose answers the calls of RFC 3678 give on an interface, where systems differ.
 *
 * <p>Neither of them changes what a call does when it succeeds, with one exception: see
 * {@link #isModeSwitchedBySourceJoin()}. Neither of them answers {@code ETOOMANYREFS} or {@code ENOMEM}: a limit that
 * is reached is always {@code ENOBUFS}, named by {@link Limit}.
 */
public enum Dialect {
    /** The answers of FreeBSD's {@code in_mcast.c} and {@code in6_mcast.c}. */
    FREEBSD(INVALID, NOT_AVAILABLE, NOT_AVAILABLE, false),

    /** The answers of Linux's {@code igmp.c} and {@code mcast.c}. */
    LINUX(ALREADY_JOINED, INVALID, INVALID, true);

    private final int joinOfSourceSpecific;
    private final int sourceOfNoMember;
    private final int leaveOfAnySource;
    private final boolean isModeSwitchedBySourceJoin;

    Dialect(
            final int joinOfSourceSpecific,
            final int sourceOfNoMember,
            final int leaveOfAnySource,
            final boolean isModeSwitchedBySourceJoin) {
        this.joinOfSourceSpecific = joinOfSourceSpecific;
        this.sourceOfNoMember = sourceOfNoMember;
        this.leaveOfAnySource = leaveOfAnySource;
        this.isModeSwitchedBySourceJoin = isModeSwitchedBySourceJoin;
    }

    /** The answer to an any-source join of a group that was joined for sources. */
    int joinOfSourceSpecific() {
        return joinOfSourceSpecific;
    }

    /** The answer to leaving, blocking or unblocking a source of a group that was not joined. */
    int sourceOfNoMember() {
        return sourceOfNoMember;
    }

    /** The answer to leaving a source of a membership that excludes sources. */
    int leaveOfAnySource() {
        return leaveOfAnySource;
    }

    /**
     * Does joining a source turn a membership in EXCLUDE of nothing into INCLUDE of that source? Otherwise it is
     * refused with {@code EINVAL}, as RFC 3678 section 4.1.3 has it.
     *
     * @return true for {@link #LINUX}.
     */
    public boolean isModeSwitchedBySourceJoin() {
        return isModeSwitchedBySourceJoin;
    }
}
