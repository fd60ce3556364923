package dev.covey.engine.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.memory.RecordLayout;
import dev.covey.engine.record.FilterDescriptor;
import dev.covey.engine.record.GroupDescriptor;
import dev.covey.engine.record.HostDescriptor;
import dev.covey.engine.record.HostGroupDescriptor;
import dev.covey.engine.record.HostSourceDescriptor;
import dev.covey.engine.record.InterfaceDescriptor;
import dev.covey.engine.record.LinkMulticastDescriptor;
import dev.covey.engine.record.MembershipDescriptor;
import dev.covey.engine.record.QuerierDescriptor;
import dev.covey.engine.record.RouterGroupDescriptor;
import dev.covey.engine.record.SocketDescriptor;
import dev.covey.engine.record.SourceDescriptor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** engine/docs/ownership.md against the layouts, and against the tests that it names. */
class OwnershipDocTest {
    private static final RecordLayout[] LAYOUTS = {
        InterfaceDescriptor.LAYOUT,
        QuerierDescriptor.LAYOUT,
        LinkMulticastDescriptor.LAYOUT,
        GroupDescriptor.LAYOUT,
        SocketDescriptor.LAYOUT,
        MembershipDescriptor.LAYOUT,
        FilterDescriptor.LAYOUT,
        SourceDescriptor.LAYOUT,
        RouterGroupDescriptor.LAYOUT,
        HostDescriptor.LAYOUT,
        HostGroupDescriptor.LAYOUT,
        HostSourceDescriptor.LAYOUT
    };

    private final Page page = Page.of("engine/docs/ownership.md");

    @Test
    void shouldListEveryOwnedLinkAndNoOther() {
        final List<String> expected = new ArrayList<>();
        for (final RecordLayout layout : LAYOUTS) {
            for (int i = 0; i < layout.ownedLinks(); i++) {
                expected.add(layout.name() + " @" + layout.ownedLinkOffset(i));
            }
        }
        final List<String> shown = page.under("## Who owns whom").rows().stream()
                .map(row -> row.get(0) + " @" + row.get(1))
                .toList();
        assertThat(shown).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void shouldNameATestForEveryLetterOfTheSeedAndNoTestThatIsNotThere() throws ClassNotFoundException {
        final List<String> tests = new ArrayList<>();
        for (final String name : List.of("SeedScenarioTest", "SeedStepsTest")) {
            Arrays.stream(Class.forName("dev.covey.engine." + name).getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .map(Method::getName)
                    .forEach(tests::add);
        }
        final List<String> named = new ArrayList<>();
        final StringBuilder letters = new StringBuilder();
        for (final List<String> row :
                page.under("## The seed's defects, one rule each").rows()) {
            letters.append(row.get(0));
            for (final String test : row.get(2).split(", ", -1)) {
                assertThat(test).as("test of %s", row.get(0)).startsWith(row.get(0) + "Should");
                named.add(test);
            }
        }
        named.add("shouldAccountForEverythingInTheReproducerAsAWhole");

        assertThat(letters.toString()).isEqualTo("abcdefghijklmn");
        assertThat(named).containsExactlyInAnyOrderElementsOf(tests);
        assertThat(String.join("\n", page.lines())).contains(named);
    }
}
