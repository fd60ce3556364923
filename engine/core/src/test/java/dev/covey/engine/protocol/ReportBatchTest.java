package dev.covey.engine.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.covey.engine.wire.GroupRecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A long report, whose groups are found in batches, against the same records in reports of their own, where each group
 * is looked for when its turn comes.
 */
class ReportBatchTest {
    private static final int REPORTS = 40;
    private static final int RECORDS = 150;
    private static final int GROUPS = 90;
    private static final GroupRecordType[] TYPES = GroupRecordType.values();

    private final RouterFixture batched = new RouterFixture().open();
    private final RouterFixture single = new RouterFixture().open();
    private final TestPacket packet = new TestPacket();
    private final TestPacket own = new TestPacket();

    @AfterEach
    void checkAndClose() {
        for (final RouterFixture router : new RouterFixture[] {batched, single}) {
            router.check();
            router.closeAndCheck();
            router.close();
        }
    }

    @ParameterizedTest(name = "seed {0}, IPv6 {1}")
    @CsvSource({"1, false", "2, false", "3, true", "4, true"})
    void shouldEndInTheStateOfRecordsAppliedOneByOne(final long seed, final boolean isIpv6) {
        final Random random = new Random(seed);
        for (int report = 0; report < REPORTS; report++) {
            packet.begin(isIpv6);
            for (int i = 0; i < RECORDS; i++) {
                // Half of them say what most say; with fewer groups than records, many groups are named twice.
                final GroupRecordType type =
                        random.nextBoolean() ? GroupRecordType.MODE_IS_EXCLUDE : TYPES[random.nextInt(TYPES.length)];
                final String group = group(random.nextInt(GROUPS), isIpv6);
                final String[] sources = new String[Math.max(0, random.nextInt(4) - 2)];
                for (int source = 0; source < sources.length; source++) {
                    sources[source] = (isIpv6 ? "2001:db8::" : "10.0.1.") + (1 + random.nextInt(3));
                }
                packet.record(type, group, sources);
                single.receive(own.report(type, group, sources));
            }
            batched.receive(packet.end());

            assertEquals(states(single, isIpv6), states(batched, isIpv6), "seed=" + seed + ", report=" + report);
            final long byNs = random.nextInt(100) * RouterFixture.SECOND_NS;
            batched.advance(byNs);
            single.advance(byNs);
        }
        assertEquals(single.reporters, batched.reporters, "seed=" + seed);
    }

    private static List<String> states(final RouterFixture router, final boolean isIpv6) {
        final List<String> states = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++) {
            states.add(router.state(group(i, isIpv6)));
        }
        return states;
    }

    /** Some of them are source-specific, or nobody's business. */
    private static String group(final int number, final boolean isIpv6) {
        if (number == 0) {
            return isIpv6 ? "ff02::1" : "224.0.0.1";
        }
        if (number < 8) {
            return isIpv6 ? "ff35::8000:" + number : "232.1.1." + number;
        }
        return isIpv6 ? "ff05::" + Integer.toHexString(number) : "239.1.1." + number;
    }
}
