package io.fairlead.bench.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A relay over Netty, as its proxy example is: both ends on one event loop, and an end whose writes
 * wait stops the other one. It flushes at the end of a read. A failed write closes its channel, so
 * its future says nothing new.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyRelay extends ChannelInboundHandlerAdapter {
    private final NettyTransport transport;
    private final InetSocketAddress origin;
    private @Nullable Channel other;

    NettyRelay(NettyTransport transport, InetSocketAddress origin) {
        this.transport = transport;
        this.origin = origin;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Channel client = context.channel();
        client.config().setAutoRead(false);
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(client.eventLoop())
                        .channel(transport.socketChannel)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(new Back(client));
        if (transport == NettyTransport.IO_URING) {
            bootstrap.option(
                    IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, NettyTransport.BUFFER_GROUP);
        }
        Channel target = bootstrap.connect(origin).channel();
        other = target;
        target.closeFuture().addListener(_ -> flushAndClose(client));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        pass(context, other, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (other != null) other.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (other != null) other.config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (other != null) flushAndClose(other);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private static void pass(ChannelHandlerContext from, @Nullable Channel to, Object message) {
        if (to == null) return;
        to.write(message);
        if (!to.isWritable()) from.channel().config().setAutoRead(false);
    }

    private static void flushAndClose(Channel channel) {
        if (channel.isActive()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** The end of the origin. */
    private static final class Back extends ChannelInboundHandlerAdapter {
        private final Channel client;

        Back(Channel client) {
            this.client = client;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            client.config().setAutoRead(true);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            pass(context, client, message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            client.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            client.config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
