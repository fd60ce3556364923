/**
 * Find, insert, and unlink records.
 *
 * <p>Two concurrent off-heap indexes carry all tables: {@link dev.covey.engine.table.NarrowIndex} holds keys of up to
 * 48 bits exactly, without storing them whole; {@link dev.covey.engine.table.WideIndex} holds an owner and an address.
 * {@link dev.covey.engine.table.AddressIndex} sends each multicast address to the one that suits it.
 *
 * <p>One thread writes. Any number of readers look up without locks, retries or version checks, each inside an epoch:
 * entries never move within a generation of an index, and generations are exchanged as a whole.
 */
package dev.covey.engine.table;
