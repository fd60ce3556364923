package dev.covey.tools.stat;

import static dev.covey.engine.counters.InquiryDescriptor.ANSWER_LENGTH_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.ANSWER_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.CHUNK_LENGTH;
import static dev.covey.engine.counters.InquiryDescriptor.CHUNK_LENGTH_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.CHUNK_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.CLAIM_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.KIND_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.NAME_LENGTH_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.NAME_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.OPTIONS_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.PAUSE_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.REQUEST_NUMBER_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.STATUS_OFFSET;
import static dev.covey.engine.counters.InquiryDescriptor.TAKEN_OFFSET;

import dev.covey.engine.counters.CountersFileDescriptor;
import dev.covey.engine.counters.CountersView;
import dev.covey.engine.counters.InquiryDescriptor;
import dev.covey.engine.inspect.AnswerReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Asks a running engine, and takes its answer, as {@link InquiryDescriptor} has it. For one thread. */
public final class EngineInquiry {
    /** Without any sign of the engine for so long, it is not expected any more. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    /** Who says so waits as long as it takes, while the engine's process is there. */
    private static final long LONG_PATIENCE_NS = TimeUnit.HOURS.toNanos(1);

    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long FREE = 0;

    private final CountersView engine;
    private final AtomicBuffer region;
    private long patienceNs;
    private final long processId = ProcessHandle.current().pid();
    private long engineNs;

    /** Of an engine that runs. */
    public EngineInquiry(final CountersView engine) {
        this(engine, PATIENCE_NS);
    }

    EngineInquiry(final CountersView engine, final long patienceNs) {
        this.engine = engine;
        this.region = engine.inquiry();
        this.patienceNs = patienceNs;
    }

    /**
     * Ask.
     *
     * @param kind of the question.
     * @param interfaceName that is asked about, or null for all.
     * @param isUnbounded whether the engine may walk more records than it does by itself.
     * @return the answer, whole.
     * @throws IOException if there is none, and why.
     */
    public AnswerReader ask(final int kind, final String interfaceName, final boolean isUnbounded) throws IOException {
        final byte[] name = interfaceName == null ? new byte[0] : interfaceName.getBytes(StandardCharsets.UTF_8);
        if (name.length > CountersFileDescriptor.MAX_NAME_LENGTH) {
            throw new IOException("no such interface: interface=" + interfaceName);
        }
        claim();
        if (isUnbounded) {
            patienceNs = LONG_PATIENCE_NS;
        }
        try {
            final long number = region.getLongVolatile(REQUEST_NUMBER_OFFSET) + 1;
            region.putInt(KIND_OFFSET, kind);
            region.putInt(OPTIONS_OFFSET, isUnbounded ? InquiryDescriptor.UNBOUNDED : 0);
            region.putInt(NAME_LENGTH_OFFSET, name.length);
            region.putBytes(NAME_OFFSET, name);
            // Pairs with the engine's volatile load: it sees the question when it sees the number.
            region.putLongRelease(REQUEST_NUMBER_OFFSET, number);
            return take(number, interfaceName);
        } finally {
            region.compareAndSetLong(CLAIM_OFFSET, processId, FREE);
        }
    }

    /** How long the last answer kept the engine from its events. */
    public long pauseNs() {
        return engineNs;
    }

    /** One asks at a time. Whoever died meanwhile does not count. */
    private void claim() throws IOException {
        final long startNs = System.nanoTime();
        while (true) {
            final long owner = region.getLongVolatile(CLAIM_OFFSET);
            final boolean isFree = owner == FREE || owner == processId || !isRunning(owner);
            if (isFree && region.compareAndSetLong(CLAIM_OFFSET, owner, processId)) {
                return;
            }
            if (System.nanoTime() - startNs > patienceNs) {
                throw new IOException("another process is asking: pid=" + owner);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private static boolean isRunning(final long processId) {
        return processId > 0
                && ProcessHandle.of(processId).map(ProcessHandle::isAlive).orElse(false);
    }

    private AnswerReader take(final long number, final String interfaceName) throws IOException {
        byte[] answer = {};
        int length = 0;
        int chunk = 0;
        do {
            final long word = InquiryDescriptor.answerWord(number, chunk);
            await(number, word);
            if (chunk == 0) {
                check(region.getInt(STATUS_OFFSET), interfaceName);
                engineNs = region.getLong(PAUSE_OFFSET);
                final long whole = region.getLong(ANSWER_LENGTH_OFFSET);
                if (whole < 0 || whole > Integer.MAX_VALUE - Long.BYTES) {
                    throw new IOException("answer is damaged: length=" + whole);
                }
                answer = new byte[(int) whole];
            }
            final int part = region.getInt(CHUNK_LENGTH_OFFSET);
            if (part < 0 || part > CHUNK_LENGTH || part > answer.length - length) {
                throw new IOException("answer is damaged: chunk=" + part);
            }
            region.getBytes(CHUNK_OFFSET, answer, length, part);
            // Whoever asks changes the number before the engine changes the answer.
            requireOurs(number);
            length += part;
            chunk++;
            region.putLongRelease(TAKEN_OFFSET, word);
        } while (length < answer.length);
        return new AnswerReader(new UnsafeBuffer(answer), length);
    }

    private void await(final long number, final long word) throws IOException {
        final long startNs = System.nanoTime();
        // Pairs with the engine's release store: the chunk is there when its word is.
        while (region.getLongVolatile(ANSWER_OFFSET) != word) {
            requireOurs(number);
            if (engine.state() != CountersFileDescriptor.STATE_RUNNING || !engine.isAlive()) {
                throw new IOException(
                        engine.state() == CountersFileDescriptor.STATE_FAILED
                                ? "engine has stopped at an error, covey stat shows it: pid="
                                        + engine.process().id()
                                : EngineOptions.gone(engine));
            }
            if (System.nanoTime() - startNs > patienceNs) {
                throw new IOException("engine does not answer, its thread does not run: pid="
                        + engine.process().id());
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private void requireOurs(final long number) throws IOException {
        if (region.getLongVolatile(REQUEST_NUMBER_OFFSET) != number) {
            throw new IOException("another process has asked meanwhile, ask again");
        }
    }

    private static void check(final int status, final String interfaceName) throws IOException {
        switch (status) {
            case InquiryDescriptor.OK -> {}
            case InquiryDescriptor.NO_INTERFACE ->
                throw new IOException("no such interface: interface=" + interfaceName);
            case InquiryDescriptor.TOO_MANY ->
                throw new IOException("more records than the engine walks in one pause: "
                        + "name an interface, or let it take --however-long");
            case InquiryDescriptor.NO_MEMORY -> throw new IOException("engine has no memory for the answer");
            default -> throw new IOException("engine does not know the question: status=" + status);
        }
    }
}
