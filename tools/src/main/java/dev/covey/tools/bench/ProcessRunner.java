package dev.covey.tools.bench;

import java.time.Duration;
import java.util.List;

/** Runs one process to its end. */
@FunctionalInterface
interface ProcessRunner {
    /** What a process that was ended for taking too long is said to have exited with. */
    int TIMED_OUT = -1;

    /** What a program that could not be started is said to have exited with. */
    int NOT_STARTED = -2;

    /**
     * Run a command.
     *
     * @param command with its arguments.
     * @param timeout after which it is ended.
     * @return what it said.
     */
    Result run(List<String> command, Duration timeout);

    /**
     * What a process said.
     *
     * @param code it exited with, or one of the negative ones above.
     * @param output lines on standard output.
     * @param errors lines on standard error.
     */
    record Result(int code, List<String> output, List<String> errors) {
        /** The last thing it complained about, or what became of it. */
        String reason() {
            for (int i = errors.size() - 1; i >= 0; i--) {
                if (!errors.get(i).isBlank()) {
                    return errors.get(i).strip();
                }
            }
            return code == TIMED_OUT ? "took too long" : "exited with code " + code;
        }
    }
}
