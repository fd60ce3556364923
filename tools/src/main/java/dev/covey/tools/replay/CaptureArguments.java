package dev.covey.tools.replay;

import dev.covey.tools.capture.Captures;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks what picocli cannot. */
final class CaptureArguments {
    private CaptureArguments() {}

    static void check(final CommandSpec spec, final List<String> files) {
        if (Collections.frequency(files, Captures.STANDARD_INPUT) > 1) {
            throw new ParameterException(spec.commandLine(), "standard input can be read only once: file=-");
        }
    }
}
