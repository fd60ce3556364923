package dev.covey.engine.protocol;

/**
 * Told what a querier has to ask (the actions "Send Q" of RFC 9776 section 6.4.2). The timers are lowered already; when
 * and how often the questions are sent, and which sources share one query, is the sink's business (section 6.6.3).
 *
 * <p>Called on the writer's thread, while a message is applied: must not call the machine.
 */
public interface QuerySink {
    /** Asks nobody: for those who only watch. */
    QuerySink NONE = new QuerySink() {
        @Override
        public void sendGroupQuery(
                final long timeNs, final long interfaceHandle, final long groupHigh, final long groupLow) {
            // Watching only.
        }

        @Override
        public void sendGroupAndSourceQuery(
                final long timeNs,
                final long interfaceHandle,
                final long groupHigh,
                final long groupLow,
                final long sourceHigh,
                final long sourceLow) {
            // Watching only.
        }
    };

    /**
     * Send Q(G).
     *
     * @param timeNs time of the message that is the reason.
     * @param interfaceHandle of the link.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     */
    void sendGroupQuery(long timeNs, long interfaceHandle, long groupHigh, long groupLow);

    /**
     * Send Q(G,A), one source of A at a time. The sources of one action come one after the other.
     *
     * @param timeNs time of the message that is the reason.
     * @param interfaceHandle of the link.
     * @param groupHigh half of the group.
     * @param groupLow half of the group.
     * @param sourceHigh half of the source.
     * @param sourceLow half of the source.
     */
    void sendGroupAndSourceQuery(
            long timeNs, long interfaceHandle, long groupHigh, long groupLow, long sourceHigh, long sourceLow);
}
