package dev.covey.engine.timer;

import dev.covey.engine.memory.NativeMemory;

/**
 * The armed timers, earliest first: a heap in which every timer has four children, off-heap in {@link TimerEntries},
 * and beside it the timers that need none.
 *
 * <p>The order is strict: by deadline, then by the sequence in which the timers were armed. It depends on nothing but
 * the calls made, so a replay fires the same timers in the same order.
 *
 * <p>Timers that are armed in the order of their deadlines, as those of members that keep reporting are, do not go
 * through the heap: they wait in {@link TimerRuns}, where arming and firing take the same few steps however many there
 * are. What fires next is the earlier of the two.
 *
 * <p>A timer's position may change as others come and go; the heap writes it into the timer's record through
 * {@link TimerPosition}, and the record's owner passes it back to re-arm or cancel in logarithmic time. Positions count
 * from 1, because a zeroed record has to mean {@link #NOT_ARMED}.
 *
 * <p><b>Assumptions.</b> Deadlines that are armed at the same time lie within 2<sup>63</sup> ns (292 years) of one
 * another; they may wrap. A handle is armed at most once at a time. The block is reserved for the whole capacity, once;
 * pages that no timer ever needed cost nothing. Nothing is allocated afterwards.
 *
 * <p>Threading: belongs to the writer.
 */
public final class DeadlineHeap {
    /** The position of a timer that is not armed. */
    public static final int NOT_ARMED = 0;

    /** Highest capacity: what one block has room for. */
    public static final int MAX_CAPACITY = TimerEntries.MAX_CAPACITY;

    private final TimerEntries entries;
    private final TimerRuns runs;
    private final int capacity;
    private final TimerPosition positions;
    private long nextSequence;

    /** Timers in the heap itself. */
    private int heaped;

    /**
     * A heap without timers.
     *
     * @param capacity most timers that can be armed at a time, 1 to {@link #MAX_CAPACITY}.
     * @param memory to reserve the block from.
     * @param positions where the timers' positions are kept.
     * @throws IllegalArgumentException if the capacity is out of range.
     * @throws IllegalStateException if the block cannot be had.
     */
    public DeadlineHeap(final int capacity, final NativeMemory memory, final TimerPosition positions) {
        this.entries = new TimerEntries(capacity, memory);
        this.runs = new TimerRuns(capacity, memory);
        this.capacity = capacity;
        this.positions = positions;
    }

    /**
     * Arm a timer that is not armed.
     *
     * @param handle of its record.
     * @param deadlineNs from which on it is due.
     * @return false if as many timers as the capacity allows are armed; nothing changes then.
     */
    public boolean arm(final long handle, final long deadlineNs) {
        if (size() == capacity) {
            return false;
        }
        put(handle, deadlineNs);
        return true;
    }

    private void put(final long handle, final long deadlineNs) {
        final long sequence = nextSequence++;
        final int place = runs.append(deadlineNs, sequence, handle);
        if (place == TimerRuns.NONE) {
            siftUp(heaped++, deadlineNs, sequence, handle);
        } else {
            positions.position(handle, capacity + 1 + place);
        }
    }

    /**
     * Give an armed timer another deadline. It counts as armed now: among equal deadlines it comes last.
     *
     * @param position of the timer, as its record has it.
     * @param deadlineNs from which on it is due.
     * @throws IllegalArgumentException if no timer is at the position.
     */
    public void rearm(final int position, final long deadlineNs) {
        if (position > capacity) {
            final int place = placeOf(position);
            final long handle = runs.handle(place);
            runs.remove(place);
            put(handle, deadlineNs);
        } else {
            final int index = indexOf(position);
            settle(index, deadlineNs, nextSequence++, entries.handle(index));
        }
    }

    /**
     * Disarm a timer, if it is armed.
     *
     * @param position of the timer, as its record has it.
     * @return false if it was {@link #NOT_ARMED}.
     * @throws IllegalArgumentException if no timer is at any other position.
     */
    public boolean cancel(final int position) {
        if (position == NOT_ARMED) {
            return false;
        }
        if (position > capacity) {
            removeFromRun(placeOf(position));
        } else {
            remove(indexOf(position));
        }
        return true;
    }

    /**
     * Fire what is due, in order. A timer that the handler arms for now or earlier fires in the same poll, as far as
     * the limit allows. If the handler throws, the timer it was given has fired and the others are as they were.
     *
     * @param nowNs the time.
     * @param handler told of each timer.
     * @param limit most timers to fire.
     * @return how many fired. If that is the limit there may be more.
     */
    public int poll(final long nowNs, final TimerHandler handler, final int limit) {
        int fired = 0;
        while (fired < limit && !isEmpty()) {
            final boolean isRunFirst = isRunFirst();
            final long deadlineNs = isRunFirst ? runs.firstDeadlineNs() : entries.deadlineNs(0);
            if (deadlineNs - nowNs > 0) {
                break;
            }
            final long handle;
            if (isRunFirst) {
                handle = removeFromRun(runs.firstPlace());
            } else {
                handle = entries.handle(0);
                remove(0);
            }
            fired++;
            handler.onTimer(handle, deadlineNs);
        }
        return fired;
    }

    /**
     * The earliest deadline.
     *
     * @return nanoseconds.
     * @throws IllegalStateException if no timer is armed.
     */
    public long nextDeadlineNs() {
        if (isEmpty()) {
            throw new IllegalStateException("no timer is armed");
        }
        return isRunFirst() ? runs.firstDeadlineNs() : entries.deadlineNs(0);
    }

