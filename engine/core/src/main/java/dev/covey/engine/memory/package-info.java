/**
 * Slabs of off-heap records, the life word that counts their references, the leases and links that hold them, and the
 * epochs that say when nobody can still see one.
 *
 * <p>Everything the engine knows lives in a {@link dev.covey.engine.memory.Slab}. A record is named by a handle, which
 * is a number and no right; the right is a {@link dev.covey.engine.memory.Lease}, and the only thing that can store a
 * counted handle is an {@link dev.covey.engine.memory.OwnedLink}.
 */
package dev.covey.engine.memory;
