package dev.covey.engine;

import dev.covey.engine.ingress.PacketListener;
import dev.covey.engine.membership.LinkFilterListener;
import dev.covey.engine.protocol.RouterListener;

/**
 * Everything that an engine tells: what becomes of packets, who is a member of what on the links, and what interfaces
 * have to receive.
 *
 * <p>Called on the writer's thread, in order, while the state is as of the event. It must not throw, must not keep what
 * it is given, and may read the state through {@link EngineView}. Every method does nothing unless overridden.
 */
public interface MembershipListener extends PacketListener, RouterListener, LinkFilterListener {
    /** Hears nothing. */
    MembershipListener NONE = new MembershipListener() {};
}
