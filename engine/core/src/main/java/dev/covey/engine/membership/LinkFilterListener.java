package dev.covey.engine.membership;

/** Told which link-layer addresses an interface has to receive. Called on the writer's thread. */
public interface LinkFilterListener {
    /**
     * An address is needed by its first group, or not needed by any group any more.
     *
     * @param interfaceHandle whose hardware filter changes; attached.
     * @param macAddress multicast address, 48 bit.
     * @param isAdded true to begin to receive it.
     */
    default void onLinkFilter(final long interfaceHandle, final long macAddress, final boolean isAdded) {}

    /**
     * An interface needs more addresses than its hardware filter holds, and receives all multicast instead; or they fit
     * again. What was added before it began does not count any more then: before it ends, each address that is needed
     * is added again.
     *
     * @param interfaceHandle whose hardware filter changes; attached.
     * @param isOn true to begin to receive all multicast.
     */
    default void onAllMulticast(final long interfaceHandle, final boolean isOn) {}
}
