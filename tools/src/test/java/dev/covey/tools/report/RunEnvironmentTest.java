package dev.covey.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunEnvironmentTest {
    private static ObjectNode json(final String jdk) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("processor", "AMD EPYC")
                .put("processors", 4)
                .put("jdk", jdk)
                .put("transparent_huge_pages", "always [madvise] never")
                .put("malloc", "glibc.malloc.hugetlb=1")
                .put("load", "1.00 2.00 3.00 1/100 4711");
    }

    private static RunEnvironment environment(final String jdk) {
        return new RunEnvironment(json(jdk));
    }

    @Test
    void shouldFindNoDifferenceWhenOnlyMinorVersionOfJdkDiffers() {
        final RunEnvironment one = environment("OpenJDK 64-Bit Server VM 17.0.15+6-Debian-1deb12u1");

        assertEquals("17", one.jdkMajor());
        assertEquals(List.of(), one.differences(environment("OpenJDK 64-Bit Server VM 17.0.9+9")));
    }

    @Test
    void shouldNameEachDifferenceWhenHostsAreOfDifferentKinds() {
        final RunEnvironment one = environment("OpenJDK 64-Bit Server VM 17.0.15+6");
        final RunEnvironment other = new RunEnvironment(json("OpenJDK 64-Bit Server VM 25+36-LTS")
                .put("processor", "Xeon")
                .put("processors", 8));

        assertEquals(
                List.of("processor: AMD EPYC / Xeon", "processors: 4 / 8", "JDK: 17 / 25"), one.differences(other));
    }

    @Test
    void shouldCallMachineBusyWhenOthersHadMoreThanQuarterOfIt() {
        assertFalse(environment("17").isBusy());
        assertTrue(new RunEnvironment(json("17").put("load", "1.01 0 0")).isBusy());
        assertFalse(new RunEnvironment(json("17").put("load", "unknown")).isBusy());
    }

    @Test
    void shouldTellHugePagesFromTheTrialWhereThereWasOne() {
        assertEquals(
                "The engine's memory was in huge pages: a trial got 16384 of 16384 kB.",
                new RunEnvironment(json("17").put("huge_pages_got", "16384 of 16384 kB")).hugePages());
        assertEquals(
                "The engine's memory was not in huge pages: a trial got 0 of 16384 kB.",
                new RunEnvironment(json("17").put("huge_pages_got", "0 of 16384 kB")).hugePages());
        assertEquals(
                "The engine's memory was partly in huge pages: a trial got 2048 of 16384 kB.",
                new RunEnvironment(json("17").put("huge_pages_got", "2048 of 16384 kB")).hugePages());
        assertTrue(new RunEnvironment(json("17").put("huge_pages_got", "unknown: not permitted"))
                .hugePages()
                .contains("could be in huge pages"));
    }

    @Test
    void shouldTellHugePagesFromSettingAndWhatMallocAsks() {
        assertTrue(environment("17").hugePages().contains("could be in huge pages"));
        assertTrue(
                new RunEnvironment(json("17").put("malloc", "null")).hugePages().contains("small pages"));
        assertTrue(new RunEnvironment(json("17").put("transparent_huge_pages", "always madvise [never]"))
                .hugePages()
                .contains("gives no huge ones"));
    }

    @Test
    void shouldSayUnknownWhenFieldIsMissing() {
        final RunEnvironment empty = new RunEnvironment(JsonNodeFactory.instance.objectNode());

        assertEquals("unknown", empty.processor());
        assertEquals("unknown", empty.jdkMajor());
        assertEquals("unknown", empty.rows().get("kernel"));
    }
}
