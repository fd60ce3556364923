package dev.covey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.wire.InternetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Datagrams whose fate is known, to be looked up in one batch and one by one. */
final class LookupProbe {
    private final EngineHarness harness;
    private final boolean isPolling;
    private final List<Datagram> datagrams = new ArrayList<>();

    private record Datagram(long interfaceHandle, InternetAddress group, InternetAddress source, boolean isUnwanted) {}

    private record Place(long interfaceHandle, InternetAddress group) {}

    LookupProbe(final EngineHarness harness, final boolean isPolling) {
        this.harness = harness;
        this.isPolling = isPolling;
    }

    void add(final long interfaceHandle, final String group, final String source, final boolean isUnwanted) {
        datagrams.add(
                new Datagram(interfaceHandle, InternetAddress.parse(group), InternetAddress.parse(source), isUnwanted));
    }

    /** Both forms have to know which are wanted, and to agree on a number for each group that is no other group's. */
    void run(final String where) {
        final int n = datagrams.size();
        final long[] interfaces = new long[n];
        final long[] groups = new long[2 * n];
        final long[] sources = new long[2 * n + 3];
        final int[] results = new int[n + 1];
        results[n] = 4711;
        int wanted = 0;
        for (int i = 0; i < n; i++) {
            final Datagram datagram = datagrams.get(i);
            interfaces[i] = datagram.interfaceHandle;
            groups[2 * i] = datagram.group.high();
            groups[2 * i + 1] = datagram.group.low();
            sources[2 * i] = datagram.source.high();
            sources[2 * i + 1] = datagram.source.low();
            wanted += datagram.isUnwanted ? 0 : 1;
        }
        final Map<Place, Integer> numbers = new HashMap<>();
        final Map<Integer, Place> places = new HashMap<>();
        try (MembershipReader reader =
                isPolling ? harness.engine.openPollingReader("batch") : harness.engine.openReader("batch")) {
            assertThat(reader.lookup(interfaces, groups, sources, results, n))
                    .as(where)
                    .isEqualTo(wanted);
            assertThat(results[n]).as("behind the end").isEqualTo(4711);
            for (int i = 0; i < n; i++) {
                final Datagram datagram = datagrams.get(i);
                final int number = results[i];
                assertThat(number == MembershipReader.NONE)
                        .as(where + ": " + datagram)
                        .isEqualTo(datagram.isUnwanted);
                assertThat(reader.lookup(
                                datagram.interfaceHandle,
                                datagram.group.high(),
                                datagram.group.low(),
                                datagram.source.high(),
                                datagram.source.low()))
                        .as(where + ": " + datagram)
                        .isEqualTo(number);
                if (number != MembershipReader.NONE) {
                    final Place place = new Place(datagram.interfaceHandle, datagram.group);
                    assertThat(numbers.putIfAbsent(place, number)).isIn(null, number);
                    assertThat(places.putIfAbsent(number, place)).isIn(null, place);
                }
            }
        }
    }
}
