package io.fairlead.server.descriptor;

import static io.fairlead.posix.Epoll.EPOLLIN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Connections to which all is said: their output is shut down, what still comes is dropped, and
 * they are closed when the peer has closed, or after a while. Closed at once, with input that
 * nobody has read, the kernel would send a reset, which can overtake the last words. Belongs to the
 * reactor's thread.
 */
public final class Farewells {
    private static final int DROPPED_BYTES = 16 * 1024;

    private final Reactor reactor;
    private final long lingerNs;
    private final int readsMax;
    private final ByteBuffer dropped = ByteBuffer.allocateDirect(DROPPED_BYTES);
    // All linger for the same time, so the first in is the first to be over.
    private final Queue<Farewell> farewells = new ArrayDeque<>();

    /**
     * @param lingerNs how long one lasts at most
     * @param readsMax how often at most something that came is dropped
     */
    public Farewells(Reactor reactor, long lingerNs, int readsMax) {
        this.reactor = reactor;
        this.lingerNs = lingerNs;
        this.readsMax = readsMax;
    }

    private final class Farewell {
        private final NativeSocket socket;
        private final Runnable onEnd;
        private final long endNs;
        private final int slot;
        private int readsLeft = readsMax;
        private boolean over;

        Farewell(NativeSocket socket, Runnable onEnd) throws IOException {
            this.socket = socket;
            this.onEnd = onEnd;
            endNs = System.nanoTime() + lingerNs;
            slot = reactor.watch(socket.fd(), EPOLLIN, _ -> onReadable());
        }

        private void onReadable() {
            try {
                if (socket.read(dropped.clear()) >= 0 && --readsLeft > 0) return;
            } catch (IOException e) {
                // it left without reading
            }
            end();
            farewells.remove(this);
        }

        void end() {
            if (over) return;
            over = true;
            reactor.forget(slot, socket.fd());
            socket.close();
            onEnd.run();
        }
    }

    /**
     * Takes over a connection.
     *
     * @param onEnd is called when it is closed
     */
    public void begin(NativeSocket socket, Runnable onEnd) {
        try {
            socket.shutdownOutput();
            farewells.add(new Farewell(socket, onEnd));
        } catch (IOException e) { // it has left, or there is no memory to watch it
            socket.close();
            onEnd.run();
        }
    }

    public boolean isEmpty() {
        return farewells.isEmpty();
    }

    /** When {@link #endOverdue} should be called next; {@link Long#MAX_VALUE} is never. */
    public long waitNs() {
        Farewell first = farewells.peek();
        return first == null ? Long.MAX_VALUE : Math.max(0, first.endNs - System.nanoTime());
    }

    /** Ends those that have lingered long enough. */
    public void endOverdue() {
        while (waitNs() == 0) farewells.remove().end();
    }

    /** Ends all. */
    public void cut() {
        while (!farewells.isEmpty()) farewells.remove().end();
    }
}
