package dev.covey.linux;

import dev.covey.engine.EngineClient;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.timer.TimeSource;
import java.util.concurrent.TimeUnit;

/** What a port says of its {@link Attachment}, the same for every port. */
abstract sealed class AttachedPort implements PacketPort permits AfPacketPort, MemoryPort, TapPort {
    /** The kernel is asked for some of the numbers: not for each frame. */
    private static final long UPDATE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Attachment attachment;
    private final TimeSource timeSource;
    private long shownNs;
    private boolean isNewsUnshown;

    AttachedPort(final Attachment attachment, final TimeSource timeSource) {
        this.attachment = attachment;
        this.timeSource = timeSource;
        this.shownNs = timeSource.timeNs() - UPDATE_INTERVAL_NS;
    }

    final Attachment attachment() {
        return attachment;
    }

    /** One duty cycle of an attached port, or of one that is not; returns how much was done. */
    abstract int cycle();

    /** Numbers are shown after work, at most so often; the last of them in an idle cycle. */
    @Override
    public final int doWork() {
        final int work = cycle();
        isNewsUnshown |= work > 0;
        if (isNewsUnshown && attachment.isAttached()) {
            showIfDue(timeSource.timeNs());
        }
        return work;
    }

    private void showIfDue(final long nowNs) {
        if (nowNs - shownNs >= UPDATE_INTERVAL_NS) {
            shownNs = nowNs;
            isNewsUnshown = false;
            attachment.show(this);
        }
    }

    @Override
    public final void attach(final EngineClient engineClient, final InterfaceConfiguration interfaceSettings) {
        attachment.attach(engineClient, interfaceSettings);
    }

    @Override
    public final void addFrameListener(final FrameListener listener) {
        attachment.addFrameListener(listener);
    }

    @Override
    public final long interfaceHandle() {
        return attachment.interfaceHandle();
    }

    @Override
    public final boolean isRemoved() {
        return attachment.isRemoved();
    }

    @Override
    public final InterfaceFacts facts() {
        return attachment.facts();
    }

    @Override
    public final long receivedFrames() {
        return attachment.receivedFrames();
    }

    @Override
    public final String roleName() {
        return "covey-port-" + attachment.facts().name();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + '{' + attachment + ", sentFrames=" + sentFrames() + ", lostFrames="
                + lostFrames() + '}';
    }
}
