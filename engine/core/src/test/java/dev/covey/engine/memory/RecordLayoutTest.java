package dev.covey.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RecordLayoutTest {
    @Test
    void shouldKeepWhatItWasToldWhenValid() {
        final int[] offsets = {16, 56};
        final RecordLayout layout = new RecordLayout(15, "thing", 64, offsets);
        offsets[0] = 0;

        assertEquals(15, layout.kind());
        assertEquals("thing", layout.name());
        assertEquals(64, layout.lengthBytes());
        assertEquals(2, layout.ownedLinks());
        assertEquals(16, layout.ownedLinkOffset(0));
        assertEquals(56, layout.ownedLinkOffset(1));
    }

    @Test
    void shouldThrowWhenTheKindIsOutOfRange() {
        for (final int kind : new int[] {-1, 0, 16}) {
            assertThat(assertThrows(IllegalArgumentException.class, () -> new RecordLayout(kind, "thing", 64)))
                    .hasMessage("kind out of range: kind=" + kind + ", name=thing");
        }
    }

    @Test
    void shouldThrowWhenTheLengthIsNoPowerOfTwoOfCacheLines() {
        for (final int lengthBytes : new int[] {-64, 0, 32, 63, 65, 96, 192, Integer.MIN_VALUE}) {
            assertThat(assertThrows(IllegalArgumentException.class, () -> new RecordLayout(1, "thing", lengthBytes)))
                    .hasMessageContaining("lengthBytes=" + lengthBytes);
        }
    }

    @Test
    void shouldThrowWhenAnOwnedLinkIsNoAlignedWordOfTheBody() {
        for (final int offset : new int[] {-8, 0, 8, 20, 57, 60, 64}) {
            assertThat(assertThrows(IllegalArgumentException.class, () -> new RecordLayout(1, "thing", 64, offset)))
                    .hasMessage("owned link outside of the record: name=thing, offset=" + offset);
        }
    }
}
