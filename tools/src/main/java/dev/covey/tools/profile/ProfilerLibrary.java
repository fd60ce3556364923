package dev.covey.tools.profile;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The profiler's native library, which lies in its Maven jar and in every jar that was shaded from it. */
final class ProfilerLibrary {
    private static final String NAME = "libasyncProfiler.so";

    private ProfilerLibrary() {}

    /**
     * Where the library of a system is in the jar.
     *
     * @param system as in the property {@code os.name}.
     * @param architecture as in the property {@code os.arch}.
     * @return name of the entry, or null if the profiler does not exist there.
     */
    static String entry(final String system, final String architecture) {
        final String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return "macos/" + NAME;
        }
        if (!name.equals("linux")) {
            return null;
        }
        return switch (architecture) {
            case "amd64", "x86_64" -> "linux-x64/" + NAME;
            case "aarch64" -> "linux-arm64/" + NAME;
            default -> null;
        };
    }

    /**
     * Take the library of this machine out of a jar.
     *
     * @param jar to look into.
     * @param folder to write it to.
     * @return path of the library.
     * @throws IOException if the jar has none for this machine.
     */
    static Path extract(final Path jar, final Path folder) throws IOException {
        final String system = System.getProperty("os.name");
        final String architecture = System.getProperty("os.arch");
        final String entry = entry(system, architecture);
        if (entry == null) {
            throw new FileNotFoundException("async-profiler does not exist for this machine: system=" + system
                    + ", architecture=" + architecture);
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            final ZipEntry found = zip.getEntry(entry);
            if (found == null) {
                throw new FileNotFoundException("no profiler in the jar: jar=" + jar + ", entry=" + entry);
            }
            final Path library = folder.resolve(NAME);
            try (InputStream bytes = zip.getInputStream(found)) {
                Files.copy(bytes, library);
            }
            return library;
        }
    }
}
