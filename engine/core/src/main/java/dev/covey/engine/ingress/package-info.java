/**
 * The one way in: packets and commands of any thread ride the same Disruptor ring, in one order, to the one writer. The
 * Disruptor hands out the places; the bytes lie off-heap in slots of fixed length. The only package that knows the
 * Disruptor.
 */
package dev.covey.engine.ingress;
