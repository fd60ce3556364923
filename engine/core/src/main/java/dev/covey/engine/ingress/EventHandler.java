package dev.covey.engine.ingress;

/** Given every event of the ring, in order, by the thread that polls. */
@FunctionalInterface
public interface EventHandler {
    /**
     * One event. It is consumed even if the handler throws. The handler must not poll the ring; it may offer events to
     * it, which come after all that are in it now.
     *
     * @param event to look at until the handler returns.
     * @param attachment that the producer published the event with, or null. The ring has let go of it.
     */
    void onEvent(EventFlyweight event, Object attachment);
}
