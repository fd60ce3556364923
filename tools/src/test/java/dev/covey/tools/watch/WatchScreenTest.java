package dev.covey.tools.watch;

import static dev.covey.tools.watch.WatchedLink.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.linux.TerminalSize;
import dev.covey.tools.observe.Style;
import dev.covey.tools.observe.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The observer on a link in memory, in virtual time, as people see it. */
class WatchScreenTest {
    private static final String OPEN_PAGE = "\u001b[?1049h\u001b[?25l\u001b[H\u001b[J";
    private static final String CLOSE_PAGE = "\u001b[?25h\u001b[?1049l";

    private final StringWriter out = new StringWriter();
    private final WatchedLink link = new WatchedLink();
    private TerminalSize size = new TerminalSize(24, 80);

    private WatchScreen screen() {
        return new WatchScreen(new PrintWriter(out), () -> size, Style.PLAIN, null, "e0");
    }

    private String watch() throws IOException {
        link.watch(screen(), null);
        return out.toString();
    }

    /** The pictures that were drawn, without what moves the cursor. */
    private static List<List<String>> pictures(final String text) {
        final List<List<String>> pictures = new ArrayList<>();
        for (final String picture : text.substring(0, text.indexOf(CLOSE_PAGE)).split("\u001b\\[H", -1)) {
            // Lines are erased behind their text and never before it: that would flicker.
            pictures.add(picture.replace("\u001b[J", "")
                    .replace("\u001b[K", "")
                    .lines()
                    .toList());
        }
        return pictures.subList(1, pictures.size());
    }

    @Test
    void shouldDrawOverItselfAndLeaveThePageWithWhatWasSeen() throws IOException {
        link.report("10.0.0.5", "239.1.1.1").at(SECOND_NS).query("10.0.0.9").at(2 * SECOND_NS);

        final String text = watch();

        assertThat(text).startsWith(OPEN_PAGE).containsOnlyOnce(OPEN_PAGE).containsOnlyOnce(CLOSE_PAGE);
        final List<List<String>> pictures = pictures(text);
        assertThat(pictures.get(pictures.size() - 1))
                .containsExactly(
                        "covey watch  e0 (index 2, 02:00:00:00:00:0a, mtu 1500, up)",
                        "2023-11-14T22:13:22Z  +2.000000",
                        "IGMP querier: 10.0.0.9, version 3, would be gone in 124.0 s",
                        "MLD querier: none heard",
                        "packets 2: IGMP v3-query 1, IGMP v2-report 1, data 0, other 0",
                        "dropped 0",
                        "",
                        "Groups: 1",
                        "  group      mode     sources    timer  reporters  oldest host",
                        "  239.1.1.1  exclude  -        268.0 s  10.0.0.5   IGMPv2",
                        "",
                        "Changes",
                        "     +0.000000  e0 is watched: index 2, up",
                        "     +0.000000  e0        239.1.1.1        joined    exclude {}  by 10.0.0.5",
                        "     +1.000000  e0        querier seen: 10.0.0.9, IGMPv3");
        final String after = text.substring(text.indexOf(CLOSE_PAGE) + CLOSE_PAGE.length());
        assertThat(after)
                .startsWith("Groups at +2.000000 (2023-11-14T22:13:22Z)\n  link  group ")
                .contains("  IGMP v2-report        1\n");
    }

    @Test
    void shouldFitTheTerminalWhateverItsSize() throws IOException {
        for (int i = 1; i <= 30; i++) {
            link.report("10.0.0.5", "239.1.1." + i);
        }
        link.at(SECOND_NS).then(() -> size = new TerminalSize(12, 40)).at(2 * SECOND_NS);

        final List<List<String>> pictures = pictures(watch());

        final List<String> large = pictures.get(pictures.size() - 2);
        final List<String> small = pictures.get(pictures.size() - 1);
        assertThat(large).hasSize(24).contains("Changes").anyMatch(line -> line.matches("  \\.\\.\\. \\d+ more"));
        assertThat(small).hasSize(12).endsWith("  ... 28 more").doesNotContain("Changes");
        assertThat(small).allMatch(line -> line.length() <= 40);
    }

    @Test
    void shouldDrawOnceASecondAndSoonerOnlyAfterAChange() throws IOException {
        for (int i = 1; i <= 150; i++) {
            link.at(i * SECOND_NS / 100);
        }

        assertThat(pictures(watch())).hasSize(2);
    }

    @Test
    void shouldDrawSoonAfterAChangeButNotForEachOfMany() throws IOException {
        for (int i = 1; i <= 100; i++) {
            link.at(i * SECOND_NS / 100).report("10.0.0.5", "239.1.1." + i);
        }

        assertThat(pictures(watch())).hasSize(5);
    }

    @Test
    void shouldSayThatTheInterfaceIsGone() throws IOException {
        link.report("10.0.0.5", "239.1.1.1").vanish().at(SECOND_NS);

        final List<List<String>> pictures = pictures(watch());

        assertThat(pictures.get(pictures.size() - 1))
                .startsWith("covey watch  e0 is gone: waiting for one of its name")
                .contains("Groups: 0")
                .contains("     +0.000000  e0 is gone, and its groups with it: waiting for one of its name");
    }

    @Test
    void shouldLeaveThePageWhenItIsClosedBeforeItsEnd() {
        final WatchScreen screen = screen();
        screen.refresh(SECOND_NS, () -> new WatchState(null, new Summary(), List.of(), 0));

        screen.close();
        screen.close();

        assertThat(out.toString()).endsWith(CLOSE_PAGE).containsOnlyOnce(CLOSE_PAGE);
    }
}
