package io.fairlead.server.pooled;

import static io.fairlead.posix.Epoll.EPOLLET;
import static io.fairlead.posix.Epoll.EPOLLOUT;

import io.fairlead.net.NetException;
import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.server.site.Dial;
import io.fairlead.server.site.DialRace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** Connects on a loop of virtual threads, to whose thread it belongs. */
final class PooledRace extends DialRace<PooledAttempt> {
    private final PooledClients clients;

    PooledRace(PooledClients clients, Dial dial, List<InetSocketAddress> addresses) {
        super(dial, addresses, clients.nowNs());
        this.clients = clients;
    }

    @Override
    protected long nowNs() {
        return clients.nowNs();
    }

    @Override
    protected void lookAt(long atNs) {
        clients.wheel().schedule(this, atNs);
    }

    @Override
    protected void forget() {
        clients.wheel().remove(this);
    }

    @Override
    protected PooledAttempt open(ConnectTarget to) throws IOException {
        int fd = to.beginOnDescriptor();
        return new PooledAttempt(this, clients, fd, clients.local(fd));
    }

    @Override
    protected boolean isConnected(PooledAttempt attempt) throws IOException {
        return attempt.isConnected();
    }

    @Override
    protected void watch(PooledAttempt attempt) throws IOException {
        int events = EPOLLOUT | EPOLLET;
        clients.loop().add(attempt, attempt.fd, events);
    }

    @Override
    protected void close(PooledAttempt attempt, boolean watched) {
        clients.loop().close(attempt.fd);
    }

    @Override
    protected void won(PooledAttempt attempt, boolean watched) {
        clients.connected(this, attempt.fd);
    }

    @Override
    protected void lost(NetException reason) {
        clients.failed(this, reason);
    }
}
