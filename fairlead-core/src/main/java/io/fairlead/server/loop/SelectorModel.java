package io.fairlead.server.loop;

import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.net.socket.Listener;
import io.fairlead.posix.PollTimeout;
import io.fairlead.server.site.LoopSocket;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/**
 * One event loop over {@link Selector}: the loop's thread waits for all sockets at once (a
 * reactor). The JDK uses what the system has: epoll, kqueue, wepoll.
 */
public final class SelectorModel implements Readiness {
    private final Selector selector;

    public SelectorModel() throws IOException {
        selector = Selector.open();
    }

    /** A door for {@code listener}, which it takes over. */
    public LoopDoor door(Listener listener) {
        return new ChannelDoor(
                listener, door -> door.channel().register(selector, SelectionKey.OP_ACCEPT, door));
    }

    @Override
    public LoopInput input(SelectableChannel channel) {
        return new Input(channel);
    }

    private final class Input implements LoopInput {
        private final SelectableChannel channel;
        private Runnable onReadable = () -> {};
        private @Nullable SelectionKey key;
        private boolean wanted;

        Input(SelectableChannel channel) {
            this.channel = channel;
        }

        @Override
        public void open(Runnable onReadable) throws IOException {
            this.onReadable = onReadable;
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
            wanted = true;
        }

        void ready() {
            if (wanted) onReadable.run();
        }

        @Override
        public void watch(boolean wanted) {
            this.wanted = wanted;
            if (key != null) key.interestOps(wanted ? SelectionKey.OP_READ : 0);
        }

        @Override
        public void close() {
            wanted = false; // closing the channel removes its key
        }
    }

    @Override
    public void add(LoopEntry stream) throws IOException {
        register(stream, SelectionKey.OP_READ);
    }

    @Override
    public LoopSocket connect(ConnectTarget target) throws IOException {
        return new ChannelSocket(target.beginOnChannel());
    }

    @Override
    public void addConnecting(LoopAttempt attempt) throws IOException {
        register(attempt, SelectionKey.OP_CONNECT);
    }

    @Override
    public void addConnected(LoopAttempt attempt, LoopStream stream) throws IOException {
        register(stream, SelectionKey.OP_READ); // the channel's key is the same
    }

    private void register(LoopEntry entry, int operations) throws IOException {
        entry.handle =
                ((ChannelSocket) entry.socket()).channel().register(selector, operations, entry);
    }

    @Override
    public void watch(LoopEntry stream, boolean input, boolean output) {
        SelectionKey key = (SelectionKey) stream.handle;
        key.interestOps((input ? SelectionKey.OP_READ : 0) | (output ? SelectionKey.OP_WRITE : 0));
    }

    @Override
    public void remove(LoopEntry stream) {
        // closing the channel removes its key
    }

    @Override
    public void await(long timeoutNs, EventLoop loop) throws IOException {
        if (timeoutNs == 0) {
            selector.selectNow(key -> ready(key, loop));
        } else {
            int timeoutMs = PollTimeout.millis(timeoutNs);
            selector.select(key -> ready(key, loop), Math.max(0, timeoutMs)); // 0 is for ever
        }
    }

    private void ready(SelectionKey key, EventLoop loop) {
        loop.awoke();
        if (key.attachment() instanceof ChannelDoor door) {
            door.onAcceptable();
            return;
        }
        if (key.attachment() instanceof Input input) {
            input.ready();
            return;
        }
        LoopEntry stream = (LoopEntry) key.attachment();
        int ready = key.readyOps();
        if ((ready & (SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT)) != 0) stream.onWritable();
        if ((ready & SelectionKey.OP_READ) != 0) stream.onReadable();
    }

    @Override
    public void wake() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            // its descriptors are gone whatever close said
        }
    }
}
