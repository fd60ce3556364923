package dev.covey.engine.lookup;

/** Told which sockets get a datagram. */
@FunctionalInterface
public interface SocketVisitor {
    /**
     * One socket, in no order, each once.
     *
     * @param socketHandle of the socket; stale if it was closed while the lookup went on.
     */
    void onSocket(long socketHandle);
}
