package dev.covey.tools.bench;

import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.tools.observe.HugePageUse;

/** Takes memory as the engine does, touches it and asks the kernel what it is in: settings only tell what was asked. */
final class HugePageTrial {
    private static final int LENGTH = 8 * NativeMemory.HUGE_PAGE_LENGTH;
    private static final int KIB = 1024;

    private HugePageTrial() {}

    /** What became of it, for the description of the machine. */
    static String run() {
        final long pid = ProcessHandle.current().pid();
        try (NativeMemory memory = new NativeMemory(AllocationGate.OPEN)) {
            final HugePageUse before = HugePageUse.ofProcess(pid);
            final NativeMemory.Block block = memory.reserve("huge page trial", LENGTH);
            if (block == null) {
                return "unknown: no memory to try it with";
            }
            block.buffer().setMemory(0, LENGTH, (byte) 1);
            return text(before, HugePageUse.ofProcess(pid));
        }
    }

    static String text(final HugePageUse before, final HugePageUse after) {
        if (!before.isKnown() || !after.isKnown()) {
            return "unknown: " + (before.isKnown() ? after : before).problem();
        }
        final long got = Math.min(LENGTH, Math.max(0, after.bytes() - before.bytes()));
        return got / KIB + " of " + LENGTH / KIB + " kB";
    }
}
