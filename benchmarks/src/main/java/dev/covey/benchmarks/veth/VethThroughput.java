package dev.covey.benchmarks.veth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How many packets a second come through a pair of virtual interfaces and a packet socket into the engine, how many are
 * answered, what that costs a packet, and what plain readers of the same flow get and pay.
 *
 * <p>Receivers take turns within each round. Three of them: {@code covey} (port and whole engine, one thread),
 * {@code plain} (a ring in C that is read and forgotten) and {@code tcpdump} (which writes to nowhere). A receiver that
 * cannot be run is left out, with the reason. Reports go to a router with a thousand groups; each query is for one of a
 * thousand groups that a host has joined, and is to be answered at once; one that comes while the answer to another for
 * the same group is still to be sent is answered with it (RFC 9776 section 5.2), as on a machine that is too busy.
 *
 * <p>Processor time is that of the receiving thread. On a pair of virtual interfaces the sender's processor does the
 * first half of receiving. The rate is the sender's; {@code max} is as fast as the kernel takes the packets.
 */
public final class VethThroughput {
    private static final int UNABLE = 3;
    private static final int RING_LENGTH = 1 << 26;
    private static final String COVEY = "covey";
    private static final String PLAIN = "plain";
    private static final String TCPDUMP = "tcpdump";

    private final Map<String, String> options = new HashMap<>();
    private final List<Measurement> measurements = new ArrayList<>();
    private final Set<String> failed = new HashSet<>();
    private final Map<Measurement, Integer> frameLengths = new HashMap<>();
    private VethPair link;
    private Path plainReader;

    private VethThroughput() {
        options.put("seconds", "5");
        options.put("rounds", "5");
        options.put("flows", "report-1,report-10,query");
        options.put("rates", "25000,50000,100000,max");
        options.put("receivers", COVEY + "," + PLAIN + "," + TCPDUMP);
        options.put("peers", "benchmarks/peers");
        options.put("runs", "jmh-results/runs");
    }

    /**
     * Measure, print a table, and write the results below {@code jmh-results/runs}. Exit code 1 if a receiver failed,
     * with what it had measured before and what the others measured, 2 for wrong usage, 3 if this machine cannot run
     * it.
     *
     * @param arguments words of the form {@code name=value}: {@code seconds} and {@code rounds} (5 each), {@code flows}
     *     ({@code report-1,report-10,query}), {@code rates} (packets a second, or {@code max}), {@code receivers}
     *     ({@code covey,plain,tcpdump}), {@code peers} (folder of the reader in C), {@code runs} (folder of results, or
     *     nothing to write none).
     */
    public static void main(final String[] arguments) {
        final VethThroughput program = new VethThroughput();
        try {
            program.parse(arguments);
            program.run();
        } catch (final IllegalArgumentException fault) {
            System.err.println("veth: " + fault.getMessage());
            System.exit(2);
        } catch (final IOException fault) {
            System.err.println("veth: " + fault.getMessage());
            System.exit(1);
        }
    }

    private void parse(final String... arguments) {
        for (final String argument : arguments) {
            final int split = argument.indexOf('=');
            if (split < 0 || options.replace(argument.substring(0, split), argument.substring(split + 1)) == null) {
                throw new IllegalArgumentException("no such option: " + argument + ", options=" + options.keySet());
            }
        }
    }

