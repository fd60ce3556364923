package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.AddressFamily;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * How long does one lookup of an (interface, group) take, in the whole engine and in the maps of Java?
 *
 * <p>Each method has the tables that are made for what it does, of all families that these can hold, so that every
 * combination of its parameters means something: Agrona's, fastutil's and the JDK's plain map are for one thread,
 * Chronicle's is asked by one reader only, and maps of longs hold no IPv6 groups. Others, named on the command line,
 * are refused. {@code hits} is how many percent of the groups asked for are there. Controls: {@link #draw} makes the
 * numbers and nothing else, {@code hashmap} is the map that everybody knows.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsPrepend = {
            // As many huge pages for maps on the heap as malloc gives the engine.
            "-XX:+UseTransparentHugePages",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            // Chronicle Map's.
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true"
        })
public class LookupPeersBenchmark {
    /** One at a time, in tables that many threads may share. */
    @Benchmark
    public boolean lookup(final SharedTable table) {
        return table.look();
    }

    /** The same in tables that are for one thread, or asked by one only. */
    @Benchmark
    public boolean lookupOfOneThread(final OneThreadTable table) {
        return table.look();
    }

    /** One at a time, while another thread writes. How long each write took stands beside the result. */
    @Benchmark
    public boolean besideWriter(final WrittenTable table) {
        return table.look();
    }

    /** One at a time, by two threads; the time is each one's own. */
    @Benchmark
    @Threads(2)
    public boolean twoReaders(final SharingReader reader) {
        return reader.look();
    }

    /** Many at once; of the maps of Java, which have no such call, one after the other. */
    @Benchmark
    @OperationsPerInvocation(LookupLane.BATCH)
    public int batch(final SharedTable table) {
        return table.lookForAll();
    }

    /** The numbers of the groups and nothing more: a control. */
    @Benchmark
    public long draw(final Numbers numbers) {
        return numbers.draw.nextGroup(0);
    }

    /** Many threads may share it. */
    public static class SharedTable extends LookupLane {
        @Param({"covey", "concurrenthashmap", "nonblockinghashmap"})
        private String peer;

        @Param({"IPV4", "IPV6"})
        private AddressFamily family;

        @Param({"1024", "65536", "1048576"})
        private int groups;

        @Param({"100", "50", "0"})
        private int hits;

        /** Fill the table. */
        @Setup
        public void setup() {
            open(new FilledTable(peer, family, groups, 1, 0), hits, 0, 1);
        }
    }

    /** It is for one thread. */
    public static class OneThreadTable extends LookupLane {
        @Param({"hashmap", "agrona", "fastutil", "chronicle"})
        private String peer;

        @Param("IPV4")
        private AddressFamily family;

        @Param({"1024", "65536", "1048576"})
        private int groups;

        @Param({"100", "50", "0"})
        private int hits;

        /** Fill the table. */
        @Setup
        public void setup() {
            open(new FilledTable(peer, family, groups, 1, 0), hits, 0, 1);
        }
    }

    /** Somebody writes at the same time. */
    @AuxCounters
    @State(Scope.Thread)
    public static class WrittenTable extends LookupLane {
        @Param({"covey", "concurrenthashmap", "nonblockinghashmap", "chronicle"})
        private String peer;

        @Param("IPV4")
        private AddressFamily family;

        @Param({"1024", "65536", "1048576"})
        private int groups;

        @Param("100")
        private int hits;

        @Param("1000")
        private int writerNs;

        /** Fill the table. */
        @Setup
        public void setup() {
            open(new FilledTable(peer, family, groups, 1, writerNs), hits, writerNs, 1);
        }

        /** Inserts and removals. JMH divides the time by them. */
        public long writes() {
            return written();
        }
    }

    /** What two readers share. */
    @State(Scope.Benchmark)
    public static class TwoReadersTable {
        @Param({"covey", "concurrenthashmap", "nonblockinghashmap"})
        private String peer;

        @Param("IPV4")
        private AddressFamily family;

        @Param({"1024", "65536", "1048576"})
        private int groups;

        @Param("100")
        private int hits;

        private FilledTable table;

        /** Fill the table. */
        @Setup
        public void setup() {
            table = new FilledTable(peer, family, groups, 2, 0);
        }
    }

    /** One of two. */
    public static class SharingReader extends LookupLane {
        /** Begin to look. */
        @Setup
        public void setup(final TwoReadersTable shared, final ThreadParams thread) {
            open(shared.table, shared.hits, 0, thread.getThreadIndex() + 1L);
        }
    }

    /** No table at all. */
    @State(Scope.Thread)
    public static class Numbers {
        @Param("1024")
        private int groups;

        @Param({"100", "50", "0"})
        private int hits;

        private GroupDraw draw;

        /** Begin. */
        @Setup
        public void setup() {
            draw = new GroupDraw(1, groups, 0, hits);
        }
    }
}
