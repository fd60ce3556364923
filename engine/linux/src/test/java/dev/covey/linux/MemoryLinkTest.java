package dev.covey.linux;

import static dev.covey.linux.LinkQuality.PERFECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.covey.engine.timer.VirtualTimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a link does to frames, seen by ports without an engine. */
class MemoryLinkTest {
    private static final long SEED = 20_261_121L;
    private static final int FRAMES = 1_000;

    private final VirtualTimeSource time = new VirtualTimeSource(Long.MAX_VALUE - 500);
    private final long startNs = time.timeNs();
    private final MemoryLink link = new MemoryLink(time, SEED, 2 * FRAMES);
    private final MemoryPort sender = MemoryStation.port(link, 1);
    private final MemoryPort receiver = MemoryStation.port(link, 2);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[2048]);
    private final List<Integer> numbers = new ArrayList<>();
    private final List<Long> timesNs = new ArrayList<>();

    private boolean send(final int number) {
        return send(number, 60);
    }

    private boolean send(final int number, final int lengthBytes) {
        frame.putInt(3, number);
        return sender.send(time.timeNs(), PacketPort.NO_HANDLE, frame, 3, lengthBytes);
    }

    private void sendAll() {
        for (int i = 0; i < FRAMES; i++) {
            assertThat(send(i)).isTrue();
        }
    }

    private int receive(final MemoryPort port) {
        return port.poll((timeNs, isSent, buffer, offset, lengthBytes) -> {
            assertThat(isSent).isFalse();
            numbers.add(buffer.getInt(offset));
            timesNs.add(timeNs - startNs);
        });
    }

    /** Move the clock from arrival to arrival, as a simulation does. */
    private void receiveAll() {
        while (link.untilNextArrivalNs() != MemoryLink.NEVER) {
            time.advanceTo(time.timeNs() + link.untilNextArrivalNs());
            assertThat(receive(receiver)).isPositive();
        }
    }

    private static List<Integer> inOrder() {
        return IntStream.range(0, FRAMES).boxed().toList();
    }

    @Test
    void shouldDeliverAtOnceAndInOrderToEverybodyElseWhenPerfect() {
        final MemoryPort third = MemoryStation.port(link, 3);
        sendAll();

        assertThat(receive(receiver)).isEqualTo(FRAMES);
        assertThat(receive(third)).isEqualTo(FRAMES);
        assertThat(receive(sender)).isZero();
        assertThat(numbers.subList(0, FRAMES)).isEqualTo(inOrder());
        assertThat(numbers.subList(FRAMES, 2 * FRAMES)).isEqualTo(inOrder());
        assertThat(timesNs).containsOnly(0L);
        assertThat(sender.sentFrames()).isEqualTo(FRAMES);
        assertThat(link.untilNextArrivalNs()).isEqualTo(MemoryLink.NEVER);
    }

    @Test
    void shouldDelayByTheFixedTimeAndNotANanosecondLess() {
        link.quality(PERFECT.withDelay(1_000, 0));
        send(7);

        assertThat(link.untilNextArrivalNs()).isEqualTo(1_000);
        time.advanceTo(startNs + 999);
        assertThat(receive(receiver)).isZero();
        time.advanceTo(startNs + 1_000);
        assertThat(receive(receiver)).isOne();
        assertThat(numbers).containsExactly(7);
    }

    @Test
    void shouldKeepTheOrderWhenTheDelayVaries() {
        link.quality(PERFECT.withDelay(1_000, 5_000));
        for (int i = 0; i < FRAMES; i++) {
            send(i);
            time.advanceTo(time.timeNs() + 10);
        }
        receiveAll();

        assertThat(numbers).isEqualTo(inOrder());
        assertThat(timesNs).isSorted();
        for (int i = 0; i < FRAMES; i++) {
            assertThat(timesNs.get(i) - 10L * i).isBetween(1_000L, 6_000L);
        }
        assertThat(timesNs.get(FRAMES - 1) - timesNs.get(0)).isGreaterThan(5_000);
    }

    @Test
    void shouldLoseAsManyAsTheChanceSays() {
        link.quality(PERFECT.withLoss(0.2));
        sendAll();
        receive(receiver);

        assertThat(link.lostFrames()).as("seed=" + SEED).isBetween(150L, 250L);
        assertThat(numbers).hasSize(FRAMES - (int) link.lostFrames()).isSorted();

        link.quality(PERFECT.withLoss(1));
        sendAll();
        assertThat(link.untilNextArrivalNs()).isEqualTo(MemoryLink.NEVER);
    }

    @Test
    void shouldDoubleEachWhenTheChanceIsOne() {
        link.quality(PERFECT.withDuplication(1));
        sendAll();

        assertThat(receive(receiver)).isEqualTo(2 * FRAMES);
        assertThat(numbers).isSorted();
        assertThat(link.duplicatedFrames()).isEqualTo(FRAMES);
    }

    @Test
    void shouldLetFramesOvertakeThoseThatAreHeldBack() {
        link.quality(PERFECT.withReordering(0.1, 10_000));
        for (int i = 0; i < FRAMES; i++) {
            send(i);
            time.advanceTo(time.timeNs() + 1_000);
        }
        receiveAll();

        assertThat(numbers).as("seed=" + SEED).isNotEqualTo(inOrder());
        assertThat(numbers.stream().sorted().toList()).isEqualTo(inOrder());
        assertThat(link.reorderedFrames()).as("seed=" + SEED).isBetween(60L, 140L);
        for (int i = 0; i < FRAMES; i++) {
            assertThat(timesNs.get(i) - 1_000L * numbers.get(i)).isBetween(0L, 10_000L);
        }
    }

    @Test
    void shouldDoTheSameForTheSameSeedOnly() {
        final LinkQuality bad = new LinkQuality(0.2, 0.1, 0.1, 1_000, 3_000, 9_000);
        final List<List<Integer>> seen = new ArrayList<>();
        for (final long seed : new long[] {1, 1, 2}) {
            final MemoryLink other = new MemoryLink(time, seed, 2 * FRAMES).quality(bad);
            final MemoryPort from = MemoryStation.port(other, 1);
            final MemoryPort to = MemoryStation.port(other, 2);
            for (int i = 0; i < FRAMES; i++) {
                frame.putInt(0, i);
                from.send(time.timeNs(), PacketPort.NO_HANDLE, frame, 0, 60);
            }
            time.advanceTo(time.timeNs() + 100_000);
            numbers.clear();
            receive(to);
            seen.add(List.copyOf(numbers));
        }

        assertThat(seen.get(0)).isEqualTo(seen.get(1)).isNotEqualTo(seen.get(2));
    }

    @Test
    void shouldDropAndCountWhatTheQueueHasNoPlaceFor() {
        final MemoryLink narrow = new MemoryLink(time, SEED, 3);
        final MemoryPort from = MemoryStation.port(narrow, 1);
        final MemoryPort to = MemoryStation.port(narrow, 2);
        for (int i = 0; i < 5; i++) {
            frame.putInt(0, i);
            assertThat(from.send(time.timeNs(), PacketPort.NO_HANDLE, frame, 0, 60))
                    .isTrue();
        }

        assertThat(receive(to)).isEqualTo(3);
        assertThat(numbers).containsExactly(0, 1, 2);
        assertThat(to.droppedFrames()).isEqualTo(2);
        assertThat(from.droppedFrames()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new MemoryLink(time, SEED, 0));
    }

    @Test
    void shouldNotCarryWhatIsLongerThanTheMtu() {
        assertThat(send(1, 1514)).isTrue();
        assertThat(send(2, 1515)).isTrue();
        assertThat(sender.lostFrames()).isOne();

        final InterfaceFacts facts = receiver.facts();
        receiver.change(
                new InterfaceFacts(facts.index(), "small", 1, facts.macAddress(), 1280, true, true, facts.addresses()));
        assertThat(send(3, 1294)).isTrue();
        assertThat(send(4, 1295)).isTrue();
        assertThat(receiver.droppedFrames()).isOne();

        receive(receiver);
        assertThat(numbers).containsExactly(1, 3);
    }

    @Test
    void shouldCarryNothingToOrFromWhoIsDownOrGone() {
        send(1);
        receiver.up(false);
        assertThat(receiver.droppedFrames()).isOne();
        send(2);
        receiver.up(true);
        send(3);
        receive(receiver);
        assertThat(numbers).containsExactly(3);

        sender.up(false);
        assertThat(send(4)).isFalse();
        sender.up(true);
        send(5);
        receiver.remove();
        assertThat(receive(receiver)).isZero();
        sender.close();
        assertThat(send(6)).isFalse();
        assertThat(sender.sentFrames()).isEqualTo(4);
    }

    @Test
    void shouldRefuseWhatIsNoQuality() {
        assertThatIllegalArgumentException().isThrownBy(() -> PERFECT.withLoss(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> PERFECT.withLoss(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> PERFECT.withDuplication(-0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> PERFECT.withReordering(0.1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> PERFECT.withDelay(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> PERFECT.withDelay(0, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sender.change(receiver.facts()))
                .withMessage("another interface: index=2, was=1");
    }

    @Test
    void shouldLeaveTheFramesToTheEngineThatHasThePort() {
        try (MemoryStation station = new MemoryStation(receiver, MemoryStation.context(time, SEED), true)) {
            station.cycle();
            assertThatIllegalStateException().isThrownBy(() -> receive(receiver));
        }
    }
}
