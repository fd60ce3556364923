package dev.covey.benchmarks.veth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The rounds of one receiver with one flow at one rate. */
final class Measurement {
    private static final double NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final String receiver;
    private final Flow flow;
    private final long rate;
    private final List<Round> rounds = new ArrayList<>();

    /**
     * One round.
     *
     * @param sent packets.
     * @param durationNs of the sending.
     * @param result of the receiver.
     */
    record Round(long sent, long durationNs, Receiver.Result result) {
        double sentPerSecond() {
            return sent * NS_PER_SECOND / durationNs;
        }

        double receivedPerSecond() {
            return result.received() * NS_PER_SECOND / durationNs;
        }

        double answeredPerSecond() {
            return result.answered() * NS_PER_SECOND / durationNs;
        }

        double cpuNsPerPacket() {
            return (double) result.cpuNs() / Math.max(1, result.received());
        }

        /** Sent and not received, whoever has lost them. */
        long missing() {
            return Math.max(0, sent - result.received());
        }
    }

    Measurement(final String receiver, final Flow flow, final long rate) {
        this.receiver = receiver;
        this.flow = flow;
        this.rate = rate;
    }

    String receiver() {
        return receiver;
    }

    Flow flow() {
        return flow;
    }

    /** Packets a second, 0 for as many as possible. */
    long rate() {
        return rate;
    }

    void add(final Round round) {
        rounds.add(round);
    }

    private double[] values(final ToDoubleFunction<Round> value) {
        return rounds.stream().mapToDouble(value).toArray();
    }

    private double median(final ToDoubleFunction<Round> value) {
        final double[] sorted = values(value);
        Arrays.sort(sorted);
        final int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private String rateLabel() {
        return rate == 0 ? "max" : Long.toString(rate);
    }

    /** As a line of the table for people. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%-10s %-9s %8s %12.0f %12.0f %12.0f %10.0f %9.0f %9.0f",
                flow.label(),
                receiver,
                rateLabel(),
                median(Round::sentPerSecond),
                median(Round::receivedPerSecond),
                median(Round::answeredPerSecond),
                median(Round::cpuNsPerPacket),
                median(round -> round.result().dropped()),
                median(Round::missing));
    }

    /** What the columns of {@link #line} are. */
    static String heading() {
        return String.format(
                Locale.ROOT,
                "%-10s %-9s %8s %12s %12s %12s %10s %9s %9s",
                "flow",
                "receiver",
                "rate",
                "sent/s",
                "received/s",
                "answered/s",
                "CPU ns/p",
                "dropped",
                "missing");
    }

    /** As an element of results in the form of JMH's: the median of the rounds is the score. */
    void addTo(final ArrayNode results, final int frameLength) {
        final ObjectNode result = results.addObject();
        result.put("benchmark", "dev.covey.benchmarks.veth.VethThroughput." + receiver.replace('-', '_'));
        result.put("mode", "thrpt");
        result.put("threads", 1);
        result.put("forks", 1);
        result.put("measurementIterations", rounds.size());
        final ObjectNode parameters = result.putObject("params");
        parameters.put("flow", flow.label());
        parameters.put("rate", rateLabel());
        parameters.put("frameLength", Integer.toString(frameLength));
        // An operation is a packet.
        putMetric(result.putObject("primaryMetric"), "ops/s", Round::receivedPerSecond);
        final ObjectNode secondary = result.putObject("secondaryMetrics");
        putMetric(secondary.putObject("sent"), "packets/s", Round::sentPerSecond);
        putMetric(secondary.putObject("answered"), "records/s", Round::answeredPerSecond);
        putMetric(secondary.putObject("cpu"), "ns/packet", Round::cpuNsPerPacket);
        putMetric(secondary.putObject("dropped"), "packets", round -> round.result()
                .dropped());
        putMetric(secondary.putObject("missing"), "packets", Round::missing);
    }

    private void putMetric(final ObjectNode metric, final String unit, final ToDoubleFunction<Round> value) {
        final double[] values = values(value);
        metric.put("score", median(value));
        metric.put("scoreError", deviation(values));
        metric.put("scoreUnit", unit);
        final ArrayNode raw = metric.putArray("rawData").addArray();
        for (final double one : values) {
            raw.add(one);
        }
    }

    /** Standard deviation of the rounds; 0 if there is only one. */
    private static double deviation(final double[] values) {
        final double mean = Arrays.stream(values).average().orElse(0);
        final double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    }
}
