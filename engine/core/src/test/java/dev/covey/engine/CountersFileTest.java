package dev.covey.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.counters.CounterSample;
import dev.covey.engine.counters.CountersFileDescriptor;
import dev.covey.engine.counters.CountersFileException;
import dev.covey.engine.counters.CountersFolder;
import dev.covey.engine.counters.CountersView;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.wire.LinkType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file in which an engine shows its numbers: made, read, left over, damaged. */
class CountersFileTest {
    private static final long START_MS = 1_795_000_000_000L;
    private static final int NO_PROCESS = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    private EngineHarness launch(final Path file) {
        return new EngineHarness(context().countersFile(file, START_MS));
    }

    private static EngineContext context() {
        return new EngineContext().tableSizes(EngineHarness.SMALL).countedInterfaces(2);
    }

    private static InterfaceConfiguration named(final String name, final long cookie) {
        return InterfaceConfiguration.builder(cookie, 0x0200_0000_0000L + cookie)
                .name(name)
                .router(true)
                .build();
    }

    private static Map<String, Long> read(final CountersView view) {
        final Map<String, Long> found = new TreeMap<>();
        view.forEach(sample -> found.merge(name(sample), sample.value(), (one, other) -> {
            throw new AssertionError("counter is there twice: " + sample);
        }));
        return found;
    }

    private static String name(final CounterSample sample) {
        return sample.label() + (sample.isOfEngine() ? "" : " " + sample.interfaceName());
    }

    private static void offerJunk(final EngineHarness harness, final long interfaceHandle) {
        harness.client.offer(interfaceHandle, LinkType.INTERNET, new UnsafeBuffer(new byte[3]), 0, 3, 0);
        harness.settle();
    }

    @Test
    void shouldShowEveryNumberOfTheEngineInItsFileWhenItRuns() throws IOException {
        final Path file = folder.resolve("engine.dat");
        try (EngineHarness harness = launch(file)) {
            final long eth0 = harness.attach(named("eth0", 7));
            final long socket = harness.open();
            harness.join(socket, eth0, "239.1.1.1");
            offerJunk(harness, eth0);

            final CountersView view = CountersView.open(file);
            final Map<String, Long> shown = read(view);
            harness.engine.counters().forEach((name, value) -> assertThat(shown).containsEntry(name, value));
            assertThat(shown)
                    .containsEntry("ip.short", 1L)
                    .containsEntry("ip.short eth0", 1L)
                    .containsEntry("ip.version eth0", 0L)
                    .containsEntry("engine.groups", 1L)
                    .containsEntry("engine.groups eth0", 1L)
                    .containsEntry("engine.sockets", 1L)
                    .containsEntry("engine.memberships", 1L)
                    .containsEntry("engine.interfaces", 1L)
                    .containsEntry("engine.ring.capacity", 1L << 16)
                    .containsEntry("engine.ring.occupancy", 0L)
                    .containsEntry("igmp.tx.total eth0", shown.get("igmp.tx.total"))
                    .doesNotContainKey("engine.drop.noiface eth0");
            assertThat(shown.get("igmp.tx.total")).isPositive();
            assertThat(shown.get("engine.memory.used")).isPositive();
            assertThat(view.startTimeMs()).isEqualTo(START_MS);
            assertThat(view.process().id()).isEqualTo(ProcessHandle.current().pid());
            assertThat(view.isAlive()).isTrue();
            assertThat(view.state()).isEqualTo(CountersFileDescriptor.STATE_RUNNING);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(folder.toFile().listFiles()).containsExactly(file.toFile());
        }
    }

    @Test
    void shouldRemoveTheFileAndSayThatItIsClosedWhenTheEngineCloses() throws IOException {
        final Path file = folder.resolve("engine.dat");
        final CountersView view;
        final MulticastEngine engine;
        try (EngineHarness harness = launch(file)) {
            view = CountersView.open(file);
            offerJunk(harness, harness.attach(named("eth0", 7)));
            engine = harness.engine;
        }
        assertThat(file).doesNotExist();
        assertThat(view.isAlive()).isFalse();
        assertThat(read(view)).containsEntry("ip.short", 1L);
        assertThat(engine.counters().get(DropReason.IP_SHORT)).isOne();
    }

