package dev.covey.engine.counters;

import static dev.covey.engine.counters.CountersFileDescriptor.START_IN_MS;
import static dev.covey.engine.counters.CountersFileDescriptor.START_IN_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process is told from a later one of its number. */
class EngineProcessTest {
    private static final long PID = ProcessHandle.current().pid();
    private static final String BEHIND_NAME = " S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 30 0 987654 12 13";

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldTellItselfByTicksSinceBootWhereTheSystemSaysThem() throws IOException {
        final String line = Files.readString(Path.of("/proc/self/stat"));
        final EngineProcess current = EngineProcess.current();

        assertThat(current.id()).isEqualTo(PID);
        assertThat(current.startUnit()).isEqualTo(START_IN_TICKS);
        assertThat(current.start()).isPositive().isEqualTo(EngineProcess.startTicks(line));
        assertThat(current.isAlive()).isTrue();
        assertThat(new EngineProcess(PID, current.start() + 1, START_IN_TICKS).isAlive())
                .isFalse();
        assertThat(new EngineProcess(PID, current.start() - 1, START_IN_TICKS).isAlive())
                .isFalse();
    }

    @Test
    void shouldFindTheTicksWhateverTheProgramIsCalled() {
        for (final String name : new String[] {"java", "a b", "x) S 1 2 (y", ")", "", "((", "line\nbreak) 3"}) {
            assertThat(EngineProcess.startTicks("7 (" + name + ")" + BEHIND_NAME + "\n"))
                    .as(name)
                    .isEqualTo(987_654);
        }
    }

    @Test
    void shouldKnowNoTicksWhenTheLineIsNone() {
        for (final String line : new String[] {"", "7 (java", "7 (java)", "7 (java) S 1 7", "a) " + "x ".repeat(30)}) {
            assertThat(EngineProcess.startTicks(line)).as(line).isZero();
        }
    }

    @Test
    void shouldAllowForALittleOfTheClockWhenTheStartIsATimeOfIt() {
        final long startMs =
                ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();

        assertThat(new EngineProcess(PID, startMs + 4_000, START_IN_MS).isAlive())
                .isTrue();
        assertThat(new EngineProcess(PID, startMs - 6_000, START_IN_MS).isAlive())
                .isFalse();
        assertThat(new EngineProcess(PID, startMs + 6_000, START_IN_MS).isAlive())
                .isFalse();
    }

    @Test
    void shouldGoByTheNumberAloneWhenTheStartIsNotKnown() {
        assertThat(new EngineProcess(PID, 0, START_IN_MS).isAlive()).isTrue();
        assertThat(new EngineProcess(PID, 0, START_IN_TICKS).isAlive()).isTrue();
        assertThat(new EngineProcess(PID, 1, 99).isAlive()).isTrue();
        assertThat(new EngineProcess(Integer.MAX_VALUE, 0, START_IN_MS).isAlive())
                .isFalse();
    }
}
