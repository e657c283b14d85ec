package io.fairlead.cli;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Connections that fill the queue of a listener, until one more gets no answer. */
final class FullQueue implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 100;
    private static final int TIMEOUT_MS = 200;

    private final List<Socket> waiting = new ArrayList<>();

    FullQueue(ServerSocket listener) throws IOException {
        while (waiting.size() < CONNECTIONS_MAX) {
            Socket next = new Socket();
            waiting.add(next);
            try {
                next.connect(listener.getLocalSocketAddress(), TIMEOUT_MS);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new IllegalStateException("the queue takes more than " + CONNECTIONS_MAX);
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : waiting) socket.close();
    }
}
