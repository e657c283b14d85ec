package io.fairlead.server.loop;

import io.fairlead.net.NetException;
import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.server.site.Dial;
import io.fairlead.server.site.DialRace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** Connects on an event loop, to whose thread it belongs. */
final class LoopRace extends DialRace<LoopAttempt> {
    private final EventLoop loop;
    private final LoopClient client;

    /**
     * @param addresses of the host; none for a Unix-domain endpoint
     */
    LoopRace(EventLoop loop, LoopClient client, Dial dial, List<InetSocketAddress> addresses) {
        super(dial, addresses, loop.clock().refresh());
        this.loop = loop;
        this.client = client;
    }

    @Override
    protected long nowNs() {
        return loop.clock().getAsLong();
    }

    @Override
    protected void lookAt(long atNs) {
        loop.lookAt(this, atNs);
    }

    @Override
    protected void forget() {
        loop.forget(this);
    }

    @Override
    protected LoopAttempt open(ConnectTarget to) throws IOException {
        return new LoopAttempt(this, loop.readiness().connect(to));
    }

    @Override
    protected boolean isConnected(LoopAttempt attempt) throws IOException {
        return attempt.socket().finishConnect();
    }

    @Override
    protected void watch(LoopAttempt attempt) throws IOException {
        loop.readiness().addConnecting(attempt);
    }

    @Override
    protected void close(LoopAttempt attempt, boolean watched) {
        if (watched) loop.readiness().remove(attempt);
        attempt.socket().close();
    }

    @Override
    protected void won(LoopAttempt attempt, boolean watched) {
        if (watched) {
            client.connected(this, attempt);
        } else {
            client.connected(this, attempt.socket());
        }
    }

    @Override
    protected void lost(NetException reason) {
        client.failed(this, reason);
    }
}
