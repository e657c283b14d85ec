package io.fairlead.bench.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The pipeline for each role. All write while they read and flush at the end of a read, as Netty's
 * own echo example does. A failed write also closes the channel, so its future says nothing new.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyHandlers {
    private static final int LINE_BYTES_MAX = 8192;

    private final ChannelGroup everybody = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /** Of the small Redis; used on the one event loop alone. */
    private final Map<String, byte[]> values = new HashMap<>();

    void addTo(ChannelPipeline pipeline, Role role) {
        switch (role) {
            case ECHO -> pipeline.addLast(new Echo());
            case UPPER ->
                    pipeline.addLast(
                            new LineBasedFrameDecoder(LINE_BYTES_MAX),
                            new StringDecoder(),
                            new StringEncoder(),
                            new Upper());
            case FRAMES ->
                    pipeline.addLast(
                            new LengthFieldBasedFrameDecoder(Role.FRAME_BYTES_MAX + 4, 0, 4, 0, 4),
                            new LengthFieldPrepender(4),
                            new Echo());
            case FANOUT -> pipeline.addLast(new Fanout(everybody));
            case UDP -> pipeline.addLast(new DatagramEcho());
            case RESP -> pipeline.addLast(new NettyResp(values));
            case RELAY, CLIENTS, TLS ->
                    throw new IllegalArgumentException(role.word() + " is not served here");
        }
    }

    private static class FlushAtEnd extends ChannelInboundHandlerAdapter {
        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    @Sharable
    private static final class Echo extends FlushAtEnd {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message);
        }
    }

    @Sharable
    private static final class Upper extends FlushAtEnd {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(((String) message).toUpperCase(Locale.ROOT) + "\n");
        }
    }

    private static final class Fanout extends FlushAtEnd {
        private final ChannelGroup everybody;

        Fanout(ChannelGroup everybody) {
            this.everybody = everybody;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            Channel channel = context.channel();
            everybody.add(channel);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            everybody.writeAndFlush(message);
        }
    }

    private static final class DatagramEcho extends FlushAtEnd {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            ByteBuf content = packet.content();
            context.write(new DatagramPacket(content, packet.sender()));
        }
    }
}
