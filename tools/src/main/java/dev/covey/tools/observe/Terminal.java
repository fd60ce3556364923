package dev.covey.tools.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody is watching. */
public final class Terminal {
    public static final int STANDARD_OUTPUT = 1;
    public static final int STANDARD_ERROR = 2;

    private Terminal() {}

    /**
     * Does a stream of this process end at a terminal? The JDK answers that only for standard input and output
     * together, so where the system has a better answer that is taken.
     *
     * @param descriptor of the stream.
     * @return false if in doubt.
     */
    @SuppressWarnings("SystemConsoleNull") // asked only of JDKs where null still means "no terminal"
    public static boolean isTerminal(final int descriptor) {
        try {
            final String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (final IOException | UnsupportedOperationException unknown) {
            return Runtime.version().feature() < 22 && System.console() != null;
        }
    }

    /** Should output to a terminal be coloured, as far as the environment says? */
    public static boolean isColourWanted() {
        return System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    }

    /** Can a terminal be drawn on, as far as the environment says? */
    public static boolean isAddressable() {
        final String kind = System.getenv("TERM");
        return kind != null && !kind.isEmpty() && !kind.equals("dumb");
    }
}
