package dev.covey.benchmarks.veth;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.table.TableSizes;
import dev.covey.linux.AfPacketContext;
import dev.covey.linux.AfPacketPort;
import dev.covey.linux.PacketPort;
import dev.covey.linux.PortException;
import dev.covey.linux.RingKind;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;

/** The whole engine, as a router or as a host, behind its port: one thread runs both. */
final class EngineReceiver implements Receiver {
    private static final int FRAMES_PER_CYCLE = 1024;
    private static final long REST_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(300);
    /** Joins are said twice, the second time within a second. */
    private static final long SETTLING_NS = TimeUnit.MILLISECONDS.toNanos(1_200);

    private static final int ETHERNET_LENGTH = 14;
    private static final int IPV4_LENGTH = 24;
    private static final int V3_REPORT = 0x22;
    private static final int RECORD_COUNT_OFFSET = 6;

    private final AfPacketPort port;
    private final MulticastEngine engine;
    private final Thread thread;
    private final boolean isHost;
    private volatile boolean isReady;
    private volatile boolean isEnding;
    private volatile Throwable fault;
    private volatile long seen;
    private volatile long cpuNs;
    private long answered;

    @SuppressWarnings("MustBeClosedChecker") // closed with this
    EngineReceiver(final String namespace, final Flow flow, final int ringLength) throws PortException {
        isHost = flow.isForHost();
        port = AfPacketPort.open(new AfPacketContext("b0")
                .networkNamespace(namespace)
                .ringKind(RingKind.BLOCKS)
                .ringLength(ringLength)
                .framesPerCycle(FRAMES_PER_CYCLE));
        port.addFrameListener(this::onFrame);
        engine = MulticastEngine.launch(new EngineContext()
                .tableSizes(new TableSizes(16, 1 << 12, 16, 1 << 12, 1 << 12, 1 << 12, 1 << 12))
                .packetSink(port)
                .listener(new MembershipListener() {
                    @Override
                    public void onLinkFilter(final long handle, final long macAddress, final boolean isAdded) {
                        port.onLinkFilter(handle, macAddress, isAdded);
                    }

                    @Override
                    public void onAllMulticast(final long handle, final boolean isOn) {
                        port.onAllMulticast(handle, isOn);
                    }
                }));
        thread = new Thread(this::run, "engine and port");
        thread.setDaemon(true);
        thread.start();
        while (!isReady && fault == null) {
            LockSupport.parkNanos(REST_NS);
        }
    }

    private void run() {
        try {
            attach();
            final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            final long before = threads.getCurrentThreadCpuTime();
            final long answeredBefore = answered;
            isReady = true;
            while (!isEnding) {
                if (cycle() == 0) {
                    LockSupport.parkNanos(REST_NS);
                }
                seen = port.receivedFrames();
            }
            cpuNs = threads.getCurrentThreadCpuTime() - before;
            answered -= answeredBefore;
        } catch (final RuntimeException | Error failure) {
            fault = failure;
        } finally {
            engine.agent().onClose();
        }
    }

    private void attach() {
        port.attach(
                engine.newClient(),
                InterfaceConfiguration.builder(0, 0)
                        .host(isHost)
                        .router(!isHost)
                        .build());
        while (port.interfaceHandle() == PacketPort.NO_HANDLE) {
            cycle();
        }
        if (!isHost) {
            return;
        }
        final EngineClient client = engine.newClient();
        final Completion completion = new Completion();
        client.openSocket(1, completion.reset());
        final long socket = done(completion);
        for (int i = 0; i < Flow.GROUPS; i++) {
            client.join(socket, port.interfaceHandle(), 0, Flow.groupLow(i), completion.reset());
            done(completion);
        }
        final long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < SETTLING_NS) {
            cycle();
        }
    }

    private long done(final Completion completion) {
        while (!completion.isDone()) {
            cycle();
        }
        if (completion.result() < 0) {
            throw new IllegalStateException("refused: " + OperationStatus.errno(completion.result()));
        }
        return completion.result();
    }

    private int cycle() {
        return engine.agent().doWork() + port.doWork();
    }

    private void onFrame(
            final long timeNs, final boolean isSent, final DirectBuffer buffer, final int offset, final int length) {
        final int message = offset + ETHERNET_LENGTH + IPV4_LENGTH;
        if (isSent && buffer.getByte(message) == V3_REPORT) {
            answered += buffer.getShort(message + RECORD_COUNT_OFFSET, java.nio.ByteOrder.BIG_ENDIAN) & 0xffff;
        }
    }

    @Override
    public Result finish(final long sent) throws IOException {
        long last = -1;
        long quietSinceNs = System.nanoTime();
        while (seen < sent && System.nanoTime() - quietSinceNs < QUIET_NS && fault == null) {
            if (seen != last) {
                last = seen;
                quietSinceNs = System.nanoTime();
            }
            LockSupport.parkNanos(REST_NS);
        }
        // The last of them are to be answered, too.
        LockSupport.parkNanos(QUIET_NS);
        isEnding = true;
        join();
        if (fault != null) {
            throw new IOException("the engine has stopped", fault);
        }
        return new Result(port.receivedFrames(), port.droppedFrames(), cpuNs, answered);
    }

    private void join() throws IOException {
        try {
            thread.join();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        isEnding = true;
        join();
        engine.close();
        port.close();
    }
}
