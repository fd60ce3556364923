package dev.covey.engine.membership;

import dev.covey.engine.wire.InternetAddress;

/**
 * Which interface a call means that does not name it by its handle, as sockets let one say it: none in particular, one
 * by an address of its own, one by its index. Resolved when the call takes effect.
 *
 * <p>A call that needs a membership, be it a filter of nothing, means the interface that the socket has joined the
 * group on, if there is one that fits, be it detached by now. Otherwise it means what a join would.
 *
 * @param kind of the choice.
 * @param high half of the address, or the index.
 * @param low half of the address.
 */
public record InterfaceChoice(Kind kind, long high, long low) {
    /**
     * None in particular, as {@code INADDR_ANY} or index 0: the default interface if one was set and can be used, and
     * otherwise the one attached first among those that are up, carry multicast, are not loopback, and have an address
     * of the group's family. {@code EADDRNOTAVAIL} if there is none.
     */
    public static final InterfaceChoice DEFAULT = new InterfaceChoice(Kind.DEFAULT, 0, 0);

    /** How an interface is chosen. */
    public enum Kind {
        /** None in particular. */
        DEFAULT(0),
        /** The one that has an address. */
        ADDRESS(1),
        /** The one of an index. */
        INDEX(2);

        private static final Kind[] KINDS = {DEFAULT, ADDRESS, INDEX};

        private final int code;

        Kind(final int code) {
            this.code = code;
        }

        /**
         * Number of the kind, for the ring.
         *
         * @return the code.
         */
        public int code() {
            return code;
        }

        /**
         * Kind of a number.
         *
         * @param code from {@link #code()}.
         * @return the kind.
         */
        public static Kind ofCode(final int code) {
            return KINDS[code];
        }
    }

    /**
     * The interface that has an address, the one attached first if there are several. {@code EADDRNOTAVAIL} if there is
     * none.
     *
     * @param high half of the address; 0.0.0.0 and {@code ::} mean none in particular.
     * @param low half of the address.
     * @return the choice.
     */
    public static InterfaceChoice byAddress(final long high, final long low) {
        return InternetAddress.isUnspecified(high, low) ? DEFAULT : new InterfaceChoice(Kind.ADDRESS, high, low);
    }

    /**
     * The interface whose cookie is an index, the one attached first if there are several. {@code ENXIO} if there is
     * none: RFC 3678's calls answer that, or {@code ENODEV}, or {@code EADDRNOTAVAIL}, depending on the system.
     *
     * @param index of the interface; 0 means none in particular.
     * @return the choice.
     */
    public static InterfaceChoice byIndex(final long index) {
        return index == 0 ? DEFAULT : new InterfaceChoice(Kind.INDEX, index, 0);
    }
}
