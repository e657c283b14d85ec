package io.fairlead.server.blocking;

import io.fairlead.net.socket.Listener;
import io.fairlead.server.site.Channels;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Listeners whose connections one thread waits for. That thread accepts; any closes. */
interface Accepting extends AutoCloseable {
    /**
     * Waits for a connection, which is in blocking mode.
     *
     * @throws ClosedChannelException once they are closed, or if the thread is interrupted
     */
    SocketChannel accept() throws IOException;

    /** Stops listening. Later calls do nothing. */
    @Override
    void close();

    /** Takes {@code listeners} over: usually one; several, if so many were given. */
    static Accepting from(List<Listener> listeners) {
        return listeners.size() == 1 ? new One(listeners.getFirst()) : new Several(listeners);
    }

    /** One listener, in blocking mode. */
    record One(Listener listener) implements Accepting {
        @Override
        public SocketChannel accept() throws IOException {
            return listener.channel().accept();
        }

        @Override
        public void close() {
            Channels.close(listener);
        }
    }

    /** Several, which take turns. */
    final class Several implements Accepting {
        private final List<Listener> listeners;
        private final Queue<ServerSocketChannel> ready = new ArrayDeque<>();
        private volatile @Nullable Selector selector;
        private volatile boolean closed;

        private Several(List<Listener> listeners) {
            this.listeners = listeners;
        }

        @Override
        public SocketChannel accept() throws IOException {
            Selector waiting = open();
            try {
                SocketChannel accepted;
                while ((accepted = acceptReady()) == null) {
                    waiting.select(key -> ready.add((ServerSocketChannel) key.channel()));
                    if (Thread.currentThread().isInterrupted()) close();
                    if (closed) throw new ClosedChannelException();
                }
                return accepted;
            } catch (ClosedSelectorException e) {
                throw new ClosedChannelException();
            }
        }

        private @Nullable SocketChannel acceptReady() throws IOException {
            SocketChannel accepted = null;
            for (ServerSocketChannel one; accepted == null && (one = ready.poll()) != null; ) {
                accepted = one.accept();
            }
            return accepted;
        }

        /** Opens a selector when it is first needed, in the thread that can tell of a failure. */
        private Selector open() throws IOException {
            Selector there = selector;
            if (there != null) return there;
            Selector opened = Selector.open();
            selector = opened;
            for (Listener one : listeners) {
                one.channel().configureBlocking(false);
                one.channel().register(opened, SelectionKey.OP_ACCEPT);
            }
            if (closed) close();
            return opened;
        }

        @Override
        public void close() {
            closed = true;
            listeners.forEach(Channels::close);
            Selector there = selector;
            if (there != null) closeQuietly(there);
        }

        private static void closeQuietly(Selector selector) {
            try {
                selector.close();
            } catch (IOException e) {
                // its descriptors are gone whatever close said
            }
        }
    }
}
