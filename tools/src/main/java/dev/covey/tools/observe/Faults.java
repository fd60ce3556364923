package dev.covey.tools.observe;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong with a file, for people: the messages of the JDK's exceptions are often its path and no more. */
public final class Faults {
    private Faults() {}

    /**
     * What went wrong, and with which file if the fault knows it.
     *
     * @param what could not be done, for example {@code cannot read}.
     * @param fault that kept it from being done.
     * @return one line; the fault's own message if that says it all.
     */
    public static String describe(final String what, final Throwable fault) {
        return fault instanceof FileSystemException system && system.getFile() != null
                ? what + ": file=" + system.getFile() + ", " + why(fault)
                : why(fault);
    }

    /**
     * Why something went wrong, without the file.
     *
     * @param fault that made it go wrong.
     * @return one line.
     */
    public static String why(final Throwable fault) {
        if (fault instanceof NoSuchFileException) {
            return "no such folder or file";
        }
        if (fault instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (fault instanceof NotDirectoryException) {
            return "not a folder";
        }
        final String reason = fault instanceof FileSystemException system ? system.getReason() : fault.getMessage();
        return reason == null ? fault.toString() : reason;
    }
}