    @Test
    void shouldKeepTheErrorInTheFileWhenAListenerStopsTheEngine() throws IOException {
        final Path file = folder.resolve("engine.dat");
        try (EngineHarness harness = launch(file)) {
            final CountersView view = CountersView.open(file);
            harness.engine.inspect((state, timeNs) -> {
                throw new IllegalStateException("broken on purpose");
            });
            assertThatThrownBy(harness.engine.agent()::doWork).hasMessage("broken on purpose");

            assertThat(view.state()).isEqualTo(CountersFileDescriptor.STATE_FAILED);
            final List<String> errors = new ArrayList<>();
            view.errors((count, firstMs, lastMs, text) -> errors.add(count + " " + firstMs + " " + text));
            assertThat(errors).singleElement().satisfies(error -> assertThat(error)
                    .startsWith("1 " + START_MS + " java.lang.IllegalStateException: broken on purpose"));
        }
    }

    @Test
    void shouldCountAnInterfaceAnewWhenItIsDetachedAndAnotherComes() throws IOException {
        final Path file = folder.resolve("engine.dat");
        try (EngineHarness harness = launch(file)) {
            final CountersView view = CountersView.open(file);
            final long first = harness.attach(named("eth0", 1));
            offerJunk(harness, first);
            harness.detach(first);
            assertThat(read(view)).containsEntry("ip.short", 1L).doesNotContainKey("ip.short eth0");

            final long second = harness.attach(named("eth0", 2));
            assertThat(read(view)).containsEntry("ip.short", 1L).containsEntry("ip.short eth0", 0L);
            offerJunk(harness, second);
            assertThat(read(view)).containsEntry("ip.short", 2L).containsEntry("ip.short eth0", 1L);
        }
    }

    @Test
    void shouldShowEachInterfacesGroupsWhicheverComeAndGo() throws IOException {
        final Path file = folder.resolve("engine.dat");
        try (EngineHarness harness =
                new EngineHarness(context().countedInterfaces(40).countersFile(file, START_MS))) {
            final long socket = harness.open();
            final long[] handles = new long[36];
            for (int i = 0; i < handles.length; i++) {
                handles[i] = harness.attach(named("i" + i, i + 1));
            }
            harness.detach(handles[0]);
            harness.detach(handles[35]);
            harness.detach(handles[7]);
            harness.join(socket, handles[34], "239.1.1.1");
            harness.join(socket, handles[34], "239.1.1.2");
            harness.join(socket, handles[33], "239.1.1.1");
            final long late = harness.attach(named("late", 50));
            harness.join(socket, late, "239.1.1.1");
            harness.settle();

            assertThat(read(CountersView.open(file)))
                    .containsEntry("engine.groups i34", 2L)
                    .containsEntry("engine.groups i33", 1L)
                    .containsEntry("engine.groups i1", 0L)
                    .containsEntry("engine.groups late", 1L)
                    .doesNotContainKey("engine.groups i7");
            assertThat(harness.engine.counters().countedInterfaces()).isEqualTo(34);
        }
    }

    @Test
    void shouldUseAnInterfacesCountersAgainOnlyAfterASecondWhenTheyAreScarce() {
        try (EngineHarness harness = new EngineHarness(context())) {
            final long first = harness.attach(named("a", 1));
            harness.attach(named("b", 2));
            final long third = harness.attach(named("c", 3));
            assertThat(harness.engine.counters().get(EngineCounter.ENGINE_INTERFACES_UNCOUNTED))
                    .isOne();
            offerJunk(harness, third);
            assertThat(harness.engine.counters().get(DropReason.IP_SHORT)).isOne();

            harness.detach(third);
            harness.detach(first);
            assertThat(harness.engine.counters().get(EngineCounter.ENGINE_INTERFACES_UNCOUNTED))
                    .isZero();
            harness.time.advanceTo(TimeUnit.MILLISECONDS.toNanos(999));
            final long early = harness.attach(named("d", 4));
            assertThat(harness.engine.counters().get(EngineCounter.ENGINE_INTERFACES_UNCOUNTED))
                    .isOne();

            harness.detach(early);
            harness.time.advanceTo(TimeUnit.MILLISECONDS.toNanos(1001));
            harness.attach(named("e", 5));
            assertThat(harness.engine.counters().get(EngineCounter.ENGINE_INTERFACES_UNCOUNTED))
                    .isZero();
        }
    }

