package dev.covey.engine.table;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import com.google.errorprone.annotations.MustBeClosed;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.Lease;
import dev.covey.engine.memory.RecordStore;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.record.InterfaceDescriptor;
import dev.covey.engine.record.InterfaceFlyweight;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.agrona.BitUtil;

/** The interfaces. An interface is known by its handle; its slot is its number in the keys of the other tables. */
public final class InterfaceTable {
    private static final VarHandle ATTACHED = MethodHandles.arrayElementVarHandle(long[].class);

    private final RecordStore store;
    private final Slab slab;
    private final InterfaceFlyweight flyweight = new InterfaceFlyweight();

    /**
     * Handles of the attached interfaces by slot. Every lookup asks whether its interface is attached: these words
     * change only when one comes or goes, while joins and leaves write to the interface's record all the time.
     *
     * <p>As long as a power of two, so that the bits of a slot are always inside. The word of a slot without an
     * interface names another slot: no handle that leads to the word is equal to it.
     */
    private final long[] attached;

    InterfaceTable(final RecordStore store, final Slab slab) {
        this.store = store;
        this.slab = slab;
        this.attached = new long[Math.max(2, BitUtil.findNextPositivePowerOfTwo(slab.capacity()))];
        for (int i = 0; i < attached.length; i++) {
            attached[i] = nobody(i);
        }
    }

    /**
     * Make an interface findable.
     *
     * @param cookie what the embedder calls it.
     * @param macAddress of the interface, 48 bit.
     * @param mtu in bytes.
     * @return a lease on it, empty if there is no room.
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who must close it
    public Lease create(final long cookie, final long macAddress, final int mtu) {
        final Lease lease = store.allocate(InterfaceDescriptor.KIND);
        if (!lease.isEmpty()) {
            flyweight
                    .wrap(slab, lease.slot())
                    .cookie(cookie)
                    .macAddress(macAddress)
                    .mtu(mtu)
                    .isUp(true);
            store.publish(lease);
            // Pairs with the acquire in isAttached, and with the fence behind isAttachedUnfenced: who finds the
            // interface sees its record whole.
            ATTACHED.setRelease(attached, lease.slot(), lease.handle());
        }
        return lease;
    }

    /**
     * Find an attached interface.
     *
     * @param handle of the interface.
     * @return its slot, or {@link Slab#NULL_SLOT} if it was detached or never was one.
     */
    public int resolve(final long handle) {
        return isAttached(handle) ? Handle.slot(handle) : NULL_SLOT;
    }

    /**
     * Is a handle that of an attached interface?
     *
     * @param handle of the interface.
     * @return false if it was detached or never was one.
     */
    public boolean isAttached(final long handle) {
        // Pairs with the release in create and unlink.
        return (long) ATTACHED.getAcquire(attached, Handle.slot(handle) & attached.length - 1) == handle;
    }

    /**
     * Is a handle that of an attached interface? For loops: between what was read before them and the first question,
     * and behind the last, the caller puts a fence, so that the compiler need not begin anew with every turn.
     *
     * @param handle of the interface.
     * @return false if it was detached or never was one.
     */
    public boolean isAttachedUnfenced(final long handle) {
        return attached[Handle.slot(handle) & attached.length - 1] == handle;
    }

    private static long nobody(final int slot) {
        return slot ^ 1;
    }

    /**
     * Find an interface that is attached, or was detached while memberships still pin it.
     *
     * @param handle of the interface.
     * @return its slot, or {@link Slab#NULL_SLOT}.
     */
    public int resolvePinned(final long handle) {
        return slab.resolveReferenced(handle);
    }

    /**
     * The records.
     *
     * @return their slab.
     */
    public Slab slab() {
        return slab;
    }

    /**
     * Take an interface out of sight, once. Records that own it keep its slot from being used again.
     *
     * @param handle of the interface.
     * @return true if this call did it.
     */
    public boolean unlink(final long handle) {
        final int slot = resolve(handle);
        if (slot == NULL_SLOT) {
            return false;
        }
        // Pairs with the acquire in isAttached, and with the fence in front of isAttachedUnfenced: lookups are empty
        // from here on.
        ATTACHED.setRelease(attached, slot, nobody(slot));
        return store.unlink(handle);
    }
}
