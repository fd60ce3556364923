package dev.covey.tools.profile;

import dev.covey.tools.observe.TextTable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The frames that samples ended in, counted: the profiler's collapsed stacks, one on each line with its count. */
final class HotFrames {
    private static final String MARK = "_[";
    private static final int MARK_LENGTH = "_[x]".length();
    private static final double PERCENT = 100.0;

    private final Map<String, Long> samplesByFrame = new HashMap<>();
    private long samples;

    /**
     * Count.
     *
     * @param stacks lines of frames from the thread to the last one, with semicolons between, a blank and the count.
     * @param event that was sampled: what allocates is the frame before the last, which is the class.
     * @throws IllegalArgumentException if a line is no stack.
     */
    static HotFrames of(final List<String> stacks, final ProfileEvent event) {
        final HotFrames frames = new HotFrames();
        for (final String line : stacks) {
            if (!line.isBlank()) {
                frames.add(line, event);
            }
        }
        return frames;
    }

    private void add(final String line, final ProfileEvent event) {
        final int blank = line.lastIndexOf(' ');
        final long count;
        try {
            count = Long.parseLong(line.substring(blank + 1).strip());
        } catch (final NumberFormatException noCount) {
            throw new IllegalArgumentException("not a stack with its count: " + line, noCount);
        }
        final String stack = line.substring(0, Math.max(blank, 0));
        final int last = stack.lastIndexOf(';');
        String label = stack.substring(last + 1);
        if (event == ProfileEvent.ALLOC && last > 0) {
            final String allocator = stack.substring(stack.lastIndexOf(';', last - 1) + 1, last);
            label = name(label) + " by " + name(allocator);
        }
        samplesByFrame.merge(label, count, Long::sum);
        samples += count;
    }

    /** Samples in all. */
    long samples() {
        return samples;
    }

    /** Name of the hottest frame, without what it is; empty without samples. */
    String hottest() {
        return samples == 0 ? "" : name(sorted().get(0).getKey());
    }

    /**
     * The table.
     *
     * @param count of frames, at most.
     */
    List<String> lines(final int count) {
        final TextTable table = new TextTable(">self", ">samples", "kind", "frame");
        for (final Map.Entry<String, Long> frame : sorted().subList(0, Math.min(count, samplesByFrame.size()))) {
            table.row(
                    String.format(Locale.ROOT, "%.1f %%", PERCENT * frame.getValue() / samples),
                    Long.toString(frame.getValue()),
                    kind(frame.getKey()),
                    name(frame.getKey()));
        }
        return table.lines();
    }

    private List<Map.Entry<String, Long>> sorted() {
        // The name decides between equals, so that the same samples always print the same.
        return samplesByFrame.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    /** What the profiler marks frames with behind their names. */
    private static String kind(final String frame) {
        if (!isMarked(frame)) {
            return frame.contains(" by ") ? "class" : "native";
        }
        return switch (frame.charAt(frame.length() - 2)) {
            case 'j' -> "compiled";
            case 'i' -> "inlined";
            case 'k' -> "kernel";
            case '0' -> "interpreted";
            case '1' -> "compiled C1";
            default -> "";
        };
    }

    private static String name(final String frame) {
        return isMarked(frame)
                ? frame.substring(0, frame.length() - MARK_LENGTH).replace('/', '.')
                : frame;
    }

    private static boolean isMarked(final String frame) {
        return frame.length() > MARK_LENGTH
                && frame.endsWith("]")
                && frame.startsWith(MARK, frame.length() - MARK_LENGTH);
    }
}
