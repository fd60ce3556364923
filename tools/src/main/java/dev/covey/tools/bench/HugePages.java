package dev.covey.tools.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reserves huge pages for the peers that take them, and gives them back. Where that is not allowed those peers run
 * without.
 */
final class HugePages implements AutoCloseable {
    /** Bytes of one page. */
    static final long PAGE_BYTES = 2L * 1024 * 1024;

    private final Path setting;
    private final String before;
    private final boolean isReserved;
    private final ExitHook atExit;
    private boolean isRestored;

    private HugePages(final Path setting, final String before, final boolean isReserved) {
        this.setting = setting;
        this.before = before;
        this.isReserved = isReserved;
        this.atExit = isReserved ? new ExitHook("huge pages", this::restore) : null;
    }

    /**
     * Reserve pages.
     *
     * @param setting of the kernel, {@code /proc/sys/vm/nr_hugepages}.
     * @param pages that are needed; 0 to leave everything as it is.
     */
    static HugePages reserve(final Path setting, final long pages) {
        String before = "";
        boolean isReserved = false;
        try {
            before = Files.readString(setting).strip();
            if (pages > Long.parseLong(before)) {
                Files.writeString(setting, Long.toString(pages));
                isReserved = true;
            }
        } catch (final IOException | NumberFormatException notAllowed) {
            isReserved = false;
        }
        return new HugePages(setting, before, isReserved);
    }

    /** Were they asked for? The kernel may have given fewer. */
    boolean isReserved() {
        return isReserved;
    }

    @Override
    public void close() {
        if (isReserved) {
            atExit.close();
            restore();
        }
    }

    private synchronized void restore() {
        if (!isRestored) {
            isRestored = true;
            try {
                Files.writeString(setting, before);
            } catch (final IOException notAllowed) {
                System.err.println(
                        "covey: huge pages are still reserved, set them back by hand: " + setting + "=" + before);
            }
        }
    }
}
