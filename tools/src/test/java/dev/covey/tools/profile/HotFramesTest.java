package dev.covey.tools.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class HotFramesTest {
    @Test
    void shouldCountTheLastFramesOfStacksAndSortThemWhenRead() {
        final HotFrames frames = HotFrames.of(
                List.of(
                        "[worker tid=1];a/B.run_[0];a/B.find_[j];c/D.get_[i] 50",
                        "[worker tid=1];a/B.run_[0];a/B.find_[j] 30",
                        "[other tid=2];x/Y.z_[1];c/D.get_[i] 10",
                        "[GC Thread#0 tid=3];start_thread;memcpy;page_fault_[k] 6",
                        "[GC Thread#0 tid=3];start_thread;memcpy 4"),
                ProfileEvent.CTIMER);

        assertEquals(100, frames.samples());
        assertEquals("c.D.get", frames.hottest());
        assertEquals(
                List.of(
                        "    self  samples  kind      frame",
                        "  60.0 %       60  inlined   c.D.get",
                        "  30.0 %       30  compiled  a.B.find",
                        "   6.0 %        6  kernel    page_fault",
                        "   4.0 %        4  native    memcpy"),
                frames.lines(10));
        assertEquals(3, frames.lines(2).size(), "headings and two");
    }

    @Test
    void shouldSayWhoAllocatesWhatWhenAllocationWasSampled() {
        final HotFrames frames =
                HotFrames.of(List.of("[main tid=1];a/B.run_[j];java.lang.Long_[i] 3"), ProfileEvent.ALLOC);

        assertEquals(
                "  100.0 %        3  class  java.lang.Long by a.B.run",
                frames.lines(10).get(1));
    }

    @Test
    void shouldHaveNoFramesWhenNothingWasSampled() {
        final HotFrames frames = HotFrames.of(List.of(""), ProfileEvent.ALLOC);

        assertEquals(0, frames.samples());
        assertEquals("", frames.hottest());
        assertEquals(1, frames.lines(10).size(), "headings only");
    }

    @Test
    void shouldRefuseLineWhenItHasNoCount() {
        assertThrows(IllegalArgumentException.class, () -> HotFrames.of(List.of("a;b c"), ProfileEvent.WALL));
    }
}
