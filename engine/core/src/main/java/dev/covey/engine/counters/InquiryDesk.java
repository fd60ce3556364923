package dev.covey.engine.counters;

import static dev.covey.engine.counters.InquiryDescriptor.ANSWER_LENGTH_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.ANSWER_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.CHUNK_LENGTH;
import static dev.covey.engine.counters.InquiryDescriptor.CHUNK_LENGTH_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.CHUNK_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.KIND_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.NAME_LENGTH_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.NAME_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.OK;
import static dev.covey.engine.counters.InquiryDescriptor.OPTIONS_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.PAUSE_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.REQUEST_NUMBER_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.STATUS_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.TAKEN_OFFSET;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.concurrent.AtomicBuffer;

/**
 * The engine's side of {@link InquiryDescriptor}: looks once per duty cycle whether somebody asks, which costs one read
 * of memory while nobody does.
 *
 * <p>An answer is taken in one go, and so is of one moment: that is the only pause. It is copied out one chunk per duty
 * cycle. Who asks and goes away is waited for {@value #PATIENCE_S} seconds of the engine's clock, or until somebody
 * else asks.
 *
 * <p>Threading: the writer's thread only.
 */
public final class InquiryDesk {
    private static final int PATIENCE_S = 10;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(PATIENCE_S);

    private final AtomicBuffer region;
    private final InquiryHandler handler;
    private final LongSupplier clockNs;
    private final EngineCounters counters;
    private long requestNumber;
    private boolean isAnswering;
    private long answerWord;
    private long chunkTimeNs;
    private int position;
    private int chunk;
    private long longestNs;

    /**
     * A desk that nobody has asked at.
     *
     * @param counters that have the region, and count what is asked.
     * @param handler that answers.
     * @param clockNs the engine's clock.
     */
    public InquiryDesk(final EngineCounters counters, final InquiryHandler handler, final LongSupplier clockNs) {
        this.region = counters.memory().inquiry();
        this.counters = counters;
        this.handler = handler;
        this.clockNs = clockNs;
        requestNumber = region.getLongVolatile(REQUEST_NUMBER_OFFSET);
    }

    /**
     * Does somebody ask, so that {@link #poll} will look at the engine?
     *
     * @return true if so.
     */
    public boolean isAsked() {
        return region.getLongVolatile(REQUEST_NUMBER_OFFSET) != requestNumber;
    }

    /**
     * Look whether somebody asks, or waits for more of an answer.
     *
     * @return 1 if something was done.
     */
    public int poll() {
        // Pairs with the requester's release store: the question is there when its number is.
        final long asked = region.getLongVolatile(REQUEST_NUMBER_OFFSET);
        if (asked != requestNumber) {
            begin(asked);
            return 1;
        }
        return isAnswering ? goOn() : 0;
    }

    private void begin(final long asked) {
        end();
        requestNumber = asked;
        position = 0;
        chunk = 0;
        final long startNs = clockNs.getAsLong();
        final int status =
                handler.answer(region.getInt(KIND_OFFSET), region.getInt(OPTIONS_OFFSET), interfaceName(), startNs);
        final long pauseNs = clockNs.getAsLong() - startNs;
        longestNs = Math.max(longestNs, pauseNs);
        counters.set(EngineCounter.ENGINE_INQUIRY_LONGEST, longestNs);
        region.putInt(STATUS_OFFSET, status);
        region.putLong(ANSWER_LENGTH_OFFSET, status == OK ? handler.lengthBytes() : 0);
        region.putLong(PAUSE_OFFSET, pauseNs);
        isAnswering = status == OK;
        putChunk();
    }

    /** Whatever stands there, it is a name of at most so many bytes; one that is none finds no interface. */
    private String interfaceName() {
        final int length = region.getInt(NAME_LENGTH_OFFSET);
        return region.getStringWithoutLengthUtf8(
                NAME_OFFSET, Math.max(0, Math.min(length, CountersFileDescriptor.MAX_NAME_LENGTH)));
    }

    private int goOn() {
        if (region.getLongVolatile(TAKEN_OFFSET) == answerWord) {
            if (position < handler.lengthBytes()) {
                chunk++;
                putChunk();
            } else {
                end();
                counters.increment(EngineCounter.ENGINE_INQUIRIES);
            }
            return 1;
        }
        if (clockNs.getAsLong() - chunkTimeNs > PATIENCE_NS) {
            end();
        }
        return 0;
    }

    private void putChunk() {
        final int length = isAnswering ? Math.min(CHUNK_LENGTH, handler.lengthBytes() - position) : 0;
        if (length > 0) {
            region.putBytes(CHUNK_OFFSET, handler.buffer(), position, length);
            position += length;
        }
        region.putInt(CHUNK_LENGTH_OFFSET, length);
        answerWord = InquiryDescriptor.answerWord(requestNumber, chunk);
        chunkTimeNs = clockNs.getAsLong();
        // Pairs with the requester's acquiring load: it sees the whole chunk.
        region.putLongRelease(ANSWER_OFFSET, answerWord);
    }

    private void end() {
        if (isAnswering) {
            isAnswering = false;
            handler.release();
        }
    }

    /** Give up the answer that is being copied, if there is one: the engine's memory goes. */
    public void close() {
        end();
    }
}
