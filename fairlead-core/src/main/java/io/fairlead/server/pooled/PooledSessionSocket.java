package io.fairlead.server.pooled;

import io.fairlead.posix.Sockaddr;
import io.fairlead.server.blocking.BlockingStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a session, which has a thread only while there is something to do. Threads as
 * {@link PooledSocket} says.
 */
final class PooledSessionSocket extends PooledSocket {
    private @Nullable BlockingStream session;
    private boolean queued;

    PooledSessionSocket(PooledSide side, int fd, Sockaddr remote, Sockaddr local, boolean exact) {
        super(side, fd, remote, local, exact);
    }

    /** Begins to watch the socket, and opens the session. */
    void begin(BlockingStream opened) throws IOException {
        begin(); // if epoll refuses it, nobody ever serves the session
        session = opened;
        called();
    }

    /** Serves the session, on a thread of the loop's. */
    void serve() {
        queued = false;
        BlockingStream current = session;
        if (current == null) return;
        owner = Thread.currentThread();
        boolean ended = current.turn();
        owner = null;
        if (ended) {
            session = null;
        } else if (closed || woken || readable || inputOver) {
            called(); // it came while the session was about to wait
        }
    }

    @Override
    boolean isQueued() {
        return queued;
    }

    @Override
    void called() {
        if (session == null || owner != null || queued) return;
        queued = true;
        side.workers().add(this);
    }

    @Override
    public void wake() {
        super.wake();
        loop.act(this::called);
    }
}
