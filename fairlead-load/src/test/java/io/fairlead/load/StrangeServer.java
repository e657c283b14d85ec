package io.fairlead.load;

import io.fairlead.net.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP server that does to each connection what a test says. */
final class StrangeServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Talk talk;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** What is done to a connection, which is closed afterwards. */
    @FunctionalInterface
    interface Talk {
        void with(InputStream in, OutputStream out) throws Exception;
    }

    /** What comes back for the byte at an offset of the stream. */
    @FunctionalInterface
    interface Echo {
        byte[] of(long offset, byte value) throws Exception;
    }

    StrangeServer(Talk talk) throws IOException {
        this.talk = talk;
        listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread _ = Thread.ofPlatform().daemon().start(this::accept);
    }

    /** Sends each byte back, or what {@code echo} makes of it. */
    static StrangeServer echo(Echo echo) throws IOException {
        return new StrangeServer((in, out) -> {
            byte[] bytes = new byte[64 * 1024];
            long offset = 0;
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                for (int i = 0; i < count; i++) answer.write(echo.of(offset++, bytes[i]));
                out.write(answer.toByteArray());
            }
        });
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                Thread _ = Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            talk.with(socket.getInputStream(), socket.getOutputStream());
        } catch (Exception gone) {
            // The load has closed the connection.
        } finally {
            sockets.remove(socket);
        }
    }

    Endpoint endpoint() {
        return Endpoint.tcp("127.0.0.1", listener.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        listener.close(); // which ends the accepting thread
        for (Socket socket : sockets) socket.close();
    }
}
