package dev.covey.linux;

import java.util.concurrent.TimeUnit;

/**
 * Follows what becomes of an interface of the kernel, and has the engine told.
 *
 * <p>Threading: the port's thread.
 */
final class InterfaceFollower implements AutoCloseable {
    private static final long LOOK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Netlink netlink;
    private final Attachment attachment;
    private final Port port;
    private long nextLookNs;
    private boolean isLookDue = true;
    private boolean isLinkLost;

    /** Whose interface it is. */
    interface Port {
        /**
         * The kernel's facts as facts of the engine's interface.
         *
         * @param facts of the kernel's interface.
         * @return what the engine is told.
         */
        InterfaceFacts asSeen(InterfaceFacts facts);

        /** The link is not there: nothing of before may come out when it is back. */
        void loseAll();
    }

    InterfaceFollower(final Netlink netlink, final Attachment attachment, final Port port, final long nowNs) {
        this.netlink = netlink;
        this.attachment = attachment;
        this.port = port;
        this.nextLookNs = nowNs;
    }

    /** Look from time to time whether the interface is what it was, and say so if it is not; returns what was done. */
    int follow(final long nowNs) {
        final InterfaceFacts known = attachment.facts();
        if (nowNs - nextLookNs >= 0 || !known.isUp()) {
            nextLookNs = nowNs + LOOK_INTERVAL_NS;
            isLookDue |= netlink.hasChanged(known.index());
        }
        if (!isLookDue) {
            return 0;
        }
        try {
            final InterfaceFacts now = netlink.read(known.index());
            if (now == null) {
                remove();
            } else {
                change(now);
            }
            return 1;
        } catch (final PortException unanswered) {
            // The kernel is short of memory: the question stands, and is asked again.
            return 0;
        }
    }

    private void change(final InterfaceFacts now) {
        if (attachment.change(port.asSeen(now))) {
            isLookDue = false;
        }
        if (now.isUp()) {
            isLinkLost = false;
        } else {
            port.loseAll();
        }
    }

    private void remove() {
        port.loseAll();
        isLinkLost = true;
        attachment.remove();
    }

    /** A frame could not leave for want of a link: nothing is sent before the kernel says that it is there. */
    void lose() {
        port.loseAll();
        isLinkLost = true;
        isLookDue = true;
    }

    boolean isLinkLost() {
        return isLinkLost;
    }

    @Override
    public void close() {
        netlink.close();
    }
}
