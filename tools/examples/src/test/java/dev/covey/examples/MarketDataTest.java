package dev.covey.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.EngineClient;
import dev.covey.engine.EngineContext;
import dev.covey.engine.MembershipReader;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.counters.EngineCounter;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.membership.InterfaceConfiguration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MarketDataTest {
    private static final String SOURCE_A = "198.51.100.1";
    private static final String SOURCE_B = "203.0.113.1";

    private final List<String> messages = new ArrayList<>();
    private final UnsafeBuffer memory = new UnsafeBuffer(new byte[1 << 16]);
    private final int[] offsets = new int[MarketData.MAX_BATCH];
    private final long[] links = new long[MarketData.MAX_BATCH];
    private int count;
    private MulticastEngine engine;
    private AgentRunner runner;
    private EngineClient client;
    private MembershipReader reader;
    private MarketData data;
    private long socket;
    private long linkA;
    private long linkB;

    @BeforeEach
    @SuppressWarnings("MustBeClosed") // closed after the test
    void join() {
        engine = MulticastEngine.launch(new EngineContext());
        runner = new AgentRunner(new YieldingIdleStrategy(), Throwable::printStackTrace, null, engine.agent());
        AgentRunner.startOnThread(runner);
        client = engine.newClient();
        linkA = attach(1);
        linkB = attach(2);
        final Completion answer = new Completion();
        client.openSocket(1, answer);
        socket = await(answer);
        reader = engine.openPollingReader("cards");
        data = new MarketData(reader, (product, frame) -> messages.add(product + "@" + frame));
        data.join(client, socket, linkA, 0);
        data.join(client, socket, linkB, 1);
    }

    private long attach(final int index) {
        final Completion answer = new Completion();
        client.attach(
                InterfaceConfiguration.builder(index, 0x0200_0000_0000L + index).build(), answer);
        return await(answer);
    }

    private static long await(final Completion answer) {
        while (!answer.isDone()) {
            Thread.onSpinWait();
        }
        return answer.result();
    }

    @AfterEach
    void close() {
        CloseHelper.closeAll(reader, runner, engine);
    }

    private void receive(final long link, final String group, final String source, final long sequence) {
        final byte[] frame = Frames.datagram(group, source, sequence);
        links[count] = link;
        offsets[count] = count * frame.length;
        memory.putBytes(offsets[count], frame);
        count++;
    }

    private void handle() {
        data.onBatch(memory, offsets, links, count);
        count = 0;
    }

    @Test
    void shouldTakeEveryProductFromEitherFeedInOneBatch() {
        for (int product = 0; product < MarketData.PRODUCTS; product++) {
            receive(linkA, "232.1.0." + product, SOURCE_A, 0);
            receive(linkB, "232.2.0." + product, SOURCE_B, 1);
        }
        handle();

        assertThat(messages).hasSize(2 * MarketData.PRODUCTS).startsWith("0@0", "0@1");
        assertThat(messages.get(199)).isEqualTo("99@199");
    }

    @Test
    void shouldTakeAMessageOnceByWhicheverFeedItComesFirst() {
        receive(linkA, "232.1.0.7", SOURCE_A, 10);
        receive(linkB, "232.2.0.7", SOURCE_B, 10);
        receive(linkB, "232.2.0.7", SOURCE_B, 11);
        handle();
        receive(linkA, "232.1.0.7", SOURCE_A, 11);
        receive(linkA, "232.1.0.7", SOURCE_A, 12);
        handle();

        assertThat(messages).containsExactly("7@0", "7@2", "7@1");
    }

    @Test
    void shouldTakeNothingThatIsNotJoinedByThatSourceOnThatLink() {
        receive(linkA, "232.1.0.7", SOURCE_B, 1);
        receive(linkB, "232.1.0.7", SOURCE_A, 1);
        receive(linkA, "232.2.0.7", SOURCE_B, 1);
        receive(linkA, "232.1.0.100", SOURCE_A, 1);
        receive(linkA, "239.1.0.7", SOURCE_A, 1);
        handle();

        assertThat(messages).isEmpty();
    }

    @Test
    void shouldTakeNothingMoreOnceTheSocketIsClosed() {
        final Completion answer = new Completion();
        client.closeSocket(socket, answer);
        await(answer);
        receive(linkA, "232.1.0.7", SOURCE_A, 1);
        handle();

        assertThat(messages).isEmpty();
    }

    @Test
    void shouldHoldNothingBackOnceABatchIsOver() {
        final Completion answer = new Completion();
        client.closeSocket(socket, answer);
        await(answer);
        // What the socket had cannot be reclaimed yet: the reader has not said since that it keeps nothing.
        while (engine.counters().get(EngineCounter.ENGINE_LIMBO) == 0) {
            Thread.onSpinWait();
        }
        while (engine.counters().get(EngineCounter.ENGINE_LIMBO) > 0) {
            receive(linkA, "232.1.0.7", SOURCE_A, 1);
            handle();
        }

        assertThat(engine.stalledReader()).isNull();
    }

    @Test
    void shouldSayWhichChannelCannotBeJoined() {
        final long gone = attach(3);
        final Completion answer = new Completion();
        client.detach(gone, answer);
        await(answer);

        assertThatThrownBy(() -> data.join(client, socket, gone, 1)).hasMessage("cannot join: feed=1, product=0");
    }
}
