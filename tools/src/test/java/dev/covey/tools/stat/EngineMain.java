package dev.covey.tools.stat;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.counters.CountersFolder;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationLimits;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.LinkType;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An engine in a process of its own: {@code FOLDER GROUPS}. It says {@code ready} when everything is joined, and then
 * runs until it is killed, or until a line comes in; {@code fail} makes it stop at an error, and stay.
 */
final class EngineMain {
    static final long START_MS = 1_795_000_000_000L;
    private static final long IDLE_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private final MulticastEngine engine;
    private final Completion completion = new Completion();

    private EngineMain(final MulticastEngine engine) {
        this.engine = engine;
    }

    public static void main(final String[] arguments) throws Exception {
        final Path file = new CountersFolder(Path.of(arguments[0])).nextFile();
        final int groups = Integer.parseInt(arguments[1]);
        final TableSizes sizes = new TableSizes(64, 1 << 20, 64, 1 << 20, 1 << 20, 1 << 20, 64);
        try (MulticastEngine engine = MulticastEngine.launch(new EngineContext()
                .tableSizes(sizes)
                .operationLimits(new OperationLimits(1 << 20, 1 << 10, 1 << 16))
                .countersFile(file, START_MS))) {
            new EngineMain(engine).run(groups);
        }
    }

    private void run(final int groups) throws Exception {
        final EngineClient client = engine.newClient();
        client.attach(
                InterfaceConfiguration.builder(7, 0x0200_0000_0001L)
                        .name("eth0")
                        .build(),
                completion.reset());
        final long eth0 = await();
        client.attach(
                InterfaceConfiguration.builder(8, 0x0200_0000_0002L)
                        .name("eth\"1\\")
                        .build(),
                completion.reset());
        await();
        client.openSocket(42, completion.reset());
        final long socket = await();
        final InternetAddress first = InternetAddress.parse("239.1.0.0");
        for (int i = 0; i < groups; i++) {
            client.join(socket, eth0, first.high(), first.low() + i, completion.reset());
            await();
        }
        client.offer(eth0, LinkType.INTERNET, new UnsafeBuffer(new byte[3]), 0, 3, System.nanoTime());
        engine.agent().doWork();
        engine.agent().doWork();
        System.out.println("ready");
        while (System.in.available() == 0) {
            if (engine.agent().doWork() == 0) {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
        if (System.in.read() == 'f') {
            fail();
        }
    }

    private void fail() throws Exception {
        engine.inspect((view, timeNs) -> {
            throw new IllegalStateException("broken on purpose");
        });
        try {
            engine.agent().doWork();
        } catch (final IllegalStateException broken) {
            System.out.println("failed");
        }
        while (System.in.read() >= 0) {
            LockSupport.parkNanos(IDLE_NS);
        }
    }

    private long await() {
        while (!completion.isDone()) {
            engine.agent().doWork();
        }
        return completion.result();
    }
}
