package dev.covey.examples;

import dev.covey.engine.EngineClient;
import dev.covey.engine.ingress.IngressStatus;
import dev.covey.engine.timer.TimeSource;
import dev.covey.engine.wire.LinkType;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/** Hands the Ethernet frames that a Netty channel reads to an engine, from the memory that Netty has read them into. */
public final class NettyFrameHandler extends SimpleChannelInboundHandler<ByteBuf> {
    private final EngineClient client;
    private final long link;
    private final TimeSource clock;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private Future<?> retry;

    /** The client is for this handler alone: a client belongs to one thread, as a channel does. */
    public NettyFrameHandler(final EngineClient client, final long link, final TimeSource clock) {
        super(false); // releasing is left to us: what waits is kept
        this.client = client;
        this.link = link;
        this.clock = clock;
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final ByteBuf frame) {
        waiting.add(frame); // with its reference
        if (waiting.size() == 1) { // else the engine's ring is full, and its turn comes
            offerAll(context);
        }
    }

    private void offerAll(final ChannelHandlerContext context) {
        for (ByteBuf frame = waiting.peek(); frame != null; frame = waiting.peek()) {
            look(frame);
            final long status = client.offer(link, LinkType.ETHERNET, view, 0, view.capacity(), clock.timeNs());
            if (status == IngressStatus.BACK_PRESSURED) {
                context.channel().config().setAutoRead(false); // what comes waits in the socket: none is lost here
                retry = context.executor().schedule(() -> offerAll(context), 1, TimeUnit.MILLISECONDS);
                return;
            }
            waiting.remove().release(); // the engine has copied it, or never takes it
            if (status < 0) { // too long for the engine, or the engine is closed
                context.fireExceptionCaught(new IllegalStateException("not taken: " + IngressStatus.describe(status)));
            }
        }
        if (retry != null) {
            retry = null;
            context.channel().config().setAutoRead(true);
        }
    }

    /** Wrap the bytes where they are. Only a buffer that is made of several is put together first, by Netty. */
    private void look(final ByteBuf frame) {
        if (frame.hasMemoryAddress()) {
            view.wrap(frame.memoryAddress() + frame.readerIndex(), frame.readableBytes());
        } else if (frame.hasArray()) {
            view.wrap(frame.array(), frame.arrayOffset() + frame.readerIndex(), frame.readableBytes());
        } else {
            view.wrap(frame.nioBuffer());
        }
    }

    @Override
    public void handlerRemoved(final ChannelHandlerContext context) {
        if (retry != null) {
            retry.cancel(false);
        }
        waiting.forEach(ByteBuf::release); // also when the channel is closed
        waiting.clear();
    }
}
