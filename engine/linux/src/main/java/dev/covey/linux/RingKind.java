package dev.covey.linux;

/** How the kernel hands frames over. */
public enum RingKind {
    /**
     * Many at a time, a block when it is full or a millisecond old (TPACKET_V3): for data, and where floods are to be
     * expected.
     */
    BLOCKS(2),
    /** Each frame at once (TPACKET_V2): for short delays. */
    FRAMES(1);

    private final int version;

    RingKind(final int version) {
        this.version = version;
    }

    /** The kernel's number of it. */
    int version() {
        return version;
    }
}
