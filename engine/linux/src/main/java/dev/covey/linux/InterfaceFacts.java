package dev.covey.linux;

import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.protocol.InterfaceAddresses;
import java.util.Locale;

/**
 * What the kernel says of an interface, as of one moment.
 *
 * @param index of the interface; never used again while the machine runs.
 * @param name that it has now.
 * @param hardwareType as {@code ARPHRD_} numbers it; 1 is Ethernet.
 * @param macAddress link-layer address, 48 bit.
 * @param mtu largest IP packet, in bytes.
 * @param isUp whether it is switched on and its link is there.
 * @param isMulticast whether it carries multicast.
 * @param addresses that can be used: none that are still checked for duplicates, or are duplicates.
 */
public record InterfaceFacts(
        int index,
        String name,
        int hardwareType,
        long macAddress,
        int mtu,
        boolean isUp,
        boolean isMulticast,
        InterfaceAddresses addresses) {
    /** Hardware type of Ethernet. */
    public static final int ETHERNET = 1;

    // What the engine takes.
    private static final int MIN_MTU = 68;
    private static final int MAX_MTU = 65_535;

    /**
     * These as a configuration of the engine.
     *
     * @param settings what the facts do not say: versions, variables, limits.
     * @return the configuration, with the index as its cookie.
     */
    public InterfaceConfiguration toConfiguration(final InterfaceConfiguration settings) {
        return settings.toBuilder()
                .cookie(index)
                .name(name)
                .macAddress(macAddress)
                .mtu(Math.max(MIN_MTU, Math.min(MAX_MTU, mtu)))
                .up(isUp)
                .multicast(isMulticast)
                .addresses(addresses)
                .build();
    }

    /**
     * Link-layer address as text.
     *
     * @return six octets with colons.
     */
    public String macText() {
        final StringBuilder text = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(String.format(Locale.ROOT, "%02x%s", macAddress >>> shift & 0xff, shift == 0 ? "" : ":"));
        }
        return text.toString();
    }
}
