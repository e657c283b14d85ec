package io.fairlead.server.blocking;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes the JDK ready for virtual threads that wait for a socket, before strangers take the last
 * file descriptor.
 *
 * <p>The first such wait opens the JDK's epoll instances, in a static initializer. If that one
 * fails (EMFILE), no virtual thread can wait for a socket again until the process ends, however
 * many descriptors become free.
 */
public final class VirtualWait {
    private static final int WAIT_MS = 1;
    private static boolean prepared;

    private VirtualWait() {}

    /**
     * Waits for a datagram that nobody sends, for a millisecond; only once in a process.
     *
     * @throws IOException if the JDK cannot be made ready
     */
    public static synchronized void prepare() throws IOException {
        if (prepared) return;
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread first = Thread.ofVirtual().start(() -> failure.set(tryWait()));
        try {
            first.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // whoever comes next does it
        }
        Throwable error = failure.get();
        if (error instanceof IOException plain) throw plain;
        if (error != null) throw new IOException(error);
        prepared = true;
    }

    private static @Nullable Throwable tryWait() {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (DatagramSocket socket = new DatagramSocket(anyPort)) {
            socket.setSoTimeout(WAIT_MS);
            socket.receive(new DatagramPacket(new byte[1], 1));
            return null;
        } catch (SocketTimeoutException waited) {
            return null;
        } catch (ExceptionInInitializerError e) {
            return e.getCause();
        } catch (IOException | LinkageError e) {
            return e;
        }
    }
}
