package dev.covey.tools.stat;

import dev.covey.engine.counters.CounterSample;
import dev.covey.engine.counters.CountersFileDescriptor;
import dev.covey.engine.counters.CountersView;
import dev.covey.engine.counters.DropReason;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.tools.observe.HugePageUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Every number of an engine, read once. */
final class EngineNumbers {
    final CountersView engine;
    final long timeNs;
    final HugePageUse hugePages;
    final Map<EngineCounter, Long> counters = new LinkedHashMap<>();
    final Map<DropReason, Long> drops = new LinkedHashMap<>();

    /** By name; two of one name, while one of them goes, are told apart by their handles. */
    final Map<String, OfInterface> interfaces = new TreeMap<>();

    final List<ToldError> errors = new ArrayList<>();

    /** The numbers of an interface. */
    record OfInterface(long handle, Map<EngineCounter, Long> counters, Map<DropReason, Long> drops) {}

    /** An error that the engine has told. */
    record ToldError(int count, long firstMs, long lastMs, String text) {}

    private EngineNumbers(final CountersView engine, final long timeNs) {
        this.engine = engine;
        this.timeNs = timeNs;
        this.hugePages = HugePageUse.ofProcess(engine.process().id());
    }

    static EngineNumbers read(final CountersView engine) {
        final EngineNumbers numbers = new EngineNumbers(engine, System.nanoTime());
        engine.forEach(numbers::add);
        engine.errors(
                (count, firstMs, lastMs, text) -> numbers.errors.add(new ToldError(count, firstMs, lastMs, text)));
        return numbers;
    }

    private void add(final CounterSample sample) {
        if (sample.isOfEngine()) {
            add(counters, drops, sample);
        } else {
            final OfInterface found = interfaces.get(sample.interfaceName());
            final String name = found == null || found.handle() == sample.interfaceHandle()
                    ? sample.interfaceName()
                    : sample.interfaceName() + "#" + Long.toHexString(sample.interfaceHandle());
            final OfInterface own = interfaces.computeIfAbsent(
                    name,
                    key -> new OfInterface(sample.interfaceHandle(), new LinkedHashMap<>(), new LinkedHashMap<>()));
            add(own.counters(), own.drops(), sample);
        }
    }

    private static void add(
            final Map<EngineCounter, Long> counters, final Map<DropReason, Long> drops, final CounterSample sample) {
        if (sample.counter() == null) {
            drops.put(sample.reason(), sample.value());
        } else {
            counters.put(sample.counter(), sample.value());
        }
    }

    String state() {
        return switch (engine.state()) {
            case CountersFileDescriptor.STATE_RUNNING -> "running";
            case CountersFileDescriptor.STATE_FAILED -> "failed";
            default -> "closed";
        };
    }

    /** Growth per second since an earlier reading, for people; empty without one. */
    static String rate(final Long now, final Long before, final long durationNs) {
        if (now == null || before == null || durationNs <= 0) {
            return "";
        }
        final double perSecond = (now - before) * (double) TimeUnit.SECONDS.toNanos(1) / durationNs;
        return perSecond == 0 ? "" : String.format(Locale.ROOT, "%.1f", perSecond);
    }
}
