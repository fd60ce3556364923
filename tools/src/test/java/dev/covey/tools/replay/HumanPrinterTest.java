package dev.covey.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.covey.engine.protocol.MembershipChange;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.tools.observe.MembershipEvent;
import dev.covey.tools.observe.Style;
import dev.covey.tools.observe.Summary;
import dev.covey.tools.observe.TextTable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HumanPrinterTest {
    private final StringWriter out = new StringWriter();
    private final HumanPrinter printer = new HumanPrinter(new PrintWriter(out), Style.PLAIN, null);

    @Test
    void shouldCutLongListsOfSources() {
        final List<InternetAddress> sources = new ArrayList<>();
        for (int i = 1; i <= 11; i++) {
            sources.add(InternetAddress.parse("2001:db8::" + Integer.toHexString(i)));
        }

        printer.membership(
                new MembershipEvent(
                        5_000_000_000L,
                        "em0.100",
                        InternetAddress.parse("ff3e::1"),
                        MembershipChange.REPLACED,
                        FilterMode.EXCLUDE,
                        sources,
                        InternetAddress.parse("fe80::1")),
                1_000_000L);

        final String line = out.toString().lines().toList().get(1);
        assertTrue(line.contains("2001:db8::8, ... 3 more}  by fe80::1"), line);
        assertEquals(
                "     +0.001000  em0.100   ff3e::1          replaced  exclude {2001:db8::1, ", line.substring(0, 75));
    }

    @Test
    void shouldSayThatThereIsNothing() {
        printer.summary(new Summary(), null);

        assertTrue(out.toString().startsWith("Groups\n  none\n\nPackets\n"), out::toString);
    }

    @Test
    void shouldRefuseARowThatDoesNotFitItsTable() {
        final TextTable table = new TextTable("a", ">b");

        assertEquals(List.of("  a     b", "  xyz  10"), table.row("xyz", "10").lines());
        assertThrows(IllegalArgumentException.class, () -> table.row("x"));
    }
}
