package io.fairlead.load;

import io.fairlead.net.NetException;
import io.fairlead.posix.PollTimeout;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Channels and a {@code Selector}, for systems without epoll(7). For one thread. */
final class SelectorSockets implements LaneSockets {
    private final Target target;
    private final Selector selector;
    private final List<SelectionKey> ready = new ArrayList<>();

    SelectorSockets(Target target) throws IOException {
        this.target = target;
        selector = Selector.open();
    }

    @Override
    public @Nullable LaneSocket connect(Lane lane) throws IOException {
        SelectableChannel channel = null;
        try {
            channel = target.isDatagram() ? datagram() : stream();
            int connect = SelectionKey.OP_CONNECT;
            boolean connects = channel instanceof SocketChannel stream && !stream.isConnected();
            int ops = connects ? connect : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
            return new SelectorSocket(channel.register(selector, ops, lane));
        } catch (IOException | RuntimeException e) {
            if (channel != null) channel.close();
            if (target.isUnix() && String.valueOf(e.getMessage()).contains("unavailable")) {
                return null;
            }
            throw NetException.of("connect", target.endpoint(), e);
        }
    }

    private SelectableChannel datagram() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.connect(target.address());
        return channel;
    }

    private SelectableChannel stream() throws IOException {
        SocketChannel channel =
                target.isUnix()
                        ? SocketChannel.open(StandardProtocolFamily.UNIX)
                        : SocketChannel.open();
        try {
            channel.configureBlocking(false);
            if (target.address() instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            channel.connect(target.address());
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public int await(long timeoutNs) throws IOException {
        int timeoutMs = PollTimeout.wholeMillis(timeoutNs);
        ready.clear();
        if (timeoutMs == 0) {
            selector.selectNow(ready::add);
        } else {
            selector.select(ready::add, timeoutMs);
        }
        return ready.size();
    }

    @Override
    public Lane lane(int index) {
        return (Lane) ready.get(index).attachment();
    }

    @Override
    public boolean isReadable(int index) {
        SelectionKey key = ready.get(index);
        return key.isValid() && key.isReadable();
    }

    @Override
    public boolean isWritable(int index) {
        SelectionKey key = ready.get(index);
        return key.isValid() && (key.isWritable() || key.isConnectable());
    }

    @Override
    public int sources() {
        return 1;
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One channel. */
    private final class SelectorSocket implements LaneSocket {
        private final SelectionKey key;
        private final ByteChannel channel;

        SelectorSocket(SelectionKey key) {
            this.key = key;
            this.channel = (ByteChannel) key.channel();
        }

        @Override
        public boolean tryFinishConnect() throws IOException {
            try {
                if (!(channel instanceof SocketChannel stream)) return true;
                if (!stream.finishConnect()) return false;
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return true;
            } catch (IOException e) {
                throw NetException.of("connect", target.endpoint(), e);
            }
        }

        @Override
        public int receive(Memory memory) throws IOException {
            try {
                return channel.read(memory.buffer(0, memory.size));
            } catch (IOException e) {
                throw NetException.of("recv", target.endpoint(), e);
            }
        }

        @Override
        public int send(Memory memory, int offset, int count) throws IOException {
            try {
                return channel.write(memory.buffer(offset, count));
            } catch (IOException e) {
                throw NetException.of("send", target.endpoint(), e);
            }
        }

        @Override
        public void watchOutput(boolean wanted) {
            int ops = SelectionKey.OP_READ | (wanted ? SelectionKey.OP_WRITE : 0);
            if (key.isValid() && key.interestOps() != ops) key.interestOps(ops);
        }

        @Override
        public void close() {
            key.cancel();
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
