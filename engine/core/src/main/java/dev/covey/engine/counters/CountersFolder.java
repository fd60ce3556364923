package dev.covey.engine.counters;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a user's engines have their files, and the commands look for them: {@code COVEY_DIR} if that is set, otherwise
 * {@code /dev/shm/covey-USER}, or a folder beside the system's other temporary files where there is no
 * {@code /dev/shm}.
 */
public final class CountersFolder {
    /** Environment variable that names the folder. */
    public static final String VARIABLE = "COVEY_DIR";

    private static final String SUFFIX = ".dat";
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Path PROCESS = Path.of("/proc/self");
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Path path;

    /**
     * A folder.
     *
     * @param path of the folder, be it there or not.
     */
    public CountersFolder(final Path path) {
        this.path = path;
    }

    /**
     * The folder of this user.
     *
     * @return the folder, be it there or not.
     */
    public static CountersFolder ofUser() {
        final String named = System.getenv(VARIABLE);
        if (named != null && !named.isEmpty()) {
            return new CountersFolder(Path.of(named));
        }
        final Path parent =
                Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        return new CountersFolder(parent.resolve("covey-" + System.getProperty("user.name")));
    }

    /**
     * Where it is.
     *
     * @return its path.
     */
    public Path path() {
        return path;
    }

    /**
     * A name for the next engine of this process. The folder is made if it is not there, for this user alone; what
     * engines that were killed have left in it is removed.
     *
     * @return {@code PID.dat}, and {@code PID-2.dat} and so on for further engines of the process.
     * @throws IOException if the folder cannot be made, or belongs to somebody else.
     */
    public Path nextFile() throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path.toAbsolutePath().getParent());
            make();
        }
        // Others could put their own files in place of ours in a folder of theirs.
        final UserPrincipal owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
        if (Files.exists(PROCESS) && !owner.equals(Files.getOwner(PROCESS))) {
            throw new IOException("folder belongs to somebody else: path=" + path + ", owner=" + owner.getName());
        }
        removeLeftOvers();
        final int number = NEXT.incrementAndGet();
        return path.resolve(EngineProcess.current().id() + (number == 1 ? "" : "-" + number) + SUFFIX);
    }

    private void removeLeftOvers() throws IOException {
        final List<Path> found = files();
        // Names of a file that was not yet there, or was being replaced, when its process was killed.
        addTo(found, ".*.new");
        addTo(found, ".*.old");
        found.forEach(CountersFile::removeLeftOver);
    }

    private void make() throws IOException {
        try {
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(path);
            }
        } catch (final FileAlreadyExistsException sameTime) {
            if (!Files.isDirectory(path)) {
                throw sameTime;
            }
        }
    }

    /**
     * Files of engines, of those that run and of those that were killed.
     *
     * @return their paths, sorted; none if the folder is not there.
     * @throws IOException if it cannot be read.
     */
    public List<Path> files() throws IOException {
        final List<Path> files = new ArrayList<>();
        if (Files.isDirectory(path)) {
            addTo(files, "[!.]*" + SUFFIX);
        }
        files.sort(null);
        return files;
    }

    private void addTo(final List<Path> files, final String pattern) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path, pattern)) {
            found.forEach(files::add);
        }
    }
}
