package dev.covey.linux;

import dev.covey.engine.protocol.InterfaceAddresses;
import java.nio.file.Path;
import java.util.Objects;

/** What a {@link TapPort} is opened with. Set what differs from the defaults. Not thread-safe. */
public final class TapContext extends PortContext<TapContext> {
    /** What stands for an address that follows from the kernel's. */
    static final long DERIVED_MAC_ADDRESS = 0;

    private static final long MAX_MAC_ADDRESS = 0xffff_ffff_ffffL;
    private static final long GROUP_BIT = 0x0100_0000_0000L;

    private long macAddress = DERIVED_MAC_ADDRESS;
    private InterfaceAddresses addresses;
    private Path device = Path.of("/dev/net/tun");

    /**
     * A context with the defaults.
     *
     * @param interfaceName of the kernel's interface: made if there is none, and gone with the port then; or a
     *     persistent TAP interface that nobody else has open.
     */
    public TapContext(final String interfaceName) {
        super(interfaceName);
    }

    @Override
    TapContext self() {
        return this;
    }

    /**
     * Link-layer address of this end of the link.
     *
     * @return the address, 48 bit; 0 if it is made from that of the kernel's end, which is so unless set.
     */
    public long macAddress() {
        return macAddress;
    }

    /**
     * Set the link-layer address of this end of the link; the kernel's end has another.
     *
     * @param address 48 bit, no group address; 0 to make it from that of the kernel's end.
     * @return this, for chaining.
     * @throws IllegalArgumentException if it is not.
     */
    public TapContext macAddress(final long address) {
        if (address < 0 || address > MAX_MAC_ADDRESS || (address & GROUP_BIT) != 0) {
            throw new IllegalArgumentException("no address of a station: macAddress=" + Long.toHexString(address));
        }
        macAddress = address;
        return this;
    }

    /**
     * Internet addresses of this end of the link.
     *
     * @return the addresses, or null if there is only a link-local one of IPv6, made from the link-layer address, which
     *     is so unless set.
     */
    public InterfaceAddresses addresses() {
        return addresses;
    }

    /**
     * Set the Internet addresses of this end of the link. The kernel's end has others: it takes no packet that comes
     * from an address of its own.
     *
     * @param own all there are, the link-local one included.
     * @return this, for chaining.
     */
    public TapContext addresses(final InterfaceAddresses own) {
        addresses = Objects.requireNonNull(own);
        return this;
    }

    /**
     * The device that makes such interfaces.
     *
     * @return its path; {@code /dev/net/tun} unless set.
     */
    public Path device() {
        return device;
    }

    /**
     * Set the device that makes such interfaces, for where it is somewhere else.
     *
     * @param path of the device.
     * @return this, for chaining.
     */
    public TapContext device(final Path path) {
        device = Objects.requireNonNull(path);
        return this;
    }
}
