package dev.covey.engine.membership;

/**
 * The limits that an operation can meet. A status that says {@code ENOBUFS} because of one names it, and its value: see
 * {@link OperationStatus#limit} and {@link OperationStatus#limitValue}.
 *
 * <p>A limit holds back what is new. Lowering one below what exists takes nothing away from anybody.
 */
public enum Limit {
    /** Memberships of one socket: {@link OperationLimits#membershipsPerSocket()}, or as set for the socket. */
    MEMBERSHIPS_PER_SOCKET(1, "membershipsPerSocket"),

    /** Sources in one filter of a socket: {@link OperationLimits#sourcesPerFilter()}, or as set for the socket. */
    SOURCES_PER_FILTER(2, "sourcesPerFilter"),

    /** Groups joined on one interface: {@link InterfaceConfiguration#maxGroups()}. */
    GROUPS_PER_INTERFACE(3, "maxGroups"),

    /** Sources in one filter for a group on an interface: {@link InterfaceConfiguration#maxSources()}. */
    SOURCES_PER_GROUP(4, "maxSources"),

    /** Interfaces of the engine: {@code TableSizes.interfaces}. */
    INTERFACES(5, "interfaces"),

    /** Groups joined by sockets over all interfaces: {@code TableSizes.groups}. */
    GROUPS(6, "groups"),

    /** Sockets of the engine: {@code TableSizes.sockets}. */
    SOCKETS(7, "sockets"),

    /** Memberships over all sockets: {@code TableSizes.memberships}. */
    MEMBERSHIPS(8, "memberships"),

    /** Filters over all memberships: {@code TableSizes.filters}. */
    FILTERS(9, "filters"),

    /** Sources over all filters and router groups: {@code TableSizes.sources}. */
    SOURCES(10, "sources");

    private static final Limit[] LIMITS = values();

    private final int code;
    private final String label;

    Limit(final int code, final String label) {
        this.code = code;
        this.label = label;
    }

    /**
     * What the limit is called where it is set.
     *
     * @return the name of the setting.
     */
    public String label() {
        return label;
    }

    /** Code in a status, from 1; 0 is none. */
    int code() {
        return code;
    }

    static Limit ofCode(final int code) {
        for (final Limit limit : LIMITS) {
            if (limit.code == code) {
                return limit;
            }
        }
        return null;
    }
}
