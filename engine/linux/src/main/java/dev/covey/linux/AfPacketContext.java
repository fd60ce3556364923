package dev.covey.linux;

import java.util.Objects;

/** What an {@link AfPacketPort} is opened with. Set what differs from the defaults. Not thread-safe. */
public final class AfPacketContext extends PortContext<AfPacketContext> {
    private RingKind ringKind = RingKind.FRAMES;
    private int ringLength = 1 << 22;
    private boolean isOutgoingWanted;

    /**
     * A context with the defaults.
     *
     * @param interfaceName of the interface.
     */
    public AfPacketContext(final String interfaceName) {
        super(interfaceName);
    }

    @Override
    AfPacketContext self() {
        return this;
    }

    /**
     * How frames are handed over.
     *
     * @return the kind; {@link RingKind#FRAMES} unless set.
     */
    public RingKind ringKind() {
        return ringKind;
    }

    /**
     * Set how frames are handed over.
     *
     * @param kind of the ring.
     * @return this, for chaining.
     */
    public AfPacketContext ringKind(final RingKind kind) {
        ringKind = Objects.requireNonNull(kind);
        return this;
    }

    /**
     * Memory for received frames.
     *
     * @return bytes; 4 MiB unless set.
     */
    public int ringLength() {
        return ringLength;
    }

    /**
     * Set the memory for received frames.
     *
     * @param lengthBytes a power of two from 1 MiB to 1 GiB.
     * @return this, for chaining.
     * @throws IllegalArgumentException if it is not.
     */
    public AfPacketContext ringLength(final int lengthBytes) {
        if (lengthBytes < 1 << 20 || lengthBytes > 1 << 30 || Integer.bitCount(lengthBytes) != 1) {
            throw new IllegalArgumentException("not a power of two from 1 MiB to 1 GiB: ringLength=" + lengthBytes);
        }
        ringLength = lengthBytes;
        return this;
    }

    /**
     * Whether what this machine sends by the interface is received, too.
     *
     * @return true if so; false unless set.
     */
    public boolean isOutgoingWanted() {
        return isOutgoingWanted;
    }

    /**
     * Set whether what this machine sends by the interface is received, too: for an observer, to whom the machine is
     * one of the hosts on the link. A host or router must not hear itself.
     *
     * @param value true if so.
     * @return this, for chaining.
     */
    public AfPacketContext outgoingWanted(final boolean value) {
        isOutgoingWanted = value;
        return this;
    }
}
