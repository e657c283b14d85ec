package io.fairlead.cli.talk;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.talk.local.Display;
import io.fairlead.cli.talk.local.Source;
import io.fairlead.client.UnixDatagrams;
import io.fairlead.net.NetException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An exchange of Unix datagrams: with one peer, or with anybody. Then what is typed goes to whoever
 * sent the last one, and waits for the first.
 */
public final class UnixDatagramTalk implements Talk {
    private final UnixDatagrams socket;
    private final DatagramCut cut;
    private final @Nullable Consumer<SocketAddress> onSender; // null when there is one peer
    private @Nullable SocketAddress sender; // guarded by this

    private UnixDatagramTalk(
            UnixDatagrams socket, DatagramCut cut, @Nullable Consumer<SocketAddress> onSender) {
        this.socket = socket;
        this.cut = cut;
        this.onSender = onSender;
    }

    /** With the endpoint that {@code socket} is connected to; takes the socket over. */
    public static UnixDatagramTalk withOne(UnixDatagrams socket, DatagramCut cut) {
        return new UnixDatagramTalk(socket, cut, null);
    }

    /**
     * With anybody; takes the socket over.
     *
     * @param onSender told when another sender than before is heard
     */
    public static UnixDatagramTalk withAnybody(
            UnixDatagrams socket, DatagramCut cut, Consumer<SocketAddress> onSender) {
        return new UnixDatagramTalk(socket, cut, onSender);
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
            if (to == null) socket.send(next);
            else socket.send(next, to);
            progress.sent(bytes);
        }
    }

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
            UnixDatagrams.Received received = socket.receive();
            if (onSender != null && isOther(received.sender())) onSender.accept(received.sender());
            progress.received(received.payload().remaining());
            display.received(received.payload());
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
    public void close() throws NetException {
        socket.close();
    }
}
