package dev.covey.engine.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Whatever the octets are and whatever they are taken for, there is one verdict, no exception, and nothing is read
 * outside.
 *
 * <p>The corpus beside the class is tried by every build: packets of the captures among the samples, one of each
 * message, and those that brought down other implementations. Jazzer looks for more with {@code JAZZER_FUZZ=1 mvn -pl
 * engine/core test -Dtest=DecodeFuzzTest -Djazzer.hooks=true}.
 */
class DecodeFuzzTest {
    private static final boolean[] NO_OR_YES = {false, true};
    private static final LinkType[] LINK_TYPES = LinkType.values();

    private final PacketExamination examination = new PacketExamination();

    @FuzzTest
    void shouldGiveEveryPacketOneVerdict(final byte[] octets) {
        for (final LinkType linkType : LINK_TYPES) {
            for (final boolean isStrict : NO_OR_YES) {
                for (final boolean requiresRouterAlert : NO_OR_YES) {
                    for (final boolean acceptsUnspecified : NO_OR_YES) {
                        examination.examine(
                                octets,
                                octets.length,
                                linkType,
                                new ReceiveProfile(isStrict, requiresRouterAlert, acceptsUnspecified));
                    }
                }
            }
        }
    }
}
