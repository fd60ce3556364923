package dev.covey.tools.drive;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The interfaces of a scenario by name, those that are gone included: sockets may still be members there. */
final class Interfaces {
    private final Map<String, InterfaceEntry> attached = new LinkedHashMap<>();
    private final Map<String, Deque<InterfaceEntry>> removed = new HashMap<>();
    private final Map<Long, InterfaceEntry> byHandle = new HashMap<>();
    private InterfaceEntry attaching;

    /** The one that is there by this name, or null. */
    InterfaceEntry find(final String name) {
        return attached.get(name);
    }

    /** Is there one by this name, or was there one? */
    boolean isKnown(final String name) {
        return attached.containsKey(name) || removed.containsKey(name);
    }

    /** The one that is there by this name. */
    InterfaceEntry get(final String name) throws ScenarioException {
        final InterfaceEntry entry = attached.get(name);
        if (entry == null) {
            throw noInterface(name);
        }
        return entry;
    }

    /** The one that is there by this name, or the last one that was. */
    InterfaceEntry getKnown(final String name) throws ScenarioException {
        final InterfaceEntry entry = attached.get(name);
        if (entry != null) {
            return entry;
        }
        final Deque<InterfaceEntry> gone = removed.get(name);
        if (gone == null) {
            throw noInterface(name);
        }
        return gone.getFirst();
    }

    /** Those that were there by this name, the last one first. */
    Collection<InterfaceEntry> removed(final String name) {
        final Deque<InterfaceEntry> gone = removed.get(name);
        return gone == null ? Collections.emptyList() : gone;
    }

    /** Those that are there, in the order in which they came. */
    Collection<InterfaceEntry> attached() {
        return attached.values();
    }

    /** The one that a handle names, also while it is being attached and its handle is not known yet. */
    InterfaceEntry ofHandle(final long handle) {
        final InterfaceEntry entry = byHandle.get(handle);
        return entry == null ? attaching : entry;
    }

    /** One is about to be attached, and the engine may speak of it before its handle is known. */
    void beginAttach(final InterfaceEntry entry) {
        attaching = entry;
    }

    /** It is attached, or was refused with a negative status. */
    void endAttach(final long handle) {
        if (handle >= 0) {
            attaching.attach(handle);
            attached.put(attaching.name(), attaching);
            byHandle.put(handle, attaching);
        }
        attaching = null;
    }

    /** One is gone. Of those before it by its name only those stay where a socket is still a member. */
    void remove(final InterfaceEntry entry) {
        entry.remove();
        attached.remove(entry.name());
        final Deque<InterfaceEntry> gone = removed.computeIfAbsent(entry.name(), key -> new ArrayDeque<>());
        gone.removeIf(old -> {
            final boolean isUnused = old.members().isEmpty();
            if (isUnused) {
                byHandle.remove(old.handle());
            }
            return isUnused;
        });
        gone.addFirst(entry);
    }

    private static ScenarioException noInterface(final String name) {
        return ScenarioException.refused("ENODEV", "no such interface: interface=" + name);
    }
}
