package dev.covey.tools.drive;

import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import java.util.Comparator;

/** How addresses and filters are listed. */
final class Addresses {
    /** By their bits, so that 10.0.0.9 comes before 10.0.0.10 and IPv4 before IPv6. */
    static final Comparator<InternetAddress> ORDER = (left, right) -> {
        final int order = Long.compareUnsigned(left.high(), right.high());
        return order == 0 ? Long.compareUnsigned(left.low(), right.low()) : order;
    };

    private Addresses() {}

    static String name(final FilterMode mode) {
        return mode == FilterMode.INCLUDE ? "include" : "exclude";
    }
}
