package dev.covey.tools.live;

import dev.covey.engine.MulticastEngine;
import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.linux.CapturePort;
import dev.covey.linux.FrameCapture;
import dev.covey.linux.FrameListener;
import dev.covey.linux.InterfaceFacts;
import dev.covey.linux.PacketPort;
import dev.covey.linux.PortException;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * An interface of this machine and the engine on it, in a loop on the thread of the caller. While the interface is gone
 * it is looked for by its name.
 *
 * <p>The engine is made between {@link #LiveLink} and {@link #begin}: it may have this as its sink.
 */
public final class LiveLink implements PacketSink, AutoCloseable {
    private static final long LOOK_FOR_INTERFACE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final IdleStrategy idle = new BackoffIdleStrategy(10, 10, 1_000, MAX_PARK_NS);
    private final Opener opener;
    private final TimeSource clock;
    private final FrameCapture capture;
    private final FrameListener frames;
    private PacketPort port;
    private MulticastEngine engine;
    private InterfaceConfiguration settings;
    private Listener listener;
    private InterfaceFacts facts;
    private long nextLookNs;

    /** Opens the port; called again for each interface that has come in the place of one that is gone. */
    @FunctionalInterface
    public interface Opener {
        /** Open it. */
        PacketPort open() throws PortException;
    }

    /** Told what becomes of the interface. */
    public interface Listener {
        /** It is attached to the engine, for the first time or because it has come back. */
        void onAttached(InterfaceFacts facts);

        /** Addresses, link or name are others. */
        void onChanged(InterfaceFacts facts);

        /** It is gone, and everything that was known there; the handle is of no use any more. */
        void onGone(InterfaceFacts facts, long interfaceHandle);
    }

    /**
     * Open the link.
     *
     * @param clock of the engine, in nanoseconds since 1970.
     * @param frames shown every frame.
     * @param capture that every frame is written to, or null.
     * @throws PortException if it cannot be opened, and why.
     */
    public LiveLink(final Opener opener, final TimeSource clock, final FrameListener frames, final FrameCapture capture)
            throws PortException {
        this.opener = opener;
        this.clock = clock;
        this.frames = frames;
        this.capture = capture;
        port = open();
    }

    private PacketPort open() throws PortException {
        final PacketPort opened = opener.open();
        opened.addFrameListener(frames);
        return capture == null ? opened : new CapturePort(opened, capture);
    }

    /** Attach the interface to an engine. */
    public void begin(
            final MulticastEngine itsEngine, final InterfaceConfiguration itsSettings, final Listener itsListener) {
        engine = itsEngine;
        settings = itsSettings;
        listener = itsListener;
        attach();
    }

    private void attach() {
        port.attach(engine.newClient(), settings);
        while (port.interfaceHandle() == PacketPort.NO_HANDLE) {
            cycle();
        }
        facts = port.facts();
        listener.onAttached(facts);
    }

    /** One duty cycle of engine and port; returns how much was done. */
    public int cycle() {
        return engine.agent().doWork() + port.doWork();
    }

    /** Look what has become of the interface; returns how much was done. */
    public int follow() {
        if (port.isRemoved()) {
            return lookForInterface();
        }
        if (!facts.equals(port.facts())) {
            facts = port.facts();
            listener.onChanged(facts);
            return 1;
        }
        return 0;
    }

    private int lookForInterface() {
        if (facts != null) {
            final InterfaceFacts lost = facts;
            facts = null;
            listener.onGone(lost, port.interfaceHandle());
        }
        if (clock.timeNs() - nextLookNs < 0) {
            return 0;
        }
        nextLookNs = clock.timeNs() + LOOK_FOR_INTERFACE_NS;
        try {
            final PacketPort next = open();
            port.close();
            port = next;
            attach();
            return 1;
        } catch (final PortException notThere) {
            // Not yet; it is looked for again.
            return 0;
        }
    }

    /** Rest after a cycle that did so much. */
    public void idle(final int work) {
        idle.idle(work);
    }

    /** The interface as a line for people. */
    public static String describe(final InterfaceFacts facts) {
        final StringBuilder text = new StringBuilder()
                .append(facts.name())
                .append(" (index ")
                .append(facts.index())
                .append(", ")
                .append(facts.macText())
                .append(", mtu ")
                .append(facts.mtu())
                .append(facts.isUp() ? ", up)" : ", down)");
        for (int i = 0; i < facts.addresses().count(); i++) {
            InternetAddress.append(
                    text.append(i == 0 ? " with " : ", "),
                    facts.addresses().high(i),
                    facts.addresses().low(i));
        }
        return text.toString();
    }

    /** The port as it is now; another one when the interface has come back. */
    public PacketPort port() {
        return port;
    }

    public long interfaceHandle() {
        return port.interfaceHandle();
    }

    /** Is the interface gone? */
    public boolean isGone() {
        return port.isRemoved();
    }

    @Override
    public boolean send(
            final long timeNs, final long handle, final DirectBuffer buffer, final int offset, final int length) {
        return port.send(timeNs, handle, buffer, offset, length);
    }

    /** Close the port. The engine is to be closed before: its last words leave by it. */
    @Override
    public void close() {
        port.close();
    }
}
