package dev.covey.linux;

import dev.covey.engine.EngineClient;
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.LinkFilterListener;
import org.agrona.concurrent.Agent;

/**
 * A link as an interface of the engine: what an engine needs of it, whatever it is made of.
 *
 * <p>Give it to the engine's context as {@link PacketSink}, have the engine's listener pass {@link #onLinkFilter} and
 * {@link #onAllMulticast} on to it, then {@link #attach} it. From then on its duty cycle hands frames to the engine,
 * sends what the engine has said, and tells the engine what becomes of the link: up and down, MTU, addresses. A link
 * that is removed is detached; one that comes back is another one, and needs another port.
 *
 * <p>Threading: all methods belong to the thread that runs the engine's agent: run both in one loop, the engine's agent
 * first, or as Agrona's {@code CompositeAgent}. {@link #interfaceHandle}, {@link #isRemoved} and {@link #facts} may be
 * called by any thread at any time.
 */
public interface PacketPort extends Agent, PacketSink, LinkFilterListener, AutoCloseable {
    /** What a port says when it has no handle. */
    long NO_HANDLE = 0;

    /**
     * Attach the link to an engine that has this port as its sink. It is attached when a later duty cycle has seen the
     * engine's answer.
     *
     * @param engineClient of the calling thread; the port keeps it.
     * @param interfaceSettings what the link does not know: versions, variables, limits, dialect. Index, addresses, MTU
     *     and state are put in by the port.
     * @throws IllegalStateException if it was attached before or is closed, or the engine does not take commands.
     */
    void attach(EngineClient engineClient, InterfaceConfiguration interfaceSettings);

    /**
     * Show every frame to one more listener, after those that were added before.
     *
     * @param listener called on the port's thread.
     */
    void addFrameListener(FrameListener listener);

    /**
     * Hand frames over, in both directions, and follow what becomes of the link.
     *
     * @return how much was done; 0 if there was nothing to do.
     */
    @Override
    int doWork();

    /** Let leave what the engine has said: for who closes an engine, after its last words. */
    void flush();

    /**
     * Handle of the engine's interface.
     *
     * @return the handle, or {@link #NO_HANDLE} while it is not attached.
     */
    long interfaceHandle();

    /**
     * Is the link gone?
     *
     * @return true once it was removed, and the engine was told or will be in a cycle to come.
     */
    boolean isRemoved();

    /**
     * What is known of the link, as the engine was told.
     *
     * @return the facts.
     */
    InterfaceFacts facts();

    /**
     * Frames that the engine took.
     *
     * @return the number.
     */
    long receivedFrames();

    /**
     * Frames that the link took.
     *
     * @return the number.
     */
    long sentFrames();

    /**
     * Frames that were taken from the engine and never left: the link went down, or they were too long for it.
     *
     * @return the number.
     */
    long lostFrames();

    /**
     * Frames that came and were dropped because there was no room for them.
     *
     * @return the number.
     */
    long droppedFrames();

    /**
     * Changes of the hardware filter that the link refused.
     *
     * @return the number.
     */
    long refusedMemberships();

    /** Send what waits, and give everything back. The engine is not told: detach the interface, or close the engine. */
    @Override
    void close();

    @Override
    default void onClose() {
        close();
    }
}
