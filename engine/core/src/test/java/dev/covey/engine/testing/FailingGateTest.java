package dev.covey.engine.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FailingGateTest {
    private final FailingGate gate = new FailingGate();

    @Test
    void shouldPermitEverythingWhenNotArmed() {
        assertTrue(gate.permits("group"));
        assertTrue(gate.permits("socket"));

        assertEquals(2, gate.calls());
        assertNull(gate.refusedName());
    }

    @Test
    void shouldRefuseTheNthCallOnlyWhenAskedTo() {
        gate.refuse(2);

        assertTrue(gate.permits("group"));
        assertFalse(gate.permits("membership"));
        assertTrue(gate.permits("filter"));
        assertEquals("membership", gate.refusedName());
        assertEquals(3, gate.calls());
    }

    @Test
    void shouldRefuseTheNthCallAndAllLaterOnesWhenMemoryHasRunOut() {
        gate.refuseFrom(2);

        assertTrue(gate.permits("group"));
        assertFalse(gate.permits("membership"));
        assertFalse(gate.permits("filter"));
        assertEquals("filter", gate.refusedName());
    }

    @Test
    void shouldCountAnewWhenArmedAgain() {
        gate.refuse(1);
        assertFalse(gate.permits("group"));

        gate.open();
        assertTrue(gate.permits("group"));
        assertEquals(1, gate.calls());
        assertNull(gate.refusedName());
    }
}
