package dev.covey.engine.inspect;

import static dev.covey.engine.memory.Slab.NULL_SLOT;

import dev.covey.engine.counters.InquiryDescriptor;
import dev.covey.engine.counters.InquiryHandler;
import dev.covey.engine.membership.InterfaceConfigurations;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.memory.LifeWord;
import dev.covey.engine.memory.NativeMemory;
import dev.covey.engine.memory.Slab;
import dev.covey.engine.protocol.HostView;
import dev.covey.engine.protocol.RouterView;
import dev.covey.engine.table.Audit;
import dev.covey.engine.table.AuditReport;
import dev.covey.engine.table.RecordTables;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * Answers other processes: takes down the state, or audits, all at once and so as of one moment.
 *
 * <p>It walks no more records than its limit, which bounds the pause, unless it is asked to. Threading: the writer's
 * thread only.
 */
public final class Inspector implements InquiryHandler {
    private static final int AUDIT_LENGTH = 64 * 1024;

    private final RecordTables tables;
    private final InterfaceConfigurations configurations;
    private final AnswerWriter answer;
    private final StateWriter state;
    private final int limit;

    /**
     * An inspector.
     *
     * @param tables of the engine.
     * @param configurations of its interfaces.
     * @param hosts of the engine.
     * @param routers of the engine.
     * @param memory that answers are taken from, for as long as somebody reads them.
     * @param limit on the records that are walked, unless that is waived.
     */
    public Inspector(
            final RecordTables tables,
            final InterfaceConfigurations configurations,
            final HostView hosts,
            final RouterView routers,
            final NativeMemory memory,
            final int limit) {
        this.tables = tables;
        this.configurations = configurations;
        this.limit = limit;
        answer = new AnswerWriter(memory);
        state = new StateWriter(tables, configurations, hosts, routers, answer);
    }

    @Override
    public int answer(final int kind, final int options, final String interfaceName, final long timeNs) {
        final long maxRecords = (options & InquiryDescriptor.UNBOUNDED) != 0 ? Integer.MAX_VALUE : limit;
        int status = InquiryDescriptor.UNKNOWN;
        try {
            if (kind == InquiryDescriptor.STATE) {
                status = takeState(interfaceName, maxRecords, timeNs);
            } else if (kind == InquiryDescriptor.AUDIT) {
                status = takeAudit(maxRecords, timeNs);
            }
        } catch (final OutOfMemoryError exhausted) {
            // An audit counts on the heap. Who asked is told; the engine goes on with what it has.
            status = InquiryDescriptor.NO_MEMORY;
        }
        if (status == InquiryDescriptor.OK && answer.isCut()) {
            status = InquiryDescriptor.NO_MEMORY;
        }
        if (status != InquiryDescriptor.OK) {
            answer.release();
        }
        return status;
    }

    private int takeState(final String interfaceName, final long maxRecords, final long timeNs) {
        int slot = NULL_SLOT;
        if (!interfaceName.isEmpty()) {
            slot = find(interfaceName);
            if (slot == NULL_SLOT) {
                return InquiryDescriptor.NO_INTERFACE;
            }
        }
        if (!answer.begin(state.capacityBytes(maxRecords))) {
            return InquiryDescriptor.NO_MEMORY;
        }
        return state.write(slot, maxRecords, timeNs) ? InquiryDescriptor.OK : InquiryDescriptor.TOO_MANY;
    }

    private int find(final String interfaceName) {
        final Slab slab = tables.interfaces().slab();
        for (int slot = 0; slot < slab.highWater(); slot++) {
            if (LifeWord.phase(slab.lifeWord(slot)) == LifeWord.LIVE
                    && configurations.get(slot).name().equals(interfaceName)) {
                return slot;
            }
        }
        return NULL_SLOT;
    }

    private int takeAudit(final long maxRecords, final long timeNs) {
        long records = 0;
        for (int kind = 1; kind <= Handle.MAX_KIND; kind++) {
            records += tables.store().slab(kind) == null
                    ? 0
                    : tables.store().slab(kind).highWater();
        }
        if (records > maxRecords) {
            return InquiryDescriptor.TOO_MANY;
        }
        if (!answer.begin(AUDIT_LENGTH)) {
            return InquiryDescriptor.NO_MEMORY;
        }
        final AuditReport report = new Audit(tables).run();
        answer.put(timeNs);
        answer.put(report.live().size());
        for (final Map.Entry<String, Integer> kind : new TreeMap<>(report.live()).entrySet()) {
            answer.put(kind.getKey());
            answer.put(kind.getValue());
        }
        answer.put(report.retired());
        answer.put(report.leaked());
        answer.put(report.mismatched());
        answer.put(report.findings().size());
        report.findings().forEach(answer::put);
        return InquiryDescriptor.OK;
    }

    @Override
    public DirectBuffer buffer() {
        return answer.buffer();
    }

    @Override
    public int lengthBytes() {
        return answer.lengthBytes();
    }

    @Override
    public void release() {
        answer.release();
    }
}
