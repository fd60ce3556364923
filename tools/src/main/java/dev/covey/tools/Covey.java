package dev.covey.tools;

import dev.covey.tools.bench.BenchCommand;
import dev.covey.tools.drive.DriveCommand;
import dev.covey.tools.host.HostCommand;
import dev.covey.tools.profile.ProfileCommand;
import dev.covey.tools.replay.AuditCommand;
import dev.covey.tools.replay.CoveyReplayEngine;
import dev.covey.tools.replay.ReplayCommand;
import dev.covey.tools.report.ReportCommand;
import dev.covey.tools.stat.DumpCommand;
import dev.covey.tools.stat.StatCommand;
import dev.covey.tools.watch.WatchCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The covey command. It does nothing by itself; subcommands do.
 *
 * <p>Exit codes: 0 success, 1 the work was done in part or found a fault, 2 wrong usage or unusable input.
 */
@Command(
        name = "covey",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Covey.Version.class,
        description = "Decides who gets a multicast packet.",
        subcommands = {CommandLine.HelpCommand.class})
public final class Covey implements Runnable {
    @Spec
    private CommandSpec spec;

    /**
     * Run one command and exit with its code.
     *
     * @param args command and options, as {@code covey --help} explains.
     */
    public static void main(final String[] args) {
        System.exit(commandLine().execute(args));
    }

    /**
     * The command tree, ready to execute; separate from {@link #main} so that tests need no process.
     *
     * @return a new tree on each call.
     */
    public static CommandLine commandLine() {
        return new CommandLine(new Covey())
                .addSubcommand(new ReplayCommand(CoveyReplayEngine::new, System.in, System::nanoTime))
                .addSubcommand(new AuditCommand(CoveyReplayEngine::new, System.in, System::nanoTime))
                .addSubcommand(new DriveCommand(System.in, System.out))
                .addSubcommand(new HostCommand(System.in))
                .addSubcommand(new BenchCommand())
                .addSubcommand(new ProfileCommand())
                .addSubcommand(new ReportCommand())
                .addSubcommand(new WatchCommand())
                .addSubcommand(new StatCommand())
                .addSubcommand(new DumpCommand())
                // One that knows the stream below, and so can tell when nobody reads it any more.
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command");
    }

    /** Reads the version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            final Properties properties = new Properties();
            try (InputStream stream = Covey.class.getResourceAsStream("version.properties")) {
                properties.load(stream);
            }
            return new String[] {"covey " + properties.getProperty("version")};
        }
    }
}
