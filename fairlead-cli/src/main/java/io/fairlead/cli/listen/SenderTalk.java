package io.fairlead.cli.listen;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.talk.DatagramCut;
import io.fairlead.cli.talk.Progress;
import io.fairlead.cli.talk.Talk;
import io.fairlead.cli.talk.local.Display;
import io.fairlead.cli.talk.local.Source;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams of anybody, and answers to whoever sent the last one. What is typed before the first
 * came waits for it.
 */
final class SenderTalk implements Talk {
    private static final int RECEIVE_BYTES = 64 * 1024;

    private final DatagramChannel channel;
    private final Endpoint endpoint;
    private final DatagramCut cut;
    private final Consumer<SocketAddress> onSender;
    private @Nullable SocketAddress sender; // guarded by this

    /**
     * Takes over a socket.
     *
     * @param onSender told when another sender than before is heard
     */
    SenderTalk(
            DatagramChannel channel,
            Endpoint endpoint,
            DatagramCut cut,
            Consumer<SocketAddress> onSender) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.cut = cut;
        this.onSender = onSender;
    }

    @Override
    public void send(Source source, Display display, Progress progress)
            throws NetException, OutputException, CommandException {
        for (ByteBuffer next; (next = cut.next(source)) != null; ) {
            SocketAddress to = awaitSender();
            if (to == null) return;
            progress.sending();
            display.sent(next);
            int bytes = next.remaining();
            try {
                channel.send(next, to);
            } catch (IOException e) {
                throw NetException.of("write", Endpoint.describe(to), e);
            }
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
        ByteBuffer received = ByteBuffer.allocateDirect(RECEIVE_BYTES);
        while (true) {
            SocketAddress from;
            try {
                from = channel.receive(received.clear());
            } catch (IOException e) {
                throw NetException.of("read", endpoint, e);
            }
            if (isOther(from)) onSender.accept(from);
            progress.received(received.flip().remaining());
            display.received(received);
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
        return channel.socket().getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
