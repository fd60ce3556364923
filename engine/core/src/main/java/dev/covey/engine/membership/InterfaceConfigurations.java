package dev.covey.engine.membership;

import java.util.Arrays;

/**
 * The configuration of each interface, by its slot. It stays when the interface is detached, and is replaced by that of
 * the next interface in the slot. Threading: the writer's thread only.
 */
public final class InterfaceConfigurations {
    private static final int INITIAL_INTERFACES = 16;

    private InterfaceConfiguration[] configurations = new InterfaceConfiguration[INITIAL_INTERFACES];

    /** Without interfaces. */
    public InterfaceConfigurations() {}

    /**
     * Configuration of an interface.
     *
     * @param slot of the interface, attached or still pinned.
     * @return its configuration.
     */
    public InterfaceConfiguration get(final int slot) {
        return configurations[slot];
    }

    void put(final int slot, final InterfaceConfiguration configuration) {
        if (slot >= configurations.length) {
            configurations = Arrays.copyOf(configurations, Math.max(slot + 1, 2 * configurations.length));
        }
        configurations[slot] = configuration;
    }
}
