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
    private static final String MAIN = "dev.covey.benchmarks.peers.PeerMain";
    private static final List<String> PROGRAMS_WITH_LARGE_HEAPS = List.of("lookup", "filter");

    /** Kinds of programs. */
    enum Kind {
        /** Ours, and the peers in Java. */
        JAVA,
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
            case JAVA -> {
                command.add(BenchTree.java());
                command.addAll(BenchTree.agronaOptions());
                command.add("-Xmx4g");
                if (PROGRAMS_WITH_LARGE_HEAPS.contains(program)) {
                    // The maps on the heap get the huge pages that malloc gets.
                    command.add("-XX:+UseTransparentHugePages");
                }
                command.addAll(javaOptions);
                command.addAll(List.of("-cp", tree.benchmarksJar().toString(), MAIN, program));
            }
        }
        command.addAll(arguments);
        return command;
    }

    /** For a person who waits for it. */
    String label() {
        return program + " " + String.join(" ", arguments);
    }
}
