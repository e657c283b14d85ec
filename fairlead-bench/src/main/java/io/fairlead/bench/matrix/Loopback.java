package io.fairlead.bench.matrix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** Ports of this machine, for programs that cannot say which one they have. */
final class Loopback {
    private static final long LOOK_EVERY_MS = 10;

    private Loopback() {}

    /** A port that nobody has at this moment. */
    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /**
     * Waits until {@code server} accepts connections.
     *
     * @throws IOException if it ends before that
     */
    static void awaitListener(int port, Process server) throws IOException {
        while (true) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                awaitAMoment(server, e);
            }
        }
    }

    private static void awaitAMoment(Process server, IOException refused) throws IOException {
        try {
            if (server.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) throw refused;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
