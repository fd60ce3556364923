package dev.covey.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.tools.bench.Execution.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutionTest {
    private static final BenchTree TREE = new BenchTree(Path.of("tree"));

    private static List<String> command(final Kind kind, final String program, final String... arguments) {
        return new Execution(kind, program, List.of(arguments)).command(TREE, "vpp", List.of("-Down"));
    }

    @Test
    void shouldRunAProgramOfAJvmWithTheUsersOptionsAndItsArgumentsLast() {
        final List<String> command = command(Kind.JAVA, "join", "held=1");

        assertThat(command.get(0)).endsWith("/bin/java");
        assertThat(command)
                .contains("-Down")
                .endsWith("-cp", "tree/benchmarks/target/benchmarks.jar", Execution.MAIN, "join", "held=1");
    }

    @Test
    void shouldOpenTheJdkForTheOneMapThatNeedsIt() {
        assertThat(command(Kind.JAVA, "lookup", "peer=chronicle"))
                .contains("java.base/java.lang=ALL-UNNAMED", "-Dchronicle.analytics.disable=true");
        assertThat(command(Kind.JAVA, "lookup", "peer=covey")).doesNotContain("java.base/java.lang=ALL-UNNAMED");
    }

    @Test
    void shouldStartAJvmInANamespaceWhenItHasToJoinThere() {
        final List<String> command = command(Kind.JAVA_IN_NAMESPACE, "jdk-join", "held=1");

        assertThat(command).startsWith("sh", "tree/benchmarks/peers/in-namespace");
        assertThat(command.subList(2, command.size())).isEqualTo(command(Kind.JAVA, "jdk-join", "held=1"));
    }

    @Test
    void shouldFindNativeProgramsWhereTheyAreBuilt() {
        assertThat(command(Kind.NATIVE, "chase", "rounds=1"))
                .containsExactly("tree/benchmarks/target/peers/chase", "rounds=1");
        assertThat(command(Kind.VPP, "lookup-vpp", "n=1")).containsExactly("vpp/lookup-vpp", "n=1");
    }
}
