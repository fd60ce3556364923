package dev.covey.tools.live;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.EngineContext;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.counters.CountersFolder;
import dev.covey.tools.observe.Faults;
import java.io.IOException;

/** Launches engines that {@code covey stat}, {@code dump} and {@code audit} find. */
public final class ShownEngine {
    private ShownEngine() {}

    /** The engine cannot be launched. */
    public static final class RefusalException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusalException(final String message, final Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Launch an engine with a file in the user's folder.
     *
     * @param context of the engine.
     * @param link of the engine; closed if there is no engine.
     * @return the engine, to be closed.
     * @throws RefusalException if the file cannot be made, and why.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    public static MulticastEngine launch(final EngineContext context, final LiveLink link) throws RefusalException {
        boolean isLaunched = false;
        try {
            context.countersFile(CountersFolder.ofUser().nextFile(), System.currentTimeMillis());
            final MulticastEngine engine = MulticastEngine.launch(context);
            isLaunched = true;
            return engine;
        } catch (final IOException failure) {
            throw new RefusalException(
                    "cannot make the counters file, set " + CountersFolder.VARIABLE + " to a folder of yours: "
                            + Faults.describe("cannot write", failure),
                    failure);
        } catch (final IllegalStateException failure) {
            if (failure.getCause() instanceof IOException) {
                throw new RefusalException(failure.getMessage(), failure);
            }
            throw failure;
        } finally {
            if (!isLaunched) {
                link.close();
            }
        }
    }
}