    /**
     * Is no timer armed?
     *
     * @return true if none is.
     */
    public boolean isEmpty() {
        return heaped == 0 && runs.isEmpty();
    }

    /**
     * How many timers are armed.
     *
     * @return 0 to {@link #capacity()}.
     */
    public int size() {
        return heaped + runs.size();
    }

    /**
     * How many timers can be armed at a time.
     *
     * @return the capacity.
     */
    public int capacity() {
        return capacity;
    }

    /**
     * The record a timer belongs to.
     *
     * @param position of the timer.
     * @return the handle it was armed with.
     * @throws IllegalArgumentException if no timer is at the position.
     */
    public long handle(final int position) {
        return position > capacity ? runs.handle(placeOf(position)) : entries.handle(indexOf(position));
    }

    /**
     * What a timer is armed for.
     *
     * @param position of the timer.
     * @return its deadline in nanoseconds.
     * @throws IllegalArgumentException if no timer is at the position.
     */
    public long deadlineNs(final int position) {
        return position > capacity ? runs.deadlineNs(placeOf(position)) : entries.deadlineNs(indexOf(position));
    }

    /**
     * Show every armed timer, in no particular order.
     *
     * @param visitor shown each; must not change the heap.
     */
    public void forEach(final TimerVisitor visitor) {
        for (int index = 0; index < heaped; index++) {
            visitor.visit(entries.handle(index), entries.deadlineNs(index), index + 1);
        }
        for (int place = runs.nextTaken(0); place != TimerRuns.NONE; place = runs.nextTaken(place + 1)) {
            visitor.visit(runs.handle(place), runs.deadlineNs(place), capacity + 1 + place);
        }
    }

    /** Of timers that fire, is the next one in a run? */
    private boolean isRunFirst() {
        return !runs.isEmpty() && (heaped == 0 || isBefore(runs.firstDeadlineNs(), runs.firstSequence(), 0));
    }

    private long removeFromRun(final int place) {
        final long handle = runs.handle(place);
        positions.position(handle, NOT_ARMED);
        runs.remove(place);
        return handle;
    }

    private void remove(final int index) {
        positions.position(entries.handle(index), NOT_ARMED);
        heaped--;
        if (index != heaped) {
            settle(index, entries.deadlineNs(heaped), entries.sequence(heaped), entries.handle(heaped));
        }
    }

    /** Fill the hole at an index with an entry that may belong above or below it. */
    private void settle(final int index, final long deadlineNs, final long sequence, final long handle) {
        if (index > 0 && isBefore(deadlineNs, sequence, parentOf(index))) {
            siftUp(index, deadlineNs, sequence, handle);
        } else {
            siftDown(index, deadlineNs, sequence, handle);
        }
    }

    private void siftUp(final int index, final long deadlineNs, final long sequence, final long handle) {
        int hole = index;
        while (hole > 0 && isBefore(deadlineNs, sequence, parentOf(hole))) {
            final int parent = parentOf(hole);
            place(hole, entries.deadlineNs(parent), entries.sequence(parent), entries.handle(parent));
            hole = parent;
        }
        place(hole, deadlineNs, sequence, handle);
    }

    private void siftDown(final int index, final long deadlineNs, final long sequence, final long handle) {
        int hole = index;
        int child = (hole << TimerEntries.CHILDREN_SHIFT) + 1;
        while (child < heaped) {
            final int earliest = earliestFrom(child);
            if (isBefore(deadlineNs, sequence, earliest)) {
                break;
            }
            place(hole, entries.deadlineNs(earliest), entries.sequence(earliest), entries.handle(earliest));
            hole = earliest;
            child = (hole << TimerEntries.CHILDREN_SHIFT) + 1;
        }
        place(hole, deadlineNs, sequence, handle);
    }

    private int earliestFrom(final int firstChild) {
        final int end = Math.min(firstChild + TimerEntries.CHILDREN, heaped);
        int earliest = firstChild;
        for (int child = firstChild + 1; child < end; child++) {
            if (isBefore(entries.deadlineNs(child), entries.sequence(child), earliest)) {
                earliest = child;
            }
        }
        return earliest;
    }

    private boolean isBefore(final long deadlineNs, final long sequence, final int index) {
        final long difference = deadlineNs - entries.deadlineNs(index);
        return difference < 0 || (difference == 0 && sequence < entries.sequence(index));
    }

    private void place(final int index, final long deadlineNs, final long sequence, final long handle) {
        entries.put(index, deadlineNs, sequence, handle);
        positions.position(handle, index + 1);
    }

    private int indexOf(final int position) {
        if (position < 1 || position > heaped) {
            throw noTimerAt(position);
        }
        return position - 1;
    }

    private int placeOf(final int position) {
        final int place = position - capacity - 1;
        if (!runs.isTaken(place)) {
            throw noTimerAt(position);
        }
        return place;
    }

    private IllegalArgumentException noTimerAt(final int position) {
        return new IllegalArgumentException("no timer at position: position=" + position + ", size=" + size());
    }

    private static int parentOf(final int index) {
        return (index - 1) >>> TimerEntries.CHILDREN_SHIFT;
    }

    @Override
    public String toString() {
        return "DeadlineHeap{size=" + size() + ", heaped=" + heaped + ", capacity=" + capacity + ", nextDeadlineNs="
                + (isEmpty() ? "none" : Long.toString(nextDeadlineNs())) + '}';
    }
}
