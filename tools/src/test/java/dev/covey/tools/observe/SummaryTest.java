package dev.covey.tools.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of packets that anybody may have sent has a bound. */
class SummaryTest {
    private static final long LINK = 7;
    private static final long OTHER_LINK = 8;
    private static final InternetAddress HOST = InternetAddress.parse("10.0.0.1");

    private final Summary summary = new Summary(3, 4);

    private static GroupState group(final long link, final String group) {
        return new GroupState("e0", link, InternetAddress.parse(group), FilterMode.EXCLUDE, List.of(), 0, HOST, 3);
    }

    private void membership(final long link, final String group, final boolean hasMember, final String reporter) {
        final InternetAddress address = InternetAddress.parse(group);
        summary.onMembership(0, link, "e0", address.high(), address.low(), hasMember, InternetAddress.parse(reporter));
    }

    private void reporter(final String group, final String reporter) {
        final InternetAddress address = InternetAddress.parse(group);
        summary.onReporter(LINK, address.high(), address.low(), InternetAddress.parse(reporter));
    }

    private int reporters(final String group) {
        return summary.activity(group(LINK, group)).reporters().size();
    }

    @Test
    void shouldKeepNoMoreGroupsThanItMay() {
        for (int i = 1; i <= 5; i++) {
            membership(LINK, "239.1.1." + i, true, "10.0.0.1");
        }

        assertThat(summary.activity(group(LINK, "239.1.1.3"))).isNotNull();
        assertThat(summary.activity(group(LINK, "239.1.1.4"))).isNull();
    }

    @Test
    void shouldMakeRoomWhenAGroupIsOver() {
        for (int i = 1; i <= 3; i++) {
            membership(LINK, "239.1.1." + i, true, "10.0.0.1");
        }
        membership(LINK, "239.1.1.2", false, "10.0.0.1");
        membership(LINK, "239.1.1.9", true, "10.0.0.1");

        assertThat(summary.activity(group(LINK, "239.1.1.2"))).isNull();
        assertThat(summary.activity(group(LINK, "239.1.1.9"))).isNotNull();
    }

    @Test
    void shouldKeepAGroupThatIsOverIfPacketsCameForIt() {
        final InternetAddress group = InternetAddress.parse("239.1.1.1");
        membership(LINK, "239.1.1.1", true, "10.0.0.1");
        summary.onData(5, LINK, "e0", group.high(), group.low(), true);
        membership(LINK, "239.1.1.1", false, "10.0.0.1");

        assertThat(summary.activitiesWithData()).hasSize(1);
    }

    @Test
    void shouldKeepNoMoreReportersThanItMayOverAllGroups() {
        membership(LINK, "239.1.1.1", true, "10.0.0.1");
        membership(LINK, "239.1.1.2", true, "10.0.0.1");
        reporter("239.1.1.1", "10.0.0.2");
        reporter("239.1.1.1", "10.0.0.2");
        reporter("239.1.1.1", "10.0.0.3");
        reporter("239.1.1.2", "10.0.0.4");
        assertThat(reporters("239.1.1.1")).isEqualTo(3);
        assertThat(reporters("239.1.1.2")).isEqualTo(1);

        membership(LINK, "239.1.1.1", false, "10.0.0.3");
        reporter("239.1.1.2", "10.0.0.4");
        assertThat(reporters("239.1.1.2")).isEqualTo(2);
    }

    @Test
    void shouldNotKeepAGroupOfWhichOnlyAReporterIsKnown() {
        reporter("239.1.1.1", "10.0.0.2");

        assertThat(summary.activity(group(LINK, "239.1.1.1"))).isNull();
    }

    @Test
    void shouldForgetTheGroupsOfALinkAndTheirReporters() {
        membership(LINK, "239.1.1.1", true, "10.0.0.1");
        membership(OTHER_LINK, "239.1.1.1", true, "10.0.0.1");
        reporter("239.1.1.1", "10.0.0.2");
        reporter("239.1.1.1", "10.0.0.3");

        summary.forget(LINK);

        assertThat(summary.activity(group(LINK, "239.1.1.1"))).isNull();
        assertThat(summary.activity(group(OTHER_LINK, "239.1.1.1"))).isNotNull();
        membership(LINK, "239.1.1.1", true, "10.0.0.1");
        reporter("239.1.1.1", "10.0.0.2");
        reporter("239.1.1.1", "10.0.0.3");
        assertThat(reporters("239.1.1.1")).isEqualTo(3);
    }
}
