package dev.covey.engine.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.CountersFileDescriptor;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounter;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** engine/docs/counters.md against the enums. */
class CountersDocTest {
    private final Page page = Page.of("engine/docs/counters.md");

    @Test
    void shouldListEveryCounterInOrder() {
        final Page table = page.under("## What is counted");
        assertThat(table.column(0))
                .isEqualTo(Arrays.stream(EngineCounter.values())
                        .map(EngineCounter::label)
                        .toList());
        assertThat(table.column(1))
                .isEqualTo(Arrays.stream(EngineCounter.values())
                        .map(counter -> counter.kind().name().toLowerCase(Locale.ROOT))
                        .toList());
        assertThat(table.column(2))
                .isEqualTo(Arrays.stream(EngineCounter.values())
                        .map(CountersDocTest::scope)
                        .toList());
        assertThat(table.column(3))
                .isEqualTo(Arrays.stream(EngineCounter.values())
                        .map(EngineCounter::meaning)
                        .toList());
    }

    private static String scope(final EngineCounter counter) {
        return switch (counter.scope()) {
            case ENGINE -> "engine";
            case BOTH -> "engine, interface";
            case INTERFACE -> "interface";
        };
    }

    @Test
    void shouldSayWhichReasonsAreNotCountedForInterfaces() {
        final DropReason[] reasons = DropReason.values();
        assertThat(Arrays.stream(reasons).filter(reason -> !reason.isOfInterface()))
                .containsExactly(reasons[reasons.length - 2], reasons[reasons.length - 1]);
        assertThat(String.join("\n", page.lines()))
                .contains("Each reason but the last two is counted for the interface as well.");
    }

    @Test
    void shouldShowTheOffsetsOfTheFile() {
        assertThat(String.join("\n", page.lines()))
                .contains(
                        CountersFileDescriptor.PROCESS_ID_OFFSET + "  | process id",
                        CountersFileDescriptor.PROCESS_START_OFFSET + "  | start of the process",
                        CountersFileDescriptor.ENGINE_START_OFFSET + "  | start of the engine",
                        CountersFileDescriptor.METADATA_LENGTH_OFFSET + "  | length of metadata",
                        CountersFileDescriptor.ERRORS_LENGTH_OFFSET + "  | length of errors",
                        CountersFileDescriptor.FILE_LENGTH_OFFSET + "  | length of the file",
                        "| unit of process's start int |   "
                                + CountersFileDescriptor.START_IN_MS + " ms since 1970, "
                                + CountersFileDescriptor.START_IN_TICKS + " ticks since boot",
                        CountersFileDescriptor.HEADER_LENGTH + "  +---",
                        "layout version, written last: " + CountersFileDescriptor.LAYOUT_VERSION);
    }

    @Test
    void shouldListEveryDropReasonWithItsCodeInOrder() {
        final Page table = page.under("## Why packets are dropped");
        assertThat(table.column(0))
                .isEqualTo(Arrays.stream(DropReason.values())
                        .map(reason -> Integer.toString(reason.code()))
                        .toList());
        assertThat(table.column(1))
                .isEqualTo(Arrays.stream(DropReason.values())
                        .map(DropReason::label)
                        .toList());
        assertThat(table.column(2)).noneMatch(String::isBlank);
    }
}
