package dev.covey.engine.protocol;

import java.util.Objects;

/**
 * What a host has to know of an interface to report on its link.
 *
 * @param macAddress of the interface, 48 bit.
 * @param mtu of the interface in bytes, from 68.
 * @param isSending whether packets may leave: it is up and leads somewhere.
 * @param addresses of the interface.
 * @param variables of the host.
 */
public record HostSettings(
        long macAddress, int mtu, boolean isSending, InterfaceAddresses addresses, HostVariables variables) {
    /** Headers with Router Alert, the report's own, a record's, and one source: 24 + 8 + 8 + 4 octets. */
    private static final int MIN_IGMP_MTU = 44;

    /** 48 + 8 + 20 + 16 octets. */
    private static final int MIN_MLD_MTU = 92;

    /** Checks what is there. */
    public HostSettings {
        Objects.requireNonNull(addresses);
        Objects.requireNonNull(variables);
    }

    /** Does what is said in one family come from the same place in both settings? */
    boolean hasSameSender(final HostSettings other, final boolean isIpv6) {
        final int mine = addresses.reportSource(isIpv6);
        final int theirs = other.addresses.reportSource(isIpv6);
        if (macAddress != other.macAddress || (mine < 0) != (theirs < 0)) {
            return false;
        }
        return mine < 0
                || (addresses.high(mine) == other.addresses.high(theirs)
                        && addresses.low(mine) == other.addresses.low(theirs));
    }

    /** Is a packet long enough for a record with a source? */
    boolean hasRoom(final boolean isIpv6) {
        return mtu >= (isIpv6 ? MIN_MLD_MTU : MIN_IGMP_MTU);
    }

    int configuredVersion(final boolean isIpv6) {
        return isIpv6 ? variables.mldVersion() : variables.igmpVersion();
    }
}
