package io.fairlead.bench.peer;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringAdaptiveBufferRingAllocator;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/** The transports of Netty that there are on Linux. */
enum NettyTransport {
    NIO(NioServerSocketChannel.class, NioSocketChannel.class, NioDatagramChannel.class) {
        @Override
        IoHandlerFactory factory() {
            return NioIoHandler.newFactory();
        }
    },
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class, EpollDatagramChannel.class) {
        @Override
        IoHandlerFactory factory() {
            return EpollIoHandler.newFactory();
        }
    },
    /** With a ring of provided buffers; multishot receive is on where the kernel has it. */
    IO_URING(
            IoUringServerSocketChannel.class,
            IoUringSocketChannel.class,
            IoUringDatagramChannel.class) {
        @Override
        IoHandlerFactory factory() {
            IoUringBufferRingConfig buffers =
                    IoUringBufferRingConfig.builder()
                            .bufferGroupId(BUFFER_GROUP)
                            .bufferRingSize((short) 1024)
                            .batchSize(32)
                            .allocator(new IoUringAdaptiveBufferRingAllocator())
                            .build();
            return IoUringIoHandler.newFactory(
                    new IoUringIoHandlerConfig().setBufferRingConfig(buffers));
        }
    };

    static final short BUFFER_GROUP = 1;

    final Class<? extends ServerChannel> serverChannel;
    final Class<? extends Channel> socketChannel;
    final Class<? extends Channel> datagramChannel;

    NettyTransport(
            Class<? extends ServerChannel> serverChannel,
            Class<? extends Channel> socketChannel,
            Class<? extends Channel> datagramChannel) {
        this.serverChannel = serverChannel;
        this.socketChannel = socketChannel;
        this.datagramChannel = datagramChannel;
    }

    abstract IoHandlerFactory factory();
}
