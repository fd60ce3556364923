package dev.covey.engine.protocol;

import static dev.covey.engine.protocol.RouterFixture.SECOND_NS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RouterVariablesTest {
    @Test
    void shouldHaveTheDefaultsOfTheRfcs() {
        final RouterVariables variables = RouterVariables.DEFAULT;
        assertEquals(2, variables.robustness());
        assertEquals(2, variables.minimumRobustness());
        assertEquals(125 * SECOND_NS, variables.queryIntervalNs());
        assertEquals(10 * SECOND_NS, variables.queryResponseIntervalNs());
        assertEquals(SECOND_NS, variables.lastMemberQueryIntervalNs());
        assertEquals(2, variables.lastMemberQueryCount(2));
        assertEquals(5, variables.lastMemberQueryCount(5));
        assertEquals(270 * SECOND_NS, variables.groupMembershipIntervalNs(2, 125 * SECOND_NS, 10 * SECOND_NS));
        assertTrue(variables.isSsmAware());
    }

    @Test
    void shouldPreferWhatIsConfigured() {
        final RouterVariables variables = RouterVariables.builder()
                .lastMemberQueryCount(4)
                .groupMembershipIntervalNs(260 * SECOND_NS)
                .build();
        assertEquals(4, variables.lastMemberQueryCount(2));
        assertEquals(260 * SECOND_NS, variables.groupMembershipIntervalNs(7, 60 * SECOND_NS, 10 * SECOND_NS));
    }

    @Test
    void shouldNameTheVariableAndItsValueWhenItIsOutOfRange() {
        refuse("robustness=0", builder -> builder.robustness(0));
        refuse("robustness=256", builder -> builder.robustness(256));
        refuse("minimumRobustness=8", builder -> builder.minimumRobustness(8));
        refuse("queryIntervalNs=0", builder -> builder.queryIntervalNs(0));
        refuse("queryResponseIntervalNs=125000000000", builder -> builder.queryResponseIntervalNs(125 * SECOND_NS));
        refuse("lastMemberQueryIntervalNs=-1", builder -> builder.lastMemberQueryIntervalNs(-1));
        refuse("lastMemberQueryCount=-1", builder -> builder.lastMemberQueryCount(-1));
        refuse("groupMembershipIntervalNs=-5", builder -> builder.groupMembershipIntervalNs(-5));
        refuse("maxGroups=0", builder -> builder.maxGroups(0));
        refuse("maxSources=0", builder -> builder.maxSources(0));
    }

    private static void refuse(final String what, final UnaryOperator<RouterVariables.Builder> change) {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> change.apply(RouterVariables.builder())
                        .build());
        assertTrue(refused.getMessage().contains(what), refused.getMessage());
    }
}
