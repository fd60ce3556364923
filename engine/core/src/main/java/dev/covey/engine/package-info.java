/**
 * What an embedder holds: the engine and the context it is launched with, a client for each thread that hands in
 * packets and commands, a reader for each thread that asks who gets a packet, the view of the whole state, and the
 * listener.
 *
 * <p>An embedder meets types of the rooms below where they are in the signatures here, and the status codes of
 * {@link dev.covey.engine.ingress.IngressStatus} and {@link dev.covey.engine.membership.OperationStatus}. The rest of
 * the rooms is the engine's own.
 */
package dev.covey.engine;