    @Test
    void shouldRefuseTheFileOfAnEngineThatRuns() {
        final Path file = folder.resolve("engine.dat");
        try (EngineHarness harness = launch(file)) {
            assertThatThrownBy(() -> launch(file))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("an engine that runs has it: pid="
                            + ProcessHandle.current().pid());
            assertThat(file).exists();
            harness.settle();
        }
    }

    @Test
    void shouldReplaceTheFileWhenItsProcessIsGone() throws IOException {
        final Path file = folder.resolve("engine.dat");
        leaveOver(file);
        assertThat(CountersView.open(file).isAlive()).isFalse();

        try (EngineHarness harness = launch(file)) {
            assertThat(CountersView.open(file).isAlive()).isTrue();
            assertThat(folder.toFile().listFiles()).containsExactly(file.toFile());
            harness.settle();
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** The file of an engine that was killed. */
    private void leaveOver(final Path file) throws IOException {
        final byte[] octets;
        try (EngineHarness harness = launch(file)) {
            octets = Files.readAllBytes(file);
            harness.settle();
        }
        ByteBuffer.wrap(octets)
                .order(ByteOrder.nativeOrder())
                .putLong(CountersFileDescriptor.PROCESS_ID_OFFSET, NO_PROCESS);
        Files.write(file, octets);
    }

    @Test
    void shouldSeeThatAnotherProcessHasTheNumberWhenItBeganAtAnotherTime() throws IOException {
        final Path file = folder.resolve("engine.dat");
        leaveOver(file);
        put(
                file,
                CountersFileDescriptor.PROCESS_ID_OFFSET,
                ProcessHandle.current().pid());
        put(file, CountersFileDescriptor.PROCESS_START_OFFSET, 1);

        assertThat(CountersView.open(file).isAlive()).isFalse();
    }

    private static void put(final Path file, final int offset, final long value) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(offset);
            access.writeLong(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value));
        }
    }

    @Test
    void shouldNeverReplaceWhatIsNoEnginesFile() throws IOException {
        final Path file = folder.resolve("thesis.txt");
        Files.writeString(file, "years of work");

        assertThatThrownBy(() -> launch(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("file=" + file)
                .hasMessageContaining("something else has that name");
        assertThat(file).hasContent("years of work");
        assertThat(folder.toFile().listFiles()).containsExactly(file.toFile());
    }

    @Test
    void shouldSayWhichFileCannotBeMadeWhenThereIsNoFolder() {
        final Path file = folder.resolve("nowhere").resolve("engine.dat");
        assertThatThrownBy(() -> launch(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot make the counters file: file=" + file)
                .hasMessageContaining("no such folder");
    }

    @Test
    void shouldSayWhatIsWrongWithAFileThatCannotBeRead() throws IOException {
        final Path file = folder.resolve("engine.dat");
        leaveOver(file);
        final byte[] sound = Files.readAllBytes(file);

        Files.write(file, new byte[10]);
        assertUnreadable(file, "not a file of an engine");
        Files.write(file, new byte[4096]);
        assertUnreadable(file, "not a file of an engine");
        Files.write(file, Arrays.copyOf(sound, sound.length - 1));
        assertUnreadable(file, "truncated file");
        final long version =
                ByteBuffer.wrap(sound).order(ByteOrder.nativeOrder()).getLong(CountersFileDescriptor.VERSION_OFFSET);
        Files.write(file, sound);
        put(file, CountersFileDescriptor.VERSION_OFFSET, version + 1);
        assertUnreadable(file, "file of another version of Covey");
        put(file, CountersFileDescriptor.VERSION_OFFSET, version - CountersFileDescriptor.LAYOUT_VERSION);
        assertUnreadable(file, "incomplete file");
        for (int offset = CountersFileDescriptor.METADATA_LENGTH_OFFSET;
                offset <= CountersFileDescriptor.FILE_LENGTH_OFFSET;
                offset += Long.BYTES) {
            Files.write(file, sound);
            put(file, offset, 0x7fff_fff0_7fff_fff0L);
            assertUnreadable(file, "damaged file");
        }
    }

    private static void assertUnreadable(final Path file, final String why) {
        assertThatThrownBy(() -> CountersView.open(file))
                .isInstanceOf(CountersFileException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("file=" + file);
    }

    @Test
    void shouldGoOnWhenSomebodyWritesAllOverTheFile() throws IOException {
        final Path file = folder.resolve("engine.dat");
        try (EngineHarness harness = launch(file)) {
            final long eth0 = harness.attach(named("eth0", 7));
            final long socket = harness.open();
            for (final int junk : new int[] {0xff, 0x80, 0x01, 0x00, 0x7f}) {
                final byte[] octets = new byte[(int) Files.size(file)];
                Arrays.fill(octets, (byte) junk);
                try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
                    access.write(octets);
                }
                offerJunk(harness, eth0);
                assertThat(harness.join(socket, eth0, "239.1.1." + junk)).isZero();
                final long other = harness.attach(named("other", 8));
                assertThat(other).isPositive();
                assertThat(harness.detach(other)).isZero();
            }
            harness.assertClean();
            assertThat(harness.detach(eth0)).isZero();
            assertThat(harness.close(socket)).isZero();
            harness.assertEmpty();
        }
    }

    @Test
    void shouldRemoveWhatDeadEnginesLeftWhenANameIsAsked() throws IOException {
        final Path killed = folder.resolve("1234.dat");
        final Path unborn = folder.resolve(".1234.dat.1234.1.new");
        final Path replaced = folder.resolve(".1234.dat.1234.2.old");
        final Path begun = folder.resolve(".1234.dat.1234.3.new");
        final Path thesis = folder.resolve("thesis.dat");
        final Path oldThesis = folder.resolve(".thesis.old");
        final Path other = folder.resolve("thesis.txt");
        final Path running = folder.resolve("running.dat");
        final Path runningOld = folder.resolve(".running.dat.1.1.old");
        final Path link = folder.resolve("link.dat");
        leaveOver(killed);
        Files.copy(killed, unborn);
        Files.copy(killed, replaced);
        Files.copy(killed, other);
        Files.createSymbolicLink(link, killed);
        Files.write(begun, new byte[4096]);
        Files.writeString(thesis, "years of work");
        Files.writeString(oldThesis, "years of work ".repeat(100));
        try (EngineHarness harness = launch(running)) {
            Files.copy(running, runningOld);

            new CountersFolder(folder).nextFile();

            assertThat(folder.toFile().listFiles())
                    .extracting(file -> file.toPath())
                    .containsExactlyInAnyOrder(running, runningOld, thesis, oldThesis, other, begun, link);
            assertThat(CountersView.open(running).isAlive()).isTrue();
            harness.settle();
        }
    }

    @Test
    void shouldNameFilesAfterTheProcessWhenAFolderIsAsked() throws IOException {
        final CountersFolder covey = new CountersFolder(folder.resolve("covey"));
        assertThat(covey.files()).isEmpty();
        final Path one = covey.nextFile();
        final Path other = covey.nextFile();
        assertThat(one).isNotEqualTo(other);
        assertThat(one.getFileName().toString())
                .startsWith(Long.toString(ProcessHandle.current().pid()))
                .endsWith(".dat");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(covey.path())))
                .isEqualTo("rwx------");
        Files.createFile(one);
        Files.createFile(covey.path().resolve(".hidden.dat"));
        assertThat(covey.files()).containsExactly(one);
    }
}
