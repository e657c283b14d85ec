package io.fairlead.server.loop;

import io.fairlead.net.socket.Listener;
import io.fairlead.posix.PollTimeout;
import io.fairlead.server.site.Channels;
import io.fairlead.server.site.LoopSocket;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/**
 * One event loop over {@link Selector}: the loop's thread waits for all sockets at once (a
 * reactor). The JDK uses what the system has: epoll, kqueue, wepoll.
 */
public final class SelectorModel implements Readiness {
    private final Listener listener;
    private final Selector selector;
    private final SelectionKey listenerKey;

    public SelectorModel(Listener listener) throws IOException {
        this.listener = listener;
        selector = Selector.open();
        listener.channel().configureBlocking(false);
        listenerKey = listener.channel().register(selector, SelectionKey.OP_ACCEPT);
    }

    @Override
    public @Nullable LoopSocket accept() throws IOException {
        return ChannelSocket.accept(listener);
    }

    @Override
    public void closeListener() {
        Channels.close(listener);
    }

    @Override
    public void add(LoopStream stream) throws IOException {
        stream.handle =
                ((ChannelSocket) stream.socket())
                        .channel()
                        .register(selector, SelectionKey.OP_READ, stream);
    }

    @Override
    public void watch(LoopStream stream, boolean input, boolean output) {
        SelectionKey key = (SelectionKey) stream.handle;
        key.interestOps((input ? SelectionKey.OP_READ : 0) | (output ? SelectionKey.OP_WRITE : 0));
    }

    @Override
    public void remove(LoopStream stream) {
        // closing the channel removes its key
    }

    @Override
    public void watchListener(boolean accepting) {
        listenerKey.interestOps(accepting ? SelectionKey.OP_ACCEPT : 0);
    }

    @Override
    public void await(long timeoutNs, LoopEngine loop) throws IOException {
        if (timeoutNs == 0) {
            selector.selectNow(key -> ready(key, loop));
        } else {
            int timeoutMs = PollTimeout.millis(timeoutNs);
            selector.select(key -> ready(key, loop), Math.max(0, timeoutMs)); // 0 is for ever
        }
    }

    private void ready(SelectionKey key, LoopEngine loop) {
        loop.awoke();
        if (key.equals(listenerKey)) {
            loop.onAcceptable();
            return;
        }
        LoopStream stream = (LoopStream) key.attachment();
        int ready = key.readyOps();
        if ((ready & SelectionKey.OP_WRITE) != 0) stream.onWritable();
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
