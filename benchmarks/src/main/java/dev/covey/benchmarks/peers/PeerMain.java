package dev.covey.benchmarks.peers;

/**
 * Measures one side of one comparison: {@code PeerMain PROGRAM NAME=VALUE ...}.
 *
 * <p>Exit codes are those of the native peers: 1 a wrong answer, 2 wrong arguments.
 */
public final class PeerMain {
    private PeerMain() {}

    /**
     * Run one program.
     *
     * @param args its name, and its arguments as name=value.
     */
    public static void main(final String[] args) {
        int code = 0;
        try {
            if (args.length == 0) {
                throw new IllegalArgumentException("no program");
            }
            run(args[0], new PeerArguments(args, 1));
        } catch (final IllegalArgumentException wrongUsage) {
            System.err.println(wrongUsage.getMessage());
            code = 2;
        } catch (final IllegalStateException wrongAnswer) {
            System.err.println(wrongAnswer.getMessage());
            code = 1;
        }
        // Without waiting for threads that a peer may have left.
        System.exit(code);
    }

    private static void run(final String program, final PeerArguments arguments) {
        switch (program) {
            case "lookup" -> new LookupRun(arguments).run();
            case "filter" -> new FilterRun(arguments).run();
            case "join" -> new JoinRun(arguments).run();
            case "jdk-join" -> new JdkJoinRun(arguments).run();
            case "ingest" -> new IngestRun(arguments).run();
            case "new-group" -> new NewGroupRun(arguments).run();
            case "query" -> new QueryRun(arguments).run();
            case "decode" -> new DecodeRun(arguments).run();
            case "epoch" -> new EpochRun(arguments).run();
            case "memory" -> new MemoryRun(arguments).run();
            case "growth" -> new GrowthRun(arguments).run();
            default -> throw new IllegalArgumentException("no such program: " + program);
        }
    }
}
