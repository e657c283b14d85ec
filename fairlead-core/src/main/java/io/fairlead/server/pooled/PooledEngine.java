package io.fairlead.server.pooled;

import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_NONBLOCK;

import io.fairlead.net.socket.NativeErrors;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.server.blocking.BlockingStream;
import io.fairlead.server.blocking.HandlerStream;
import io.fairlead.server.site.Channels;
import io.fairlead.server.site.Doorway;
import io.fairlead.server.site.LoopAcceptor;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.Refusal;
import io.fairlead.server.site.Site;
import io.fairlead.service.Handler;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads that one event loop carries, one for each connection: blocking style, without a
 * hand-off to the thread that waits. Threads as {@link PooledSide} says.
 */
public final class PooledEngine extends PooledSide implements Doorway {
    private final List<NativeListener> listeners;
    private final boolean tcp;
    private final LoopAcceptor acceptor;
    private final Terms refusalTerms;
    private final SockaddrStorage address = new SockaddrStorage();
    private @Nullable Sockaddr lastLocal;
    private int next; // of the listeners

    /**
     * @param listeners one, or several that were given
     * @param placesMax connections at a time: this loop's share of the server's limit
     */
    public PooledEngine(Site site, List<NativeListener> listeners, int placesMax)
            throws IOException {
        super(site);
        this.listeners = listeners;
        tcp = isTcp();
        acceptor = new LoopAcceptor(site, this, placesMax, this::serve, this::refuse);
        refusalTerms = Refusal.terms(site.terms);
        for (NativeListener one : listeners) loop().watchListener(one.fd(), true, true);
    }

    // ---- accepting ----

    @Override
    public @Nullable LoopSocket accept() throws IOException {
        int fd = -Errno.EAGAIN;
        for (int i = 0; i < listeners.size() && fd == -Errno.EAGAIN; i++) {
            fd = accept(listeners.get(next));
            next = (next + 1) % listeners.size();
        }
        if (fd == -Errno.EAGAIN) return null;
        NativeErrors.check(fd);
        Sockaddr remote = address.get();
        Sockaddr local = sharedLocal(fd);
        return site.handler == null
                ? new PooledSessionSocket(this, fd, remote, local, !tcp)
                : new PooledSocket(this, fd, remote, local, !tcp);
    }

    private int accept(NativeListener listener) {
        int fd;
        do {
            fd = loop().calls().accept4(listener.fd(), address, SOCK_NONBLOCK | SOCK_CLOEXEC);
        } while (fd == -Errno.EINTR || fd == -Errno.ECONNABORTED);
        return fd;
    }

    /** A listener at one address accepts at no other; most connections share one object. */
    private Sockaddr sharedLocal(int fd) {
        Sockaddr last = lastLocal;
        if (last != null && !site.endpoint.isWildcard()) return last;
        Sockaddr local = local(fd);
        if (last != null && last.equals(local)) return last;
        lastLocal = local;
        return local;
    }

    @Override
    public void watchListener(boolean accepting) {
        try {
            for (NativeListener one : listeners) {
                loop().watchListener(one.fd(), false, accepting);
            }
        } catch (IOException e) {
            throw new IllegalStateException("epoll_ctl of " + site.endpoint + " failed", e);
        }
    }

    @Override
    public void closeListener() {
        listeners.forEach(Channels::close);
    }

    private void serve(LoopSocket accepted) {
        PooledSocket socket = (PooledSocket) accepted;
        Handler handler = site.handler;
        if (handler != null) {
            beginOrEnd(socket, new HandlerStream(site, handler, socket, socket));
        } else {
            beginOrEnd(socket, new BlockingStream(site, site.terms, socket, socket));
        }
    }

    private void refuse(LoopSocket accepted) {
        PooledSocket socket = (PooledSocket) accepted;
        socket.refuse();
        beginOrEnd(socket, new BlockingStream(site, refusalTerms, socket, socket));
    }

    private void beginOrEnd(PooledSocket socket, Runnable conversation) {
        try {
            begin(socket, conversation);
        } catch (IOException e) {
            if (!socket.isRefused()) site.sources.notServed(socket.remoteAddress());
            socket.end();
            site.acceptFailed(e, Duration.ZERO, true);
        }
    }

    @Override
    void left(PooledSocket socket) {
        if (socket.isRefused()) {
            acceptor.refusalEnded();
        } else {
            acceptor.placeFreed();
        }
    }

    @Override
    void close() {
        acceptor.close();
    }

    // ---- the loop's turns ----

    @Override
    public void onAcceptable() {
        acceptor.accept();
    }

    @Override
    public long waitNs() {
        long waitNs = super.waitNs();
        if (acceptor.retryNs() == Long.MAX_VALUE) return waitNs;
        return Math.min(waitNs, Math.max(0, acceptor.retryNs() - nowNs()));
    }

    @Override
    public void onTurn() {
        acceptor.retryIfTime(nowNs());
        super.onTurn();
    }
}
