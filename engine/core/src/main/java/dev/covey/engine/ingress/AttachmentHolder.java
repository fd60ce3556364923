package dev.covey.engine.ingress;

/**
 * What the Disruptor preallocates for each slot: room for the one thing of an event that cannot lie off-heap. Written
 * by the producer before it publishes, and emptied by the consumer, so it is empty whenever a slot is claimed.
 */
final class AttachmentHolder {
    private Object attachment;

    void put(final Object attachment) {
        this.attachment = attachment;
    }

    Object take() {
        final Object taken = attachment;
        // Most events carry nothing; not writing then keeps the line clean, and the collector's card, too.
        if (taken != null) {
            attachment = null;
        }
        return taken;
    }
}
