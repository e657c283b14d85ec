package io.fairlead.cli.talk;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.talk.local.Display;
import io.fairlead.cli.talk.local.Source;
import io.fairlead.client.Datagrams;
import io.fairlead.frame.Frame;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An exchange of datagrams, whose end nothing tells: so it never ends. It is with one peer, or with
 * anybody; then what is typed goes to whoever sent the last one, and waits for the first.
 */
public final class DatagramTalk implements Talk {
    private final Datagrams socket;
    private final DatagramCut cut;
    private final @Nullable Consumer<SocketAddress> onSender; // null when there is one peer
    private @Nullable SocketAddress sender; // guarded by this

    private DatagramTalk(
            Datagrams socket, DatagramCut cut, @Nullable Consumer<SocketAddress> onSender) {
        this.socket = socket;
        this.cut = cut;
        this.onSender = onSender;
    }

    /**
     * With the peer that {@code socket} is connected to; takes that over.
     *
     * @param cut what of the input is a datagram
     */
    public static DatagramTalk withOne(Datagrams socket, DatagramCut cut) {
        return new DatagramTalk(socket, cut, null);
    }

    /**
     * With anybody; takes {@code socket} over.
     *
     * @param cut what of the input is a datagram
     * @param onSender told when another sender than before is heard
     */
    public static DatagramTalk withAnybody(
            Datagrams socket, DatagramCut cut, Consumer<SocketAddress> onSender) {
        return new DatagramTalk(socket, cut, onSender);
    }

    @Override
    public void send(Source source, Display display, Progress progress)
            throws NetException, OutputException, CommandException {
        for (ByteBuffer next; (next = cut.next(source)) != null; ) {
            SocketAddress to = onSender == null ? null : awaitSender();
            if (onSender != null && to == null) return;
            progress.sending();
            display.sent(next);
            int bytes = next.remaining();
            Frame datagram = Frame.of(next);
            if (to == null) {
                socket.send(datagram);
            } else {
                socket.send(to, datagram);
            }
            progress.sent(bytes);
        }
    }

    /** Null if the thread is interrupted before somebody is heard. */
    private synchronized @Nullable SocketAddress awaitSender() {
        try {
            while (sender == null) wait();
            return sender;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void receive(Display display, Progress progress) throws NetException, OutputException {
        while (true) {
            Datagrams.Received received = socket.receive();
            SocketAddress from = received.sender();
            if (onSender != null && isOther(from)) onSender.accept(from);
            progress.received(received.payload().size());
            display.received(received.payload().buffer());
            display.messageEnded();
        }
    }

    private synchronized boolean isOther(SocketAddress from) {
        if (from.equals(sender)) return false;
        sender = from;
        notifyAll();
        return true;
    }

    @Override
    public SocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
