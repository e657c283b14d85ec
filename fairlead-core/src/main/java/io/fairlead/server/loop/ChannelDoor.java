package io.fairlead.server.loop;

import io.fairlead.net.socket.Listener;
import io.fairlead.net.socket.Sockets;
import io.fairlead.server.site.Channels;
import io.fairlead.server.site.LoopSocket;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A listener of java.nio on a loop: watched by a selector, or asked in every turn. */
final class ChannelDoor implements LoopDoor {
    private final Listener listener;
    private final Opening opening;
    private @Nullable SelectionKey key;
    private Runnable onAcceptable = () -> {};
    private boolean accepting;

    /** What a loop does to watch a listener from now on. */
    @FunctionalInterface
    interface Opening {
        /** Returns the key in a selector; null in a loop that asks every listener in turn. */
        @Nullable SelectionKey open(ChannelDoor door) throws IOException;
    }

    /** Takes {@code listener} over. */
    ChannelDoor(Listener listener, Opening opening) {
        this.listener = listener;
        this.opening = opening;
    }

    @Override
    public void open(Runnable onAcceptable) throws IOException {
        this.onAcceptable = onAcceptable;
        listener.channel().configureBlocking(false);
        accepting = true;
        key = opening.open(this);
    }

    ServerSocketChannel channel() {
        return listener.channel();
    }

    boolean isOpen() {
        return listener.channel().isOpen();
    }

    /** The listener may have connections. */
    void onAcceptable() {
        if (accepting) onAcceptable.run();
    }

    @Override
    public @Nullable LoopSocket accept() throws IOException {
        SocketChannel channel = listener.channel().accept();
        if (channel == null) return null;
        Sockets.acceptedOptions(channel);
        return new ChannelSocket(channel);
    }

    @Override
    public void watchListener(boolean accepting) {
        this.accepting = accepting;
        if (key != null) key.interestOps(accepting ? SelectionKey.OP_ACCEPT : 0);
    }

    @Override
    public void closeListener() {
        accepting = false;
        Channels.close(listener);
    }
}
