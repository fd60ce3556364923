package dev.covey.linux;

import dev.covey.engine.timer.MonotonicTimeSource;
import dev.covey.engine.timer.TimeSource;
import java.util.Objects;

/** What a port is opened with. Set what differs from the defaults. Not thread-safe. */
public final class AfPacketContext {
    private final String interfaceName;
    private String networkNamespace;
    private RingKind ringKind = RingKind.FRAMES;
    private int ringLength = 1 << 22;
    private boolean isDataWanted;
    private int framesPerCycle = 256;
    private TimeSource timeSource = new MonotonicTimeSource();
    private FrameListener frameListener = FrameListener.NONE;

    /**
     * A context with the defaults.
     *
     * @param interfaceName of the interface.
     */
    public AfPacketContext(final String interfaceName) {
        this.interfaceName = Objects.requireNonNull(interfaceName);
    }

    /**
     * Name of the interface.
     *
     * @return the name.
     */
    public String interfaceName() {
        return interfaceName;
    }

    /**
     * The network namespace that the interface is in.
     *
     * @return its name as {@code ip netns} knows it, or null for that of the process.
     */
    public String networkNamespace() {
        return networkNamespace;
    }

    /**
     * Set the network namespace that the interface is in.
     *
     * @param name as {@code ip netns} knows it, or null for that of the process.
     * @return this, for chaining.
     */
    public AfPacketContext networkNamespace(final String name) {
        networkNamespace = name;
        return this;
    }

    /**
     * How frames are handed over.
     *
     * @return the kind; {@link RingKind#FRAMES} unless set.
     */
    public RingKind ringKind() {
        return ringKind;
    }

    /**
     * Set how frames are handed over.
     *
     * @param kind of the ring.
     * @return this, for chaining.
     */
    public AfPacketContext ringKind(final RingKind kind) {
        ringKind = Objects.requireNonNull(kind);
        return this;
    }

    /**
     * Memory for received frames.
     *
     * @return bytes; 4 MiB unless set.
     */
    public int ringLength() {
        return ringLength;
    }

    /**
     * Set the memory for received frames.
     *
     * @param lengthBytes a power of two from 1 MiB to 1 GiB.
     * @return this, for chaining.
     * @throws IllegalArgumentException if it is not.
     */
    public AfPacketContext ringLength(final int lengthBytes) {
        if (lengthBytes < 1 << 20 || lengthBytes > 1 << 30 || Integer.bitCount(lengthBytes) != 1) {
            throw new IllegalArgumentException("not a power of two from 1 MiB to 1 GiB: ringLength=" + lengthBytes);
        }
        ringLength = lengthBytes;
        return this;
    }

    /**
     * Whether every frame is received, and not IGMP and MLD only.
     *
     * @return true if so; false unless set.
     */
    public boolean isDataWanted() {
        return isDataWanted;
    }

    /**
     * Set whether every frame is received. If not, the kernel throws away what is neither IGMP nor MLD.
     *
     * @param value true if so.
     * @return this, for chaining.
     */
    public AfPacketContext dataWanted(final boolean value) {
        isDataWanted = value;
        return this;
    }

    /**
     * Frames handed to the engine in one duty cycle, at most.
     *
     * @return the number; 256 unless set.
     */
    public int framesPerCycle() {
        return framesPerCycle;
    }

    /**
     * Set how many frames are handed to the engine in one duty cycle, at most.
     *
     * @param frames positive.
     * @return this, for chaining.
     * @throws IllegalArgumentException if it is not.
     */
    public AfPacketContext framesPerCycle(final int frames) {
        if (frames < 1) {
            throw new IllegalArgumentException("must be positive: framesPerCycle=" + frames);
        }
        framesPerCycle = frames;
        return this;
    }

    /**
     * Where the time of frames comes from.
     *
     * @return the source; the machine's monotonic clock unless set.
     */
    public TimeSource timeSource() {
        return timeSource;
    }

    /**
     * Set where the time of frames comes from.
     *
     * @param source that the engine has, too.
     * @return this, for chaining.
     */
    public AfPacketContext timeSource(final TimeSource source) {
        timeSource = Objects.requireNonNull(source);
        return this;
    }

    /**
     * Who looks at the frames.
     *
     * @return the listener; nobody unless set.
     */
    public FrameListener frameListener() {
        return frameListener;
    }

    /**
     * Set who looks at the frames.
     *
     * @param listener called on the port's thread.
     * @return this, for chaining.
     */
    public AfPacketContext frameListener(final FrameListener listener) {
        frameListener = Objects.requireNonNull(listener);
        return this;
    }
}
