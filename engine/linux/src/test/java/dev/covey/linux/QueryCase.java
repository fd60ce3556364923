package dev.covey.linux;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Frames that both hosts hear, and what each is expected to say: the same, unless the case is one of a difference that
 * is known.
 */
final class QueryCase {
    private final String name;
    private final List<byte[]> frames = new ArrayList<>();
    private List<String> oursExpected = List.of();
    private List<String> kernelExpected;
    private KnownDifference difference;
    private long windowNs = TimeUnit.MILLISECONDS.toNanos(108);

    QueryCase(final String name, final QueryFrame... queries) {
        this.name = name;
        Arrays.stream(queries).map(QueryFrame::frame).forEach(frames::add);
    }

    /** A query in fragments. */
    static QueryCase fragmented(final String name, final List<byte[]> fragments) {
        final QueryCase query = new QueryCase(name);
        query.frames.addAll(fragments);
        return query;
    }

    /** Longest delay of an answer, where it is not the tenth of a second of most queries. */
    QueryCase within(final long durationMs) {
        windowNs = TimeUnit.MILLISECONDS.toNanos(durationMs);
        return this;
    }

    /** Both say this; nothing, if this is not called. */
    QueryCase answered(final List<String> words) {
        oursExpected = words;
        return this;
    }

    QueryCase answered(final String... words) {
        return answered(List.of(words));
    }

    /** The kernel says this instead, for a reason that is known. */
    QueryCase kernel(final KnownDifference reason, final List<String> words) {
        difference = reason;
        kernelExpected = words;
        return this;
    }

    QueryCase kernel(final KnownDifference reason, final String... words) {
        return kernel(reason, List.of(words));
    }

    List<byte[]> frames() {
        return frames;
    }

    List<String> oursExpected() {
        return oursExpected.stream().sorted().toList();
    }

    List<String> kernelExpected() {
        return (kernelExpected == null ? oursExpected : kernelExpected)
                .stream().sorted().toList();
    }

    /** Why the kernel says something else, or null if it does not. */
    KnownDifference difference() {
        return difference;
    }

    long windowNs() {
        return windowNs;
    }

    @Override
    public String toString() {
        return name;
    }
}