    private List<String> list(final String option) {
        return Stream.of(options.get(option).split(",", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Flow flow(final String label) {
        return Stream.of(Flow.values())
                .filter(flow -> flow.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such flow: " + label));
    }

    private static long rate(final String word) {
        return word.equals("max") ? 0 : positive("rate", word);
    }

    private static int positive(final String option, final String word) {
        final int number = Integer.parseInt(word);
        if (number < 1) {
            throw new IllegalArgumentException("must be positive: " + option + "=" + word);
        }
        return number;
    }

    private void run() throws IOException {
        final long durationNs = TimeUnit.SECONDS.toNanos(positive("seconds", options.get("seconds")));
        final int rounds = positive("rounds", options.get("rounds"));
        for (final String flow : list("flows")) {
            for (final String rate : list("rates")) {
                for (final String receiver : list("receivers")) {
                    measurements.add(new Measurement(receiver, flow(flow), rate(rate)));
                }
            }
        }
        try (VethPair pair = VethPair.open()) {
            link = pair;
            for (int round = 0; round < rounds; round++) {
                for (final Measurement measurement : List.copyOf(measurements)) {
                    // Its receiver may have been left out meanwhile, or failed.
                    if (measurements.contains(measurement) && !failed.contains(measurement.receiver())) {
                        measureOrFail(measurement, durationNs);
                    }
                }
            }
        } catch (final IOException refusal) {
            if (link != null) {
                throw refusal;
            }
            System.err.println(
                    "SKIPPED: veth throughput needs root, network namespaces and iproute2: " + refusal.getMessage());
            System.exit(UNABLE);
        }
        measurements.removeIf(measurement -> !frameLengths.containsKey(measurement));
        report();
        if (!failed.isEmpty()) {
            System.exit(1);
        }
    }

    /** A round that fails costs no other receiver's rounds, nor those before it. */
    private void measureOrFail(final Measurement measurement, final long durationNs) {
        try {
            measure(measurement, durationNs);
        } catch (final IOException fault) {
            System.err.println("FAILED: " + measurement.receiver() + ": " + fault.getMessage()
                    + (fault.getCause() == null ? "" : ": " + fault.getCause()));
            failed.add(measurement.receiver());
        }
    }

    private void measure(final Measurement measurement, final long durationNs) throws IOException {
        final Receiver open;
        try {
            open = open(measurement);
        } catch (final IOException refusal) {
            System.err.println("SKIPPED: " + measurement.receiver() + ": " + refusal.getMessage());
            measurements.removeIf(other -> other.receiver().equals(measurement.receiver()));
            return;
        }
        try (Receiver receiver = open;
                FlowSender sender = new FlowSender(link.sender(), measurement.flow())) {
            final long takenNs = sender.send(measurement.rate(), durationNs);
            final Receiver.Result result = receiver.finish(sender.sentFrames());
            if (receiver instanceof EngineReceiver && measurement.flow().isForHost() && result.answered() == 0) {
                throw new IOException("wrong answer: no query was answered, received=" + result.received());
            }
            measurement.add(new Measurement.Round(sender.sentFrames(), takenNs, result));
            frameLengths.put(measurement, sender.frameLength());
        }
    }

    private Receiver open(final Measurement measurement) throws IOException {
        switch (measurement.receiver()) {
            case COVEY -> {
                return new EngineReceiver(link.receiver(), measurement.flow(), RING_LENGTH);
            }
            case PLAIN -> {
                if (plainReader == null) {
                    plainReader = ProcessReceiver.compile(
                            Path.of(options.get("peers")), Path.of("benchmarks", "target", "peers"));
                }
                return ProcessReceiver.plain(link.receiver(), plainReader, RING_LENGTH);
            }
            case TCPDUMP -> {
                return ProcessReceiver.tcpdump(link.receiver(), RING_LENGTH);
            }
            default -> throw new IllegalArgumentException("no such receiver: " + measurement.receiver());
        }
    }

    private void report() throws IOException {
        System.out.println(Measurement.heading());
        final ArrayNode results = new ObjectMapper().createArrayNode();
        for (final Measurement measurement : measurements) {
            System.out.println(measurement.line());
            measurement.addTo(results, frameLengths.get(measurement));
        }
        if (!results.isEmpty() && !options.get("runs").isEmpty()) {
            final Path file = RunFolder.below(Path.of(options.get("runs"))).write("veth-throughput.json", results);
            System.out.println("results: " + file);
        }
    }
}
