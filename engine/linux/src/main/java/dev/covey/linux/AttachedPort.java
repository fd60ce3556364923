package dev.covey.linux;

import dev.covey.engine.EngineClient;
import dev.covey.engine.membership.InterfaceConfiguration;

/** What a port says of its {@link Attachment}, the same for every port. */
abstract sealed class AttachedPort implements PacketPort permits AfPacketPort, MemoryPort, TapPort {
    private final Attachment attachment;

    AttachedPort(final Attachment attachment) {
        this.attachment = attachment;
    }

    final Attachment attachment() {
        return attachment;
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
