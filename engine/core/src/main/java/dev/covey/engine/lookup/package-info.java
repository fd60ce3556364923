/** The packet's question: who gets it? Readers only: no lock, no allocation, no change to anything they look at. */
package dev.covey.engine.lookup;
