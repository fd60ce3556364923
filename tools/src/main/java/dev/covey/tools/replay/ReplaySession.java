package dev.covey.tools.replay;

import dev.covey.engine.wire.InternetAddress;
import dev.covey.tools.capture.CaptureFormatException;
import dev.covey.tools.capture.CaptureFormatException.Defect;
import dev.covey.tools.capture.CaptureReader;
import dev.covey.tools.capture.Captures;
import dev.covey.tools.observe.MembershipEvent;
import dev.covey.tools.observe.Observer;
import dev.covey.tools.observe.Summary;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What the commands that replay a capture have in common: open it, replay it, say what is wrong with it.
 *
 * <p>Complaints go to the error stream, each on a line that begins with the command's name.
 */
final class ReplaySession {
    /** Exit code: all was read. */
    static final int DONE = 0;

    /** Exit code: the work was done in part, or found a fault. */
    static final int PARTLY = 1;

    /** Exit code: no capture, or wrong usage. */
    static final int UNUSABLE = 2;

    /** What a command does when the capture is replayed and the engine still there. */
    interface Conclusion {
        /** Returns an exit code. */
        int conclude(ReplayEngine engine, Replay replay, Summary summary) throws IOException;
    }

    /** What a command does about each change. */
    interface Timeline {
        /** Told in order of time; {@code relativeNs} counts from the first packet. */
        void membership(MembershipEvent event, long relativeNs) throws IOException;
    }

    private final ReplayEngine.Factory factory;
    private final InputStream standardInput;
    private final PrintWriter err;
    private final LongSupplier clockNs;
    private final boolean isProgressShown;
    private ProgressBar progress;
    private PacketStore store;

    ReplaySession(
            final ReplayEngine.Factory factory,
            final InputStream standardInput,
            final PrintWriter err,
            final LongSupplier clockNs,
            final boolean isProgressShown) {
        this.factory = factory;
        this.standardInput = standardInput;
        this.err = err;
        this.clockNs = clockNs;
        this.isProgressShown = isProgressShown;
    }

    /** Keep the packets that reach the engine, to replay them again. */
    void storeTo(final PacketStore target) {
        store = target;
    }

    /** Replay captures; returns the exit code. */
    int run(
            final List<String> files,
            final StopTime stop,
            final InternetAddress filter,
            final Timeline timeline,
            final Conclusion conclusion) {
        try (CaptureReader reader = Captures.open(files, standardInput)) {
            final long totalBytes = isProgressShown ? Captures.totalBytes(files) : 0;
            progress = new ProgressBar(err, totalBytes, reader::bytesRead, clockNs);
            return run(reader, stop, filter, timeline, conclusion);
        } catch (final CaptureFormatException defect) {
            complain(defect.getMessage());
            return defect.defect() == Defect.NOT_A_CAPTURE ? UNUSABLE : PARTLY;
        } catch (final IOException failure) {
            complain(failure.getMessage());
            return UNUSABLE;
        }
    }

    /** Say what is wrong, on a line of its own. */
    void complain(final String message) {
        if (progress != null) {
            progress.hide();
        }
        err.println("covey: " + message);
    }

    private int run(
            final CaptureReader reader,
            final StopTime stop,
            final InternetAddress filter,
            final Timeline timeline,
            final Conclusion conclusion)
            throws IOException {
        final Summary summary = new Summary();
        final Replay[] replaying = new Replay[1];
        final Observer observer = new Observer(summary, filter, event -> {
            progress.hide();
            try {
                timeline.membership(event, event.timeNs() - replaying[0].firstTimeNs());
            } catch (final IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        try (ReplayEngine engine = factory.create(observer)) {
            final Links links = new Links(engine);
            observer.observe(engine.observed(), links);
            final Replay replay = new Replay(engine, links, summary, stop, this::complain);
            replay.storeTo(store);
            replaying[0] = replay;

            CaptureFormatException defect = null;
            try {
                replay.run(reader, progress::onPacket);
            } catch (final CaptureFormatException found) {
                if (found.defect() == Defect.NOT_A_CAPTURE) {
                    throw found;
                }
                defect = found;
            }
            progress.hide();
            if (replay.hasTime()) {
                summary.conclude(replay.firstTimeNs(), replay.timeNs(), engine.observed(), links);
            } else {
                summary.conclude(engine.observed(), links);
            }
            final int code = conclusion.conclude(engine, replay, summary);
            summary.limits()
                    .forEach((limit, times) ->
                            complain("limit of the engine reached: limit=" + limit.label() + ", times=" + times));
            complainOf(defect);
            return defect == null ? code : Math.max(code, PARTLY);
        }
    }

    private void complainOf(final CaptureFormatException defect) {
        if (defect != null) {
            complain(defect.getMessage());
            for (final Throwable other : defect.getSuppressed()) {
                complain(other.getMessage());
            }
        }
    }
}
