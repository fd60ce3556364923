package dev.covey.linux;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs something inside a network namespace. A socket stays in the namespace that it was made in, so the thread that
 * makes it need not live on: it is one of its own, and ends.
 */
final class NetworkNamespace {
    private static final Path NAMED = Path.of("/run/netns");

    /** What is to be done inside. */
    interface Work<T> {
        T run() throws PortException;
    }

    private NetworkNamespace() {}

    /**
     * Do something in a namespace.
     *
     * @param name of the namespace as {@code ip netns} knows it, or null for the caller's own.
     * @param work to do.
     * @return what the work returns.
     * @throws PortException if there is no such namespace, it may not be entered, or the work fails.
     */
    static <T> T run(final String name, final Work<T> work) throws PortException {
        if (name == null) {
            return work.run();
        }
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.startsWith(".")) {
            throw new PortException("no name of a network namespace: netns=" + name);
        }
        final Inside<T> inside = new Inside<>(name, work);
        final Thread thread = new Thread(inside, "covey-netns-" + name);
        thread.setDaemon(true);
        thread.start();
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException interrupted) {
                // The sockets it makes would belong to nobody: wait for it, then say that somebody asked to stop.
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return inside.result();
    }

    /**
     * Open a port in a namespace; a refusal names the interface.
     *
     * @param name of the namespace, or null for the caller's own.
     * @param interfaceName of the interface.
     * @param work that opens the port.
     * @return what the work returns.
     * @throws PortException if it cannot be done; the message says what is needed.
     */
    static <T> T open(final String name, final String interfaceName, final Work<T> work) throws PortException {
        try {
            return run(name, work);
        } catch (final PortException failure) {
            throw new PortException(failure.getMessage() + ": interface=" + interfaceName, failure);
        } catch (final LinkageError failure) {
            throw new PortException("cannot call the C library: " + failure.getMessage(), failure);
        }
    }

    /** The way of the thread inside. */
    private static final class Inside<T> implements Runnable {
        private final String name;
        private final Work<T> work;
        private T result;
        private PortException refusal;
        private Throwable fault;

        Inside(final String name, final Work<T> work) {
            this.name = name;
            this.work = work;
        }

        @Override
        public void run() {
            try {
                enter();
                result = work.run();
            } catch (final PortException failure) {
                refusal = failure;
            } catch (final RuntimeException | Error failure) {
                fault = failure;
            }
        }

        private void enter() throws PortException {
            final Path path = NAMED.resolve(name);
            if (!Files.exists(path)) {
                throw new PortException("no such network namespace: netns=" + name + ", looked in " + NAMED);
            }
            final int descriptor = LibC.openFile(path.toString());
            if (descriptor < 0) {
                throw PortException.of("cannot open network namespace: netns=" + name, LibC.errno());
            }
            final int status = LibC.enterNetworkNamespace(descriptor);
            final int errno = status < 0 ? LibC.errno() : 0;
            LibC.close(descriptor);
            if (errno == LibC.EPERM) {
                throw new PortException(
                        "no permission to enter a network namespace: needs root or CAP_SYS_ADMIN: netns=" + name);
            }
            if (errno != 0) {
                throw PortException.of("cannot enter network namespace: netns=" + name, errno);
            }
        }

        T result() throws PortException {
            if (refusal != null) {
                throw refusal;
            }
            if (fault != null) {
                throw new IllegalStateException("failed in network namespace: netns=" + name, fault);
            }
            return result;
        }
    }
}
