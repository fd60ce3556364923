package dev.covey.engine.protocol;

import dev.covey.engine.memory.Handle;
import java.util.Arrays;

/**
 * The settings of the interfaces that have hosts. They stay behind when an interface goes, and nobody asks for them.
 */
final class SettingsByInterface {
    private static final int INITIAL_INTERFACES = 16;

    private HostSettings[] settings = new HostSettings[INITIAL_INTERFACES];

    /** Settings of an interface, or null if no interface in its slot ever had a host. */
    HostSettings get(final long interfaceHandle) {
        final int slot = Handle.slot(interfaceHandle);
        return slot < settings.length ? settings[slot] : null;
    }

    void put(final long interfaceHandle, final HostSettings value) {
        final int slot = Handle.slot(interfaceHandle);
        if (slot >= settings.length) {
            settings = Arrays.copyOf(settings, Math.max(slot + 1, 2 * settings.length));
        }
        settings[slot] = value;
    }
}
