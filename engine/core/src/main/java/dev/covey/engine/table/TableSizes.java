package dev.covey.engine.table;

/**
 * How many records of each kind there can be. Room is reserved in address space and costs memory only when it is used.
 *
 * @param interfaces attached or still referenced, 1 to 1,048,576.
 * @param groups joined by sockets, over all interfaces, 1 to 16,777,215.
 * @param sockets open, 1 to 8,388,608.
 * @param memberships over all sockets, 1 to 33,554,431.
 * @param filters over all memberships, 1 to 33,554,431.
 * @param sources over all filters and router groups, 1 to 33,554,431.
 * @param routerGroups over all interfaces, 1 to 16,777,215.
 */
public record TableSizes(
        int interfaces, int groups, int sockets, int memberships, int filters, int sources, int routerGroups) {
    /** Most interfaces: 20 bits in the keys of the tables. */
    public static final int MAX_INTERFACES = 1 << 20;

    /** Most sockets: 23 bits in the keys of the tables. */
    public static final int MAX_SOCKETS = 1 << 23;

    /** Most records of 64 bytes: 25 bits in the values of the tables. */
    public static final int MAX_RECORDS = (1 << 25) - 1;

    /** Most records of 128 bytes: what fits 2 GiB. */
    public static final int MAX_LARGE_RECORDS = (1 << 24) - 1;

    /** Checks each number. */
    public TableSizes {
        check("interfaces", interfaces, MAX_INTERFACES);
        check("groups", groups, GroupTable.MAX_GROUPS);
        check("sockets", sockets, MAX_SOCKETS);
        check("memberships", memberships, MAX_RECORDS);
        check("filters", filters, MAX_RECORDS);
        check("sources", sources, MAX_RECORDS);
        check("routerGroups", routerGroups, MAX_LARGE_RECORDS);
    }

    private static void check(final String name, final int value, final int maximum) {
        if (value < 1 || value > maximum) {
            throw new IllegalArgumentException("out of range: " + name + "=" + value + ", maximum=" + maximum);
        }
    }
}
