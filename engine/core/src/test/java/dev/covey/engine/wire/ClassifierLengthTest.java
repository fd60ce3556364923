package dev.covey.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** What the JIT makes of the classifier depends on a length that nobody sees in its source. */
class ClassifierLengthTest {
    /** HotSpot's FreqInlineSize: a method of more bytecodes is never taken into its caller. */
    private static final int LONGEST_INLINED = 325;

    private static final Pattern INSTRUCTION = Pattern.compile("^ +(\\d+): ", Pattern.MULTILINE);

    @Test
    void shouldBeCompiledByItselfWhereverItIsCalledFrom() throws URISyntaxException {
        final String listing = listing();
        final int start = listing.indexOf("LinkType, dev.covey.engine.wire.ReceiveProfile);");
        assertThat(start).isPositive();

        final int end = listing.indexOf("\n\n", start);
        final Matcher instruction = INSTRUCTION.matcher(listing.substring(start, end < 0 ? listing.length() : end));
        int last = 0;
        while (instruction.find()) {
            last = Math.max(last, Integer.parseInt(instruction.group(1)));
        }
        assertThat(last + 1).isGreaterThan(LONGEST_INLINED);
    }

    private static String listing() throws URISyntaxException {
        final Path classes = Path.of(PacketClassifier.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        final StringWriter listing = new StringWriter();
        final PrintWriter target = new PrintWriter(listing);
        final ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
        assertThat(javap.run(
                        target, target, "-c", "-p", "-classpath", classes.toString(), PacketClassifier.class.getName()))
                .isZero();
        return listing.toString().replace("\r\n", "\n");
    }
}
