package dev.covey.engine.filter;

/**
 * The reception state of an interface for one group, merged from how many memberships exclude and, source by source,
 * how many include and exclude it (RFC 9776 section 3.2, RFC 9777 section 4.2).
 *
 * <p>If any membership excludes, the merged mode is EXCLUDE, and a source is listed if each of them excludes it and
 * nobody includes it. Otherwise the mode is INCLUDE, and a source is listed if anybody includes it.
 */
public final class InterfaceState {
    private InterfaceState() {}

    /**
     * Does the merged filter list a source?
     *
     * @param excludeMembers memberships whose filters exclude, of all.
     * @param includedBy memberships whose filters include the source.
     * @param excludedBy memberships whose filters exclude the source.
     * @return true if it is in the merged list.
     */
    public static boolean isListed(final int excludeMembers, final int includedBy, final int excludedBy) {
        return excludeMembers > 0 ? excludedBy == excludeMembers && includedBy == 0 : includedBy > 0;
    }

    /**
     * Does a merged filter let a source through?
     *
     * @param isExclude its mode.
     * @param isListed whether it lists the source.
     * @return true if what the source sends is wanted.
     */
    public static boolean isForwarded(final boolean isExclude, final boolean isListed) {
        return isListed != isExclude;
    }
}
