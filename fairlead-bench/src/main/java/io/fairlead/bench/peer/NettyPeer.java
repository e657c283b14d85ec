package io.fairlead.bench.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * Netty 4.2: {@code NettyPeer nio|epoll|io_uring ROLE [PORT OF THE ORIGIN]}, or {@code NettyPeer
 * epoll tls FOLDER OF THE CERTIFICATE jdk|tcnative}. One event loop: the server has one core.
 */
public final class NettyPeer {
    private static final int DATAGRAM_BYTES_MAX = 2048;
    private static final int DATAGRAMS_A_READ = 64;

    private NettyPeer() {}

    /** Serves until it is killed. */
    public static void main(String[] args) throws Exception {
        NettyTransport transport = NettyTransport.valueOf(args[0].toUpperCase(Locale.ROOT));
        Role role = Role.of(args[1]);
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, transport.factory());
        ChannelInitializer<Channel> pipeline =
                switch (role) {
                    case RELAY -> relay(transport, args[2]);
                    case TLS -> tls(Path.of(args[2]), args[3]);
                    default -> pipeline(role);
                };
        Channel channel =
                role == Role.UDP
                        ? datagrams(transport, loop, pipeline)
                        : streams(transport, loop, pipeline);
        Ready.at(((InetSocketAddress) channel.localAddress()).getPort());
        channel.closeFuture().sync();
    }

    private static ChannelInitializer<Channel> pipeline(Role role) {
        NettyHandlers handlers = new NettyHandlers();
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                handlers.addTo(channel.pipeline(), role);
            }
        };
    }

    private static ChannelInitializer<Channel> tls(Path files, String engine) throws SSLException {
        SslContext context =
                SslContextBuilder.forServer(
                                files.resolve("cert.pem").toFile(),
                                files.resolve("key.pem").toFile())
                        .sslProvider(engine.equals("jdk") ? SslProvider.JDK : SslProvider.OPENSSL)
                        .build();
        NettyHandlers handlers = new NettyHandlers();
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(context.newHandler(channel.alloc()));
                handlers.addTo(channel.pipeline(), Role.ECHO);
            }
        };
    }

    private static ChannelInitializer<Channel> relay(NettyTransport transport, String originPort) {
        InetSocketAddress origin =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(originPort));
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new NettyRelay(transport, origin));
            }
        };
    }

    private static Channel streams(
            NettyTransport transport, EventLoopGroup loop, ChannelInitializer<Channel> pipeline)
            throws InterruptedException {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loop)
                        .channel(transport.serverChannel)
                        .option(ChannelOption.SO_BACKLOG, Role.BACKLOG)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(pipeline);
        if (transport == NettyTransport.IO_URING) {
            bootstrap.childOption(
                    IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, NettyTransport.BUFFER_GROUP);
        }
        return bootstrap.bind(loopback()).sync().channel();
    }

    private static Channel datagrams(
            NettyTransport transport, EventLoopGroup loop, ChannelInitializer<Channel> pipeline)
            throws InterruptedException {
        Bootstrap bootstrap =
                new Bootstrap().group(loop).channel(transport.datagramChannel).handler(pipeline);
        if (transport == NettyTransport.EPOLL) {
            // What makes it use recvmmsg: a buffer that has room for several datagrams.
            bootstrap
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_BYTES_MAX)
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new FixedRecvByteBufAllocator(DATAGRAM_BYTES_MAX * DATAGRAMS_A_READ));
        }
        return bootstrap.bind(loopback()).sync().channel();
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
