package dev.covey.engine.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounter;
import java.util.Arrays;
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
        assertThat(table.column(1)).noneMatch(String::isBlank);
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
