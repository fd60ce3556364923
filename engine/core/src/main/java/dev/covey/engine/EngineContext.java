package dev.covey.engine;

import dev.covey.engine.egress.PacketSink;
import dev.covey.engine.ingress.IngressLimits;
import dev.covey.engine.membership.OperationLimits;
import dev.covey.engine.membership.StepListener;
import dev.covey.engine.memory.AllocationGate;
import dev.covey.engine.protocol.RouterVariables;
import dev.covey.engine.table.TableSizes;
import dev.covey.engine.timer.MonotonicTimeSource;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.ReceiveProfile;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What an engine is made with. Set what differs from the defaults, then {@link MulticastEngine#launch} it; from then on
 * the context is frozen.
 *
 * <p>State and output of an engine follow from this, and from its input with its times. Not thread-safe.
 */
public final class EngineContext {
    private static final int MAX_COUNTED_INTERFACES = 1 << 14;

    private TableSizes tableSizes = new TableSizes(1 << 12, 1 << 20, 1 << 17, 1 << 21, 1 << 20, 1 << 22, 1 << 20);
    private OperationLimits operationLimits = new OperationLimits(1 << 20, 1 << 18, 1 << 16);
    private IngressLimits ingressLimits = new IngressLimits(1 << 16, 1 << 13, 64 + (1 << 22));
    private RouterVariables routerVariables = RouterVariables.DEFAULT;
    private ReceiveProfile receiveProfile = ReceiveProfile.STRICT;
    private MembershipListener listener = MembershipListener.NONE;
    private PacketSink packetSink = PacketSink.NONE;
    private TimeSource timeSource = new MonotonicTimeSource();
    private AllocationGate allocationGate = AllocationGate.OPEN;
    private StepListener stepListener = StepListener.NONE;
    private long seed = 0x5eed_c0de_2236_9776L;
    private int maxReaders = 64;
    private int eventsPerCycle = 256;
    private int reclaimsPerCycle = 1024;
    private Path countersFile;
    private long startTimeMs;
    private int countedInterfaces = 32;
    private int inquiryLimit = 1 << 16;
    private boolean isConcluded;

    /** A context with the defaults. */
    public EngineContext() {}

    /**
     * Validate everything and freeze it. {@link MulticastEngine#launch} does it.
     *
     * @return this, for chaining.
     * @throws IllegalStateException if it was concluded before: each engine needs a context of its own.
     * @throws IllegalArgumentException if something is out of range, named with its value.
     */
    public EngineContext conclude() {
        open();
        if (maxReaders < 1 || maxReaders > 1 << 12) {
            throw new IllegalArgumentException("out of range: maxReaders=" + maxReaders + ", maximum=" + (1 << 12));
        }
        if (eventsPerCycle < 1) {
            throw new IllegalArgumentException("must be positive: eventsPerCycle=" + eventsPerCycle);
        }
        if (reclaimsPerCycle < 1) {
            throw new IllegalArgumentException("must be positive: reclaimsPerCycle=" + reclaimsPerCycle);
        }
        if (countedInterfaces < 0 || countedInterfaces > MAX_COUNTED_INTERFACES) {
            throw new IllegalArgumentException(
                    "out of range: countedInterfaces=" + countedInterfaces + ", maximum=" + MAX_COUNTED_INTERFACES);
        }
        if (inquiryLimit < 0) {
            throw new IllegalArgumentException("must not be negative: inquiryLimit=" + inquiryLimit);
        }
        isConcluded = true;
        return this;
    }

    private void open() {
        if (isConcluded) {
            throw new IllegalStateException("context is concluded: an engine was made with it");
        }
    }

    /**
     * How many records of each kind there can be.
     *
     * @return the sizes; by default 4,096 interfaces, 1 M groups, 128 k sockets, 2 M memberships, 1 M filters, 4 M
     *     sources and 1 M router groups.
     */
    public TableSizes tableSizes() {
        return tableSizes;
    }

    /**
     * Set how many records of each kind there can be.
     *
     * @param sizes of the tables.
     * @return this, for chaining.
     */
    public EngineContext tableSizes(final TableSizes sizes) {
        open();
        tableSizes = Objects.requireNonNull(sizes);
        return this;
    }

    /**
     * What one socket can take, and when reclamation counts as stalled.
     *
     * @return the limits; by default 1 M memberships, 262,144 sources in a filter, 65,536 records in limbo.
     */
    public OperationLimits operationLimits() {
        return operationLimits;
    }

    /**
     * Set what one socket can take.
     *
     * @param limits of operations.
     * @return this, for chaining.
     */
    public EngineContext operationLimits(final OperationLimits limits) {
        open();
        operationLimits = Objects.requireNonNull(limits);
        return this;
    }

    /**
     * Size of the ring.
     *
     * @return the limits; by default 65,536 slots of 128 bytes, an eighth kept for commands, events of up to 4 MiB: a
     *     filter of 262,144 sources.
     */
    public IngressLimits ingressLimits() {
        return ingressLimits;
    }

    /**
     * Set the size of the ring.
     *
     * @param limits of the ring.
     * @return this, for chaining.
     */
    public EngineContext ingressLimits(final IngressLimits limits) {
        open();
        ingressLimits = Objects.requireNonNull(limits);
        return this;
    }

    /**
     * Variables of the routers (RFC 9776 section 8).
     *
     * @return the variables; the RFC's defaults unless set.
     */
    public RouterVariables routerVariables() {
        return routerVariables;
    }

    /**
     * Set the variables of the routers.
     *
     * @param variables of the routers.
     * @return this, for chaining.
     */
    public EngineContext routerVariables(final RouterVariables variables) {
        open();
        routerVariables = Objects.requireNonNull(variables);
        return this;
    }

    /**
     * How strictly packets are checked.
     *
     * @return the profile; {@link ReceiveProfile#STRICT} unless set.
     */
    public ReceiveProfile receiveProfile() {
        return receiveProfile;
    }

    /**
     * Set how strictly packets are checked.
     *
     * @param profile of the checks.
     * @return this, for chaining.
     */
    public EngineContext receiveProfile(final ReceiveProfile profile) {
        open();
        receiveProfile = Objects.requireNonNull(profile);
        return this;
    }

    /**
     * Who is told what happens.
     *
     * @return the listener; nobody unless set.
     */
    public MembershipListener listener() {
        return listener;
    }

    /**
     * Set who is told what happens.
     *
     * @param membershipListener called on the writer's thread.
     * @return this, for chaining.
     */
    public EngineContext listener(final MembershipListener membershipListener) {
        open();
        listener = Objects.requireNonNull(membershipListener);
        return this;
    }

    /**
     * Who takes what the engine sends.
     *
     * @return the sink; unless set, one that takes everything and sends nothing.
     */
    public PacketSink packetSink() {
        return packetSink;
    }

    /**
     * Set who takes what the engine sends: one for all interfaces, which tells them apart by their handles.
     *
     * @param sink called on the writer's thread.
     * @return this, for chaining.
     */
    public EngineContext packetSink(final PacketSink sink) {
        open();
        packetSink = Objects.requireNonNull(sink);
        return this;
    }

    /**
     * Where the time comes from.
     *
     * @return the source; the machine's monotonic clock unless set.
     */
    public TimeSource timeSource() {
        return timeSource;
    }

    /**
     * Set where the time comes from.
     *
     * @param source of the time; a virtual one for replay and tests.
     * @return this, for chaining.
     */
    public EngineContext timeSource(final TimeSource source) {
        open();
        timeSource = Objects.requireNonNull(source);
        return this;
    }

    /**
     * Asked before every allocation.
     *
     * @return the gate; {@link AllocationGate#OPEN} unless set.
     */
    public AllocationGate allocationGate() {
        return allocationGate;
    }

    /**
     * Set who is asked before every allocation: the place where tests make one fail.
     *
     * @param gate to ask.
     * @return this, for chaining.
     */
    public EngineContext allocationGate(final AllocationGate gate) {
        open();
        allocationGate = Objects.requireNonNull(gate);
        return this;
    }

    /**
     * Told of each step of each operation.
     *
     * @return the listener; {@link StepListener#NONE} unless set.
     */
    public StepListener stepListener() {
        return stepListener;
    }

    /**
     * Set who is told of each step of each operation: the place where tests look between two of them.
     *
     * @param steps listener of steps.
     * @return this, for chaining.
     */
    public EngineContext stepListener(final StepListener steps) {
        open();
        stepListener = Objects.requireNonNull(steps);
        return this;
    }

    /**
     * What chance follows from.
     *
     * @return the seed; a constant unless set.
     */
    public long seed() {
        return seed;
    }

    /**
     * Set what chance follows from. Draw one from a secure source where others choose the groups and sources: it keeps
     * them from aiming at one line of a table.
     *
     * @param value of the seed.
     * @return this, for chaining.
     */
    public EngineContext seed(final long value) {
        open();
        seed = value;
        return this;
    }

    /**
     * Readers that can be open at the same time.
     *
     * @return the number; 64 unless set.
     */
    public int maxReaders() {
        return maxReaders;
    }

    /**
     * Set how many readers can be open at the same time.
     *
     * @param readers 1 to 4,096.
     * @return this, for chaining.
     */
    public EngineContext maxReaders(final int readers) {
        open();
        maxReaders = readers;
        return this;
    }

    /**
     * Events handled in one duty cycle, at most.
     *
     * @return the number; 256 unless set.
     */
    public int eventsPerCycle() {
        return eventsPerCycle;
    }

    /**
     * Set how many events are handled in one duty cycle, at most.
     *
     * @param events positive.
     * @return this, for chaining.
     */
    public EngineContext eventsPerCycle(final int events) {
        open();
        eventsPerCycle = events;
        return this;
    }

    /**
     * Records handed back each time that memory is reclaimed, at most: in a cycle without events, after each 16 events,
     * and earlier where records in limbo are much of the room that is left, where a record found no room, or where the
     * last time left some over.
     *
     * @return the number; 1,024 unless set.
     */
    public int reclaimsPerCycle() {
        return reclaimsPerCycle;
    }

    /**
     * Set how many records are handed back each time that memory is reclaimed, at most.
     *
     * @param records positive.
     * @return this, for chaining.
     */
    public EngineContext reclaimsPerCycle(final int records) {
        open();
        reclaimsPerCycle = records;
        return this;
    }

    /**
     * Where other processes see the counters, and ask for state and audits.
     *
     * @return the file, or null for none, as it is unless set.
     */
    public Path countersFile() {
        return countersFile;
    }

    /**
     * Set where other processes see the counters, and ask for state and audits, as {@code covey stat} does. The file is
     * made when the engine is launched, for its user alone, and removed when it is closed. What a dead engine left
     * there is replaced; {@code CountersFolder} has names that the commands find by themselves.
     *
     * @param file in a folder that is there; best in memory ({@code /dev/shm}).
     * @param engineStartTimeMs what is shown as the engine's start, in milliseconds since 1970: the engine itself does
     *     not know what time it is.
     * @return this, for chaining.
     */
    public EngineContext countersFile(final Path file, final long engineStartTimeMs) {
        open();
        countersFile = Objects.requireNonNull(file);
        startTimeMs = engineStartTimeMs;
        return this;
    }

    /**
     * The engine's start, as the embedder said.
     *
     * @return milliseconds since 1970, or 0.
     */
    public long startTimeMs() {
        return startTimeMs;
    }

    /**
     * Interfaces that have counters of their own at the same time, at most.
     *
     * @return the number; 32 unless set.
     */
    public int countedInterfaces() {
        return countedInterfaces;
    }

    /**
     * Set how many interfaces have counters of their own at the same time, at most. Each takes about 40 KiB. Those of a
     * detached interface are free again after a second.
     *
     * @param interfaces 0 to 16,384.
     * @return this, for chaining.
     */
    public EngineContext countedInterfaces(final int interfaces) {
        open();
        countedInterfaces = interfaces;
        return this;
    }

    /**
     * Records that are walked at once for another process that asks for state or audit, at most.
     *
     * @return the number; 65,536 unless set.
     */
    public int inquiryLimit() {
        return inquiryLimit;
    }

    /**
     * Set how many records are walked at once for another process, at most: for so long events wait in the ring. More
     * are walked only for who asks for it.
     *
     * @param records 0 or more.
     * @return this, for chaining.
     */
    public EngineContext inquiryLimit(final int records) {
        open();
        inquiryLimit = records;
        return this;
    }
}
