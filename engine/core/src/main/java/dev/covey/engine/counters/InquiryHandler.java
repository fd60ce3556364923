package dev.covey.engine.counters;

import org.agrona.DirectBuffer;

/** Answers what other processes ask. Called on the writer's thread, between two duty cycles' events. */
public interface InquiryHandler {
    /** Knows no question. */
    InquiryHandler NONE = new InquiryHandler() {
        @Override
        public int answer(final int kind, final int options, final String interfaceName, final long timeNs) {
            return InquiryDescriptor.UNKNOWN;
        }

        @Override
        public DirectBuffer buffer() {
            throw new IllegalStateException("nothing was answered");
        }

        @Override
        public int lengthBytes() {
            return 0;
        }

        @Override
        public void release() {
            // Nothing is held.
        }
    };

    /**
     * Take down an answer as of this moment.
     *
     * @param kind of the question; any number.
     * @param options of the question; any number.
     * @param interfaceName that is asked about, or an empty one for all.
     * @param timeNs of the engine.
     * @return {@link InquiryDescriptor#OK}: the answer is there until {@link #release()}. Or why there is none.
     */
    int answer(int kind, int options, String interfaceName, long timeNs);

    /**
     * The answer.
     *
     * @return a buffer that has it from 0.
     */
    DirectBuffer buffer();

    /**
     * Length of the answer.
     *
     * @return bytes.
     */
    int lengthBytes();

    /** The answer is not needed any more. Idempotent. */
    void release();
}
