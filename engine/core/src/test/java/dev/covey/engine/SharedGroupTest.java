package dev.covey.engine;

import static dev.covey.engine.membership.OperationStatus.ALREADY_JOINED;
import static dev.covey.engine.membership.OperationStatus.NOT_JOINED;
import static dev.covey.engine.membership.OperationStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several sockets in one group: a single membership is not in the index, the second one brings both into it. */
class SharedGroupTest {
    private final EngineHarness harness = new EngineHarness();
    private final long eth0 = harness.attachHost();
    private final List<Long> joined = new ArrayList<>();
    private final List<Long> others = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "239.1.1.1, 1, false",
        "239.1.1.1, 2, false",
        "239.1.1.1, 3, true",
        "ff15::1, 2, true",
        "ff15::1, 5, false"
    })
    void shouldFindEachMembershipHoweverManyAGroupHas(
            final String group, final int sockets, final boolean isLastLeavingFirst) {
        try (harness) {
            for (int i = 0; i < sockets; i++) {
                others.add(harness.open());
            }
            // The second time from one membership that is in the index already, down to none and up again.
            for (int turn = 0; turn < 2; turn++) {
                while (!others.isEmpty()) {
                    joined.add(others.remove(0));
                    assertThat(harness.join(joined.get(joined.size() - 1), eth0, group))
                            .isEqualTo(OK);
                    assertAllFound(group);
                }
                if (isLastLeavingFirst) {
                    Collections.reverse(joined);
                }
                while (joined.size() > turn) {
                    others.add(joined.remove(0));
                    assertThat(harness.leave(others.get(others.size() - 1), eth0, group))
                            .isEqualTo(OK);
                    assertAllFound(group);
                }
            }
        }
    }

    private void assertAllFound(final String group) {
        for (final long socket : joined) {
            assertThat(harness.join(socket, eth0, group)).isEqualTo(ALREADY_JOINED);
        }
        for (final long socket : others) {
            assertThat(harness.leave(socket, eth0, group)).isEqualTo(NOT_JOINED);
        }
        harness.assertClean();
    }
}
