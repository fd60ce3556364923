package dev.covey.tools.stat;

import dev.covey.engine.inspect.EngineSnapshot;
import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is shown of an engine's state, in which order. */
final class Snapshots {
    /** By their bits, so that 10.0.0.9 comes before 10.0.0.10 and IPv4 before IPv6. */
    private static final Comparator<InternetAddress> ADDRESSES = (left, right) -> {
        final int order = Long.compareUnsigned(left.high(), right.high());
        return order == 0 ? Long.compareUnsigned(left.low(), right.low()) : order;
    };

    private Snapshots() {}

    static List<EngineSnapshot.Interface> interfaces(final EngineSnapshot state) {
        return sorted(
                state.interfaces(),
                Comparator.comparing(EngineSnapshot.Interface::name).thenComparing(EngineSnapshot.Interface::handle));
    }

    static List<EngineSnapshot.Group> groups(final List<EngineSnapshot.Group> groups) {
        return sorted(groups, Comparator.comparing(EngineSnapshot.Group::address, ADDRESSES));
    }

    static List<EngineSnapshot.Source> sources(final EngineSnapshot.Group group) {
        return sorted(group.sources(), Comparator.comparing(EngineSnapshot.Source::address, ADDRESSES));
    }

    private static <T> List<T> sorted(final List<T> list, final Comparator<T> order) {
        final List<T> sorted = new ArrayList<>(list);
        sorted.sort(order);
        return sorted;
    }

    /** An observer is a router that is not heard: it asks nothing. */
    static String role(final EngineSnapshot.Interface shown) {
        if (shown.isHost()) {
            return "host";
        }
        return shown.isRouter() ? "observer" : "none";
    }
}
