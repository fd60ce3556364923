package dev.covey.benchmarks.peers;

import java.io.PrintStream;

/**
 * Measures one side of one comparison: {@code PeerMain PROGRAM NAME=VALUE ...}.
 *
 * <p>Exit codes are those of the native peers: 1 a wrong answer, or it broke; 2 wrong arguments; 3 this machine cannot
 * run it. The last line on standard error says why.
 */
public final class PeerMain {
    static final int WRONG_ANSWER = 1;
    static final int WRONG_ARGUMENT = 2;
    static final int CANNOT_RUN = 3;

    private PeerMain() {}

    /**
     * Run one program.
     *
     * @param args its name, and its arguments as name=value.
     */
    public static void main(final String[] args) {
        final int code = run(
                () -> {
                    if (args.length == 0) {
                        throw new IllegalArgumentException("no program");
                    }
                    run(args[0], new PeerArguments(args, 1));
                },
                System.err);
        // Without waiting for threads that a peer may have left.
        System.exit(code);
    }

    /** The exit code of a program, which is explained by one line: who runs it takes the last for the reason. */
    static int run(final Runnable program, final PrintStream err) {
        try {
            program.run();
            return 0;
        } catch (final IllegalArgumentException wrongUsage) {
            err.println(wrongUsage.getMessage());
            return WRONG_ARGUMENT;
        } catch (final IllegalStateException wrongAnswer) {
            err.println(wrongAnswer.getMessage());
            return WRONG_ANSWER;
        } catch (final CannotRunException lacking) {
            err.println(lacking.getMessage());
            return CANNOT_RUN;
        } catch (final OutOfMemoryError tooLittle) {
            err.println(tooLittle);
            return CANNOT_RUN;
        } catch (final RuntimeException | Error broken) {
            err.println(broken);
            return WRONG_ANSWER;
        }
    }

    private static void run(final String program, final PeerArguments arguments) {
        final Runnable measurement =
                switch (program) {
                    case "lookup" -> new LookupRun(arguments)::run;
                    case "filter" -> new FilterRun(arguments)::run;
                    case "join" -> new JoinRun(arguments)::run;
                    case "jdk-join" -> new JdkJoinRun(arguments)::run;
                    case "ingest" -> new IngestRun(arguments)::run;
                    case "new-group" -> new NewGroupRun(arguments)::run;
                    case "query" -> new QueryRun(arguments)::run;
                    case "decode" -> new DecodeRun(arguments)::run;
                    case "epoch" -> new EpochRun(arguments)::run;
                    case "memory" -> new MemoryRun(arguments)::run;
                    case "growth" -> new GrowthRun(arguments)::run;
                    default -> throw new IllegalArgumentException("no such program: " + program);
                };
        arguments.refuseUnknown();
        measurement.run();
    }
}
