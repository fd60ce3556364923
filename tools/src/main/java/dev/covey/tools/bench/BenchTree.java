package dev.covey.tools.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * Where things are in the source tree that is measured.
 *
 * @param root of the tree.
 */
public record BenchTree(Path root) {
    /** System property in which the launcher says where the tree is. */
    static final String ROOT_PROPERTY = "covey.root";

    private static final List<String> AGRONA_OPTIONS = List.of(
            "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED");

    /** The tree that the launcher named, or the working directory. */
    public static BenchTree current() {
        return new BenchTree(Path.of(System.getProperty(ROOT_PROPERTY, "")).toAbsolutePath());
    }

    /** JMH with all benchmarks and the profiler, if it is built. */
    public Path benchmarksJar() {
        return root.resolve("benchmarks/target/benchmarks.jar");
    }

    Path peersBuild() {
        return root.resolve("benchmarks/peers/build");
    }

    /** What runs a command in a network namespace. */
    Path namespaceMaker() {
        return root.resolve("benchmarks/peers/in-namespace");
    }

    Path nativePeers() {
        return root.resolve("benchmarks/target/peers");
    }

    /** Where the results of each run have a folder. */
    public Path runs() {
        return results().resolve("runs");
    }

    /** Where the report and its plots are, above the runs. */
    public Path results() {
        return root.resolve("jmh-results");
    }

    /** Where flame graphs go. */
    public Path profiles() {
        return root.resolve("benchmarks/target/profiles");
    }

    /** Where results go that mean nothing. */
    Path quickRun() {
        return root.resolve("benchmarks/target/quick-run");
    }

    /** The program that runs this. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What every JVM needs that loads the engine. */
    static List<String> agronaOptions() {
        return AGRONA_OPTIONS;
    }
}
