package io.fairlead.server;

import static io.fairlead.posix.Epoll.EPOLLIN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.service.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Connections over the limit, that are told so on a reactor's thread and let go: as {@link
 * Refusal}, without a thread for each.
 */
final class Refusals {
    private static final int DROPPED_BYTES = 16 * 1024;
    private static final int READS_MAX = 64;

    private final Reactor reactor;
    private final Runnable onEnd;
    private final ByteBuffer text;
    private final long lingerNs;
    private final ByteBuffer dropped = ByteBuffer.allocateDirect(DROPPED_BYTES);
    // All linger for the same time, so the first in is the first to be over.
    private final Queue<Farewell> farewells = new ArrayDeque<>();

    /**
     * @param onEnd is called when a connection has ended
     */
    Refusals(Reactor reactor, Limits limits, Runnable onEnd) {
        this.reactor = reactor;
        this.onEnd = onEnd;
        byte[] bytes = (limits.refusalText() + "\n").getBytes(UTF_8);
        text = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        lingerNs = limits.lingerTimeout().toNanos();
    }

    /** One connection that has been told, and has not closed yet. */
    private final class Farewell {
        private final NativeSocket socket;
        private final long endNs;
        private final int slot;
        private int readsLeft = READS_MAX;
        private boolean over;

        Farewell(NativeSocket socket) throws IOException {
            this.socket = socket;
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

    /** Takes over a connection. */
    void refuse(NativeSocket socket) {
        try {
            socket.write(text.duplicate()); // a new socket has room for it
            socket.shutdownOutput();
            farewells.add(new Farewell(socket));
        } catch (IOException e) { // it has left, or there is no memory to watch it
            socket.close();
            onEnd.run();
        }
    }

    boolean isEmpty() {
        return farewells.isEmpty();
    }

    /** When {@link #endOverdue} should be called next; {@link Long#MAX_VALUE} is never. */
    long waitNs() {
        Farewell first = farewells.peek();
        return first == null ? Long.MAX_VALUE : Math.max(0, first.endNs - System.nanoTime());
    }

    /** Ends those that have lingered long enough. */
    void endOverdue() {
        while (waitNs() == 0) farewells.remove().end();
    }

    /** Ends all. */
    void cut() {
        while (!farewells.isEmpty()) farewells.remove().end();
    }
}
