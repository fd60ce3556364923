package dev.covey.linux;

import dev.covey.engine.EngineClient;
import dev.covey.engine.membership.InterfaceConfiguration;

/** What a port says of its {@link Attachment}, the same for every port. */
abstract sealed class AttachedPort implements PacketPort permits AfPacketPort, MemoryPort, TapPort {
    /** The kernel is asked for some of the numbers: not for each frame. */
    private static final int CYCLES_PER_UPDATE = 64;

    private final Attachment attachment;
    private int cyclesOfWork;

    AttachedPort(final Attachment attachment) {
        this.attachment = attachment;
    }

    final Attachment attachment() {
        return attachment;
    }

    /** One duty cycle of an attached port, or of one that is not; returns how much was done. */
    abstract int cycle();

    /** Numbers are shown in the first idle cycle after work, and now and then during it. */
    @Override
    public final int doWork() {
        final int work = cycle();
        if (work > 0) {
            cyclesOfWork++;
        }
        if (cyclesOfWork > 0 && attachment.isAttached() && (work == 0 || cyclesOfWork >= CYCLES_PER_UPDATE)) {
            cyclesOfWork = 0;
            attachment.show(this);
        }
        return work;
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
