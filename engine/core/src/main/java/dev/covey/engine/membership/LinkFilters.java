package dev.covey.engine.membership;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.memory.Handle;
import dev.covey.engine.record.LinkMulticastFlyweight;
import dev.covey.engine.table.InterfaceTable;
import dev.covey.engine.table.LinkMulticastTable;
import dev.covey.engine.table.RecordTables;
import java.util.Arrays;

/**
 * The hardware filters of the interfaces: a link-layer address is in one as long as any group needs it, and there are
 * at most as many as {@link InterfaceConfiguration#maxLinkAddresses()}. An interface that needs more receives all
 * multicast until they fit again.
 *
 * <p>Threading: the writer's thread only.
 */
public final class LinkFilters {
    private static final int INITIAL_INTERFACES = 16;

    private final InterfaceTable interfaces;
    private final LinkMulticastTable linkMulticasts;
    private final InterfaceConfigurations configurations;
    private final LinkFilterListener listener;
    private final LinkMulticastFlyweight linkMulticast = new LinkMulticastFlyweight();
    private boolean[] isAllMulticast = new boolean[INITIAL_INTERFACES];

    /**
     * The filters of an engine's interfaces.
     *
     * @param tables of the engine.
     * @param configurations of its interfaces.
     * @param listener told what interfaces have to receive.
     */
    public LinkFilters(
            final RecordTables tables,
            final InterfaceConfigurations configurations,
            final LinkFilterListener listener) {
        this.interfaces = tables.interfaces();
        this.linkMulticasts = tables.linkMulticasts();
        this.configurations = configurations;
        this.listener = listener;
    }

    /**
     * Does an interface receive all multicast because its filter is too small?
     *
     * @param interfaceHandle of the interface.
     * @return true if so; false if it is detached.
     */
    public boolean isAllMulticast(final long interfaceHandle) {
        final int slot = interfaces.resolve(interfaceHandle);
        return slot != NULL_SLOT && slot < isAllMulticast.length && isAllMulticast[slot];
    }

    /** A new interface is in the slot: its filter is empty. */
    void attach(final int interfaceSlot) {
        if (interfaceSlot >= isAllMulticast.length) {
            isAllMulticast = Arrays.copyOf(isAllMulticast, Math.max(interfaceSlot + 1, 2 * isAllMulticast.length));
        }
        isAllMulticast[interfaceSlot] = false;
    }

    /** The size of an attached interface's filter may have changed. */
    void resize(final long interfaceHandle) {
        final int slot = Handle.slot(interfaceHandle);
        if (isAllMulticast[slot]) {
            narrow(interfaceHandle);
        } else if (!fits(slot)) {
            widen(interfaceHandle);
        }
    }

    /** The first group that needs an address has come. */
    void add(final int link) {
        final long interfaceHandle = linkMulticasts.interfaceHandle(link);
        final int slot = Handle.slot(interfaceHandle);
        if (isAllMulticast[slot]) {
            return;
        }
        if (fits(slot)) {
            listener.onLinkFilter(interfaceHandle, macAddress(link), true);
        } else {
            widen(interfaceHandle);
        }
    }

    /** The last group that needed an address has gone; it is in the interface's list no more. */
    void remove(final long interfaceHandle, final long macAddress) {
        // A detached interface has no hardware filter any more (seed d): only the record goes.
        if (interfaces.resolve(interfaceHandle) == NULL_SLOT) {
            return;
        }
        if (isAllMulticast[Handle.slot(interfaceHandle)]) {
            narrow(interfaceHandle);
        } else {
            listener.onLinkFilter(interfaceHandle, macAddress, false);
        }
    }

    private boolean fits(final int interfaceSlot) {
        return linkMulticasts.ofInterface().count(interfaceSlot)
                <= configurations.get(interfaceSlot).maxLinkAddresses();
    }

    private void widen(final long interfaceHandle) {
        isAllMulticast[Handle.slot(interfaceHandle)] = true;
        listener.onAllMulticast(interfaceHandle, true);
    }

    /** Back to single addresses if they fit: those first, so that nothing is missed in between. */
    private void narrow(final long interfaceHandle) {
        final int slot = Handle.slot(interfaceHandle);
        if (!fits(slot)) {
            return;
        }
        isAllMulticast[slot] = false;
        int link = linkMulticasts.ofInterface().first(slot);
        while (link != NULL_SLOT) {
            listener.onLinkFilter(interfaceHandle, macAddress(link), true);
            link = linkMulticasts.ofInterface().next(link);
        }
        listener.onAllMulticast(interfaceHandle, false);
    }

    private long macAddress(final int link) {
        return linkMulticast.wrap(linkMulticasts.slab(), link).macAddress();
    }
}
