package dev.covey.tools.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

/** What people are told of a file that cannot be used. */
class FaultsTest {
    private static String describe(final IOException fault) {
        return Faults.describe("cannot read", fault);
    }

    @Test
    void shouldSayWhyWhenTheJdkSaysThePathOnly() {
        assertThat(describe(new AccessDeniedException("/a/b"))).isEqualTo("cannot read: file=/a/b, permission denied");
        assertThat(describe(new NoSuchFileException("/a/b")))
                .isEqualTo("cannot read: file=/a/b, no such folder or file");
        assertThat(describe(new NotDirectoryException("/a/b"))).isEqualTo("cannot read: file=/a/b, not a folder");
    }

    @Test
    void shouldLeaveAReasonAsItIs() {
        assertThat(describe(new FileSystemException("/a/b", null, "Is a directory")))
                .isEqualTo("cannot read: file=/a/b, Is a directory");
        assertThat(describe(new IOException("no engine is running"))).isEqualTo("no engine is running");
    }

    @Test
    void shouldNameTheFaultWhenItGivesNoReason() {
        assertThat(describe(new IOException())).isEqualTo("java.io.IOException");
        assertThat(describe(new FileSystemException("/a/b")))
                .isEqualTo("cannot read: file=/a/b, java.nio.file.FileSystemException: /a/b");
    }
}
