package dev.covey.engine.protocol;

/** What became of a group on a link, as a router sees it. */
public enum MembershipChange {
    /** The first member of the group reported it. */
    JOINED,
    /** A report changed the filter mode, or the sources that are forwarded or blocked. */
    REPLACED,
    /** The group, or sources of it, ended after a member had asked for that and nobody else reported them. */
    LEFT,
    /** The group, or sources of it, ended because nobody reported them any more. */
    EXPIRED
}
