package dev.covey.tools.drive;

import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/** What the ops of a scenario share: the engine, what the scenario calls things in it, and the printer. */
final class Drive implements AutoCloseable {
    private final long seed;
    private final EventPrinter printer;
    private Interfaces interfaces;
    private Map<String, SocketEntry> sockets;
    private Map<Long, SocketEntry> socketsByHandle;
    private EngineDriver driver;
    private int interfaceCount;

    Drive(final OutputStream out, final long seed) {
        this.seed = seed;
        printer = new EventPrinter(out);
        launch();
    }

    private void launch() {
        interfaces = new Interfaces();
        sockets = new HashMap<>();
        socketsByHandle = new HashMap<>();
        interfaceCount = 0;
        final EngineEvents events = new EngineEvents(printer, interfaces);
        driver = new EngineDriver(seed, events, events);
        events.observe(driver);
    }

    /** Discard the engine, silently, and begin with a new one at time 0. */
    void reset() {
        close();
        printer.mute(false);
        launch();
    }

    EventPrinter printer() {
        return printer;
    }

    Interfaces interfaces() {
        return interfaces;
    }

    EngineDriver driver() {
        return driver;
    }

    /** Number of the next interface that is attached, from 1. */
    int nextInterface() {
        return interfaceCount + 1;
    }

    /** One more is attached: its number is taken. One that was refused takes none, and so changes nothing. */
    void countInterface() {
        interfaceCount++;
    }

    /** The socket of this name, or null. */
    SocketEntry findSocket(final String name) {
        return sockets.get(name);
    }

    SocketEntry socket(final String name) throws ScenarioException {
        final SocketEntry socket = sockets.get(name);
        if (socket == null) {
            throw ScenarioException.refused("EBADF", "no such socket: socket=" + name);
        }
        return socket;
    }

    SocketEntry socketOfHandle(final long handle) {
        return socketsByHandle.get(handle);
    }

    void addSocket(final SocketEntry socket) {
        sockets.put(socket.name(), socket);
        socketsByHandle.put(socket.handle(), socket);
    }

    void removeSocket(final SocketEntry socket) {
        sockets.remove(socket.name());
        socketsByHandle.remove(socket.handle());
        socket.removeAll();
    }

    /** End the engine; what it says on its way is not part of the scenario. */
    @Override
    public void close() {
        printer.mute(true);
        driver.close();
    }
}
