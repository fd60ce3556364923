package dev.covey.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our host beside one of the kernel: the same groups, the same queries, the same answers. */
@Timeout(value = 6, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelHostTest {
    static List<QueryCase> casesOf(final LiveFamily family) {
        final List<QueryCase> cases = new ArrayList<>(QueryCases.of(family));
        cases.addAll(family.isIpv6() ? MldQueryCases.all() : IgmpQueryCases.all());
        return cases;
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(LiveFamily.class)
    void shouldAnswerAsTheKernelDoesWhateverTheQuery(final LiveFamily family) throws IOException {
        final SoftAssertions softly = new SoftAssertions();
        final List<QueryCase> cases = casesOf(family);
        try (LiveNetwork network = LiveNetwork.begin();
                QueryComparison comparison = new QueryComparison(network, family)) {
            comparison.joinAll();
            for (final QueryCase query : cases) {
                comparison.show(query);
                softly.assertThat(comparison.oursHeard()).as("%s: ours", query).isEqualTo(query.oursExpected());
                softly.assertThat(comparison.kernelHeard())
                        .as("%s: kernel, %s", query, query.difference())
                        .isEqualTo(query.kernelExpected());
            }
            comparison.host().requireSound();
        }
        softly.assertAll();
    }
}
