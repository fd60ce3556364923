package dev.covey.engine.membership;

/** The steps of the operations between which something can be seen, or can fail. */
public enum OperationStep {
    /** The source filter is built, in no membership yet. */
    FILTER_BUILT,
    /** The link multicast record is found or made. */
    LINK_MULTICAST_ACQUIRED,
    /** The group is found or made. */
    GROUP_ACQUIRED,
    /** The membership is in its table and lists. */
    MEMBERSHIP_LINKED,
    /** The filter of a membership is replaced, or has a source more or less. */
    FILTER_REPLACED,
    /** The membership is out of its table and lists. */
    MEMBERSHIP_UNLINKED,
    /** The group is out of its table and list. */
    GROUP_UNLINKED,
    /** The interface is out of sight. */
    INTERFACE_UNLINKED,
    /** The socket is out of sight. */
    SOCKET_UNLINKED
}
