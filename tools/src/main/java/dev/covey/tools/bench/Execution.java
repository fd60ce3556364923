package dev.covey.tools.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One process that measures: rows that want the same share it.
 *
 * @param kind of program.
 * @param program its name.
 * @param arguments as name=value.
 */
record Execution(Kind kind, String program, List<String> arguments) {
    static final String MAIN = "dev.covey.benchmarks.peers.PeerMain";
    private static final List<String> PROGRAMS_WITH_LARGE_HEAPS = List.of("lookup", "filter");

    /** What Chronicle Map needs of the JDK, and that it tells nobody that it runs. */
    private static final List<String> CHRONICLE_OPTIONS = List.of(
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED",
            "--add-opens",
            "java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-exports",
            "java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports",
            "java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports",
            "jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true");

    /** Kinds of programs. */
    enum Kind {
        /** Ours, and the peers in Java. */
        JAVA,
        /** In Java, in a network namespace of its own. */
        JAVA_IN_NAMESPACE,
        /** Of benchmarks/peers. */
        NATIVE,
        /** Of a folder that the user names, with the arguments of the native ones. */
        VPP
    }

    /** The command line, for a user too. */
    List<String> command(final BenchTree tree, final String vppFolder, final List<String> javaOptions) {
        final List<String> command = new ArrayList<>();
        switch (kind) {
            case NATIVE -> command.add(tree.nativePeers().resolve(program).toString());
            case VPP -> command.add(vppFolder + "/" + program);
            case JAVA -> addJava(command, tree, javaOptions);
            case JAVA_IN_NAMESPACE -> {
                command.addAll(List.of("sh", tree.namespaceMaker().toString()));
                addJava(command, tree, javaOptions);
            }
        }
        command.addAll(arguments);
        return command;
    }

    private void addJava(final List<String> command, final BenchTree tree, final List<String> javaOptions) {
        command.add(BenchTree.java());
        command.addAll(BenchTree.agronaOptions());
        command.add("-Xmx4g");
        if (PROGRAMS_WITH_LARGE_HEAPS.contains(program)) {
            // The maps on the heap get the huge pages that malloc gets.
            command.add("-XX:+UseTransparentHugePages");
        }
        if (arguments.contains("peer=chronicle")) {
            command.addAll(CHRONICLE_OPTIONS);
        }
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", tree.benchmarksJar().toString(), MAIN, program));
    }

    /** For a person who waits for it. */
    String label() {
        return program + " " + String.join(" ", arguments);
    }
}
