package io.fairlead.cli.talk;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.talk.local.Display;
import io.fairlead.cli.talk.local.Source;
import io.fairlead.client.DatagramClient;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** An exchange of datagrams with one peer, whose end nothing tells: so it never ends. */
public final class DatagramTalk implements Talk {
    private final DatagramClient client;
    private final DatagramCut cut;

    /**
     * Opens a socket.
     *
     * @param cut what of the input is a datagram
     * @throws NetException as {@link DatagramClient#open}
     */
    public DatagramTalk(Endpoint endpoint, ConnectOptions options, DatagramCut cut)
            throws NetException {
        client = DatagramClient.open(endpoint, options);
        this.cut = cut;
    }

    @Override
    public void send(Source source, Display display, Progress progress)
            throws NetException, OutputException, CommandException {
        for (ByteBuffer next; (next = cut.next(source)) != null; ) {
            progress.sending();
            display.sent(next);
            int bytes = next.remaining();
            client.send(next);
            progress.sent(bytes);
        }
    }

    @Override
    public void receive(Display display, Progress progress) throws NetException, OutputException {
        while (true) {
            ByteBuffer received = client.receive();
            progress.received(received.remaining());
            display.received(received);
            display.messageEnded();
        }
    }

    @Override
    public SocketAddress localAddress() {
        return client.localAddress();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
