package dev.covey.linux;

import dev.covey.engine.timer.MonotonicTimeSource;
import dev.covey.engine.timer.TimeSource;
import java.util.Objects;

/**
 * What every port on an interface of the machine is opened with. Set what differs from the defaults. Not thread-safe.
 *
 * @param <C> the context itself, for chaining.
 */
public abstract sealed class PortContext<C extends PortContext<C>> permits AfPacketContext, TapContext {
    private final String interfaceName;
    private String networkNamespace;
    private boolean isDataWanted;
    private int framesPerCycle = 256;
    private TimeSource timeSource = new MonotonicTimeSource();
    private FrameListener frameListener = FrameListener.NONE;

    PortContext(final String interfaceName) {
        this.interfaceName = Objects.requireNonNull(interfaceName);
    }

    abstract C self();

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
    public C networkNamespace(final String name) {
        networkNamespace = name;
        return self();
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
    public C dataWanted(final boolean value) {
        isDataWanted = value;
        return self();
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
    public C framesPerCycle(final int frames) {
        if (frames < 1) {
            throw new IllegalArgumentException("must be positive: framesPerCycle=" + frames);
        }
        framesPerCycle = frames;
        return self();
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
    public C timeSource(final TimeSource source) {
        timeSource = Objects.requireNonNull(source);
        return self();
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
    public C frameListener(final FrameListener listener) {
        frameListener = Objects.requireNonNull(listener);
        return self();
    }
}
