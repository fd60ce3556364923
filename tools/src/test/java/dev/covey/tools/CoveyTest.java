package dev.covey.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CoveyTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine covey =
            Covey.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    @Test
    void shouldPrintTheVersionOfTheBuildWhenAsked() {
        assertEquals(0, covey.execute("--version"));

        assertTrue(out.toString().matches("covey \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R"), out::toString);
    }

    @Test
    void shouldPrintUsageOnStandardOutputWhenHelpIsAsked() {
        assertEquals(0, covey.execute("--help"));

        assertTrue(out.toString().startsWith("Usage: covey"), out::toString);
        assertEquals("", err.toString());
    }

    @Test
    void shouldExplainItselfOnStandardErrorWhenNoCommandIsGiven() {
        assertEquals(2, covey.execute());

        assertTrue(err.toString().contains("missing command"), err::toString);
        assertEquals("", out.toString());
    }
}
