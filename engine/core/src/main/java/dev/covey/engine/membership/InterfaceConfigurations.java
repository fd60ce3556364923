package dev.covey.engine.membership;

import java.util.Arrays;

/**
 * The configuration of each interface, by its slot. It stays when the interface is detached, and is replaced by that of
 * the next interface in the slot. Threading: the writer's thread only.
 */
public final class InterfaceConfigurations {
    private static final int INITIAL_INTERFACES = 16;

    private InterfaceConfiguration[] configurations = new InterfaceConfiguration[INITIAL_INTERFACES];
    private long[] sequences = new long[INITIAL_INTERFACES];
    private long nextSequence;

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

    /** Place in the order in which the interfaces were attached; slots are used again in another order. */
    long sequence(final int slot) {
        return sequences[slot];
    }

    /** A new interface is in the slot. */
    void attach(final int slot, final InterfaceConfiguration configuration) {
        if (slot >= configurations.length) {
            final int length = Math.max(slot + 1, 2 * configurations.length);
            configurations = Arrays.copyOf(configurations, length);
            sequences = Arrays.copyOf(sequences, length);
        }
        sequences[slot] = nextSequence++;
        configurations[slot] = configuration;
    }

    void replace(final int slot, final InterfaceConfiguration configuration) {
        configurations[slot] = configuration;
    }
}
