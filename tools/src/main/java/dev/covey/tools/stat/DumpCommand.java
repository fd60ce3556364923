package dev.covey.tools.stat;

import dev.covey.engine.counters.CountersView;
import dev.covey.engine.counters.InquiryDescriptor;
import dev.covey.engine.inspect.EngineSnapshot;
import dev.covey.tools.observe.Times;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code covey dump}: the state of a running engine as of one moment. */
@Command(
        name = "dump",
        description = {
            "Shows the state of a running engine as of one moment: interfaces, what is in force on their links,",
            "groups, sources and sockets. The engine takes it down in one go; lookups go on meanwhile, packets wait in",
            "its ring for as long as is told at the end. It refuses to walk more records than",
            "EngineContext.inquiryLimit, unless --however-long.",
            ""
        },
        footer = {
            "",
            "Exit codes:",
            "  0    shown",
            "  1    no engine is running, it is gone, does not answer or refuses, or there is no such interface",
            "  2    wrong usage, or several engines are running and none was named"
        })
public final class DumpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private EngineOptions engines;

    @Option(names = "--interface", paramLabel = "IF", description = "This interface only.")
    private String interfaceName;

    @Option(names = "--json", description = "The state event of covey drive, on a line.")
    private boolean isJson;

    @Option(names = "--however-long", description = "However long packets have to wait.")
    private boolean isUnbounded;

    /** Made by the command line. */
    public DumpCommand() {}

    @Override
    public Integer call() {
        return engines.run(this::dump);
    }

    private int dump(final CountersView engine) throws IOException {
        final EngineInquiry inquiry = new EngineInquiry(engine);
        final EngineSnapshot state = decode(inquiry);
        final PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            DumpJson.print(out, state);
        } else {
            DumpText.lines(state).forEach(out::println);
            out.println();
            out.println("Packets waited " + Times.delay(inquiry.pauseNs()));
            out.flush();
        }
        return 0;
    }

    private EngineSnapshot decode(final EngineInquiry inquiry) throws IOException {
        try {
            return inquiry.ask(InquiryDescriptor.STATE, interfaceName, isUnbounded)
                    .state();
        } catch (final IllegalArgumentException damaged) {
            throw new IOException(damaged.getMessage(), damaged);
        }
    }
}
