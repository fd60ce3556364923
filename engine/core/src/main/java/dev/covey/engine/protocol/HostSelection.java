package dev.covey.engine.protocol;

import dev.covey.engine.filter.InterfaceState;
import dev.covey.engine.record.HostSourceFlyweight;

/** Which sources of a group a record lists (RFC 9776 sections 5.1 and 5.2). */
enum HostSelection {
    /** Those of the merged filter. */
    LISTED {
        @Override
        boolean selects(final HostSourceFlyweight source, final boolean isExclude) {
            return source.isListed();
        }
    },
    /** Those whose change is still being announced and that are received now. */
    CHANGED_AND_FORWARDED {
        @Override
        boolean selects(final HostSourceFlyweight source, final boolean isExclude) {
            return source.transmissions() > 0 && InterfaceState.isForwarded(isExclude, source.isListed());
        }
    },
    /** Those whose change is still being announced and that are not received now. */
    CHANGED_AND_BLOCKED {
        @Override
        boolean selects(final HostSourceFlyweight source, final boolean isExclude) {
            return source.transmissions() > 0 && !InterfaceState.isForwarded(isExclude, source.isListed());
        }
    },
    /** Those that a query has asked for and that are received. */
    QUERIED {
        @Override
        boolean selects(final HostSourceFlyweight source, final boolean isExclude) {
            return source.isQueried() && InterfaceState.isForwarded(isExclude, source.isListed());
        }
    },
    /** Those that a query has asked for, when nobody was told which ones are not received (RFC 5790 section 4.2). */
    QUERIED_AT_ALL {
        @Override
        boolean selects(final HostSourceFlyweight source, final boolean isExclude) {
            return source.isQueried();
        }
    };

    abstract boolean selects(HostSourceFlyweight source, boolean isExclude);
}
