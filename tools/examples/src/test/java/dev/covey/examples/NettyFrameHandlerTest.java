package dev.covey.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.covey.engine.EngineContext;
import dev.covey.engine.MembershipListener;
import dev.covey.engine.MulticastEngine;
import dev.covey.engine.ingress.Completion;
import dev.covey.engine.ingress.IngressLimits;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.protocol.MembershipChange;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.timer.VirtualTimeSource;
import dev.covey.engine.wire.InternetAddress;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.agrona.concurrent.AgentInvoker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NettyFrameHandlerTest {
    private static final String HOST = "192.0.2.9";
    private static final int FRAMES = 40;

    private final List<String> joined = new ArrayList<>();
    private final VirtualTimeSource clock = new VirtualTimeSource(0);
    private MulticastEngine engine;
    private AgentInvoker invoker;
    private long link;
    private EmbeddedChannel channel;

    @BeforeEach
    void attach() {
        engine = launch();
        invoker = new AgentInvoker(Throwable::printStackTrace, null, engine.agent());
        invoker.start();
        final Completion answer = new Completion();
        engine.newClient()
                .attach(
                        InterfaceConfiguration.builder(2, 0x0200_0000_0001L)
                                .router(true)
                                .build(),
                        answer);
        invoker.invoke();
        link = answer.result();
        channel = new EmbeddedChannel(new NettyFrameHandler(engine.newClient(), link, clock));
        channel.freezeTime();
    }

    @SuppressWarnings("MustBeClosed") // closed after the test
    private MulticastEngine launch() {
        return MulticastEngine.launch(new EngineContext()
                .timeSource(clock)
                .ingressLimits(new IngressLimits(1 << 5, 1 << 2, 1 << 10))
                .listener(new Listener()));
    }

    @AfterEach
    void close() {
        channel.close().syncUninterruptibly();
        invoker.close();
        engine.close();
    }

    private static ByteBuf heap(final byte[] frame) {
        return Unpooled.wrappedBuffer(frame);
    }

    private static ByteBuf direct(final byte[] frame) {
        return Unpooled.directBuffer().writeBytes(frame);
    }

    @Test
    void shouldHandInAFrameAndReleaseItOnceWhateverItsMemoryIs() {
        final byte[] frame = Frames.join("239.1.0.5", HOST);
        final List<ByteBuf> buffers = List.of(
                direct(Frames.join("239.1.0.1", HOST)),
                heap(Frames.join("239.1.0.2", HOST)),
                direct(new byte[3]).writeBytes(Frames.join("239.1.0.3", HOST)).skipBytes(3),
                Unpooled.buffer()
                        .writeZero(5)
                        .writeBytes(Frames.join("239.1.0.4", HOST))
                        .skipBytes(2)
                        .slice(5, Frames.join("239.1.0.4", HOST).length),
                Unpooled.wrappedBuffer(heap(frame).slice(0, 20), direct(frame).skipBytes(20)),
                heap(Frames.join("239.1.0.6", HOST)).asReadOnly());
        for (final ByteBuf buffer : buffers) {
            assertThat(channel.writeInbound(buffer)).isFalse();
            assertThat(buffer.refCnt()).as("%s", buffer).isZero();
        }
        invoker.invoke();

        assertThat(joined)
                .containsExactly("239.1.0.1", "239.1.0.2", "239.1.0.3", "239.1.0.4", "239.1.0.5", "239.1.0.6");
    }

    @Test
    void shouldReadNoMoreAndLoseNothingWhenTheEngineIsBusy() {
        final List<ByteBuf> buffers = write(FRAMES);
        final long held =
                buffers.stream().filter(buffer -> buffer.refCnt() == 1).count();

        assertThat(held).isBetween(1L, FRAMES - 1L);
        assertThat(channel.config().isAutoRead()).isFalse();

        for (int turn = 0; turn < FRAMES && !channel.config().isAutoRead(); turn++) {
            invoker.invoke();
            channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
        assertThat(channel.config().isAutoRead()).isTrue();
        invoker.invoke();
        assertThat(joined)
                .isEqualTo(
                        IntStream.range(0, FRAMES).mapToObj(i -> "239.2.0." + i).toList());
        assertThat(buffers).allMatch(buffer -> buffer.refCnt() == 0);
    }

    @Test
    void shouldReleaseWhatWaitsWhenTheChannelIsClosed() {
        final List<ByteBuf> buffers = write(FRAMES);
        channel.close().syncUninterruptibly();

        assertThat(buffers).allMatch(buffer -> buffer.refCnt() == 0);
    }

    @Test
    void shouldReleaseAndSayWhatIsNeverTaken() {
        final ByteBuf tooLong = direct(new byte[2000]);
        assertThatThrownBy(() -> channel.writeInbound(tooLong)).hasMessage("not taken: TOO_LONG");
        assertThat(tooLong.refCnt()).isZero();

        invoker.close();
        engine.close();
        final ByteBuf late = heap(Frames.join("239.1.0.1", HOST));
        assertThatThrownBy(() -> channel.writeInbound(late)).hasMessage("not taken: CLOSED");
        assertThat(late.refCnt()).isZero();
    }

    @Test
    void shouldPassOnWhatIsNoFrame() {
        assertThat(channel.writeInbound("text")).isTrue();
        assertThat((String) channel.readInbound()).isEqualTo("text");
    }

    @Test
    @Timeout(60)
    void shouldTakeFramesThatAreMirroredToUsInDatagrams() throws Exception {
        final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (DatagramSocket mirror = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            final Channel server = new Bootstrap()
                    .group(loop)
                    .channel(NioDatagramChannel.class)
                    .handler(new Mirrored())
                    .bind(InetAddress.getLoopbackAddress(), 0)
                    .sync()
                    .channel();
            final byte[] frame = Frames.join("239.1.0.1", HOST);
            mirror.send(new java.net.DatagramPacket(frame, frame.length, server.localAddress()));
            while (joined.isEmpty()) {
                invoker.invoke();
            }
            server.close().sync();
        } finally {
            loop.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        }
        assertThat(joined).containsExactly("239.1.0.1");
    }

    private List<ByteBuf> write(final int count) {
        final List<ByteBuf> buffers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            buffers.add(direct(Frames.join("239.2.0." + i, HOST)));
            channel.writeInbound(buffers.get(i));
        }
        return buffers;
    }

    /** Takes the frame out of the datagram that it came in. */
    private final class Mirrored extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(final Channel made) {
            made.pipeline()
                    .addLast(
                            new ChannelInboundHandlerAdapter() {
                                @Override
                                public void channelRead(final ChannelHandlerContext context, final Object message) {
                                    context.fireChannelRead(((DatagramPacket) message).content());
                                }
                            },
                            new NettyFrameHandler(engine.newClient(), link, clock));
        }
    }

    private final class Listener implements MembershipListener {
        @Override
        public void onMembershipChange(
                final long timeNs,
                final long interfaceHandle,
                final MembershipChange change,
                final long groupHigh,
                final long groupLow,
                final FilterMode mode,
                final long reporterHigh,
                final long reporterLow) {
            assertThat(InternetAddress.toString(reporterHigh, reporterLow)).isEqualTo(HOST);
            joined.add(InternetAddress.toString(groupHigh, groupLow));
        }
    }
}
