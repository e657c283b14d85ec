package io.fairlead.server.loop;

import io.fairlead.net.NetException;
import io.fairlead.net.socket.AddressRace;
import io.fairlead.net.socket.ConnectFailure;
import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.server.site.Dial;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.watch.DeadlineWheel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects for one who dialled, without a wait: to the addresses of a host as {@link AddressRace}
 * has it, of which the first that answers wins; or to a Unix-domain endpoint, again and again while
 * its server's queue is full. Belongs to the loop's thread.
 */
final class LoopRace extends DeadlineWheel.Entry {
    private static final long UNIX_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final EventLoop loop;
    private final LoopClient client;
    private final Dial dial;
    private final @Nullable AddressRace addresses; // null for a Unix-domain endpoint
    private final List<LoopAttempt> underWay = new ArrayList<>(1);
    private final long deadlineNs;
    private long unixNs;
    private boolean over;
    private @Nullable NetException failure;

    /**
     * @param addresses of the host; none for a Unix-domain endpoint
     */
    LoopRace(EventLoop loop, LoopClient client, Dial dial, List<InetSocketAddress> addresses) {
        this.loop = loop;
        this.client = client;
        this.dial = dial;
        long nowNs = loop.clock().refresh();
        this.addresses = addresses.isEmpty() ? null : new AddressRace(addresses, nowNs);
        deadlineNs = dial.deadlineNs();
        unixNs = nowNs;
    }

    Dial dial() {
        return dial;
    }

    boolean isOver() {
        return over;
    }

    void begin() {
        goOn(loop.clock().getAsLong());
    }

    @Override
    public long look(long nowNs) {
        if (nowNs >= deadlineNs) fail(failure != null ? failure : dial.timedOut());
        return goOn(nowNs);
    }

    /** Begins the attempts that are due; returns when to look again, which is seen to. */
    private long goOn(long nowNs) {
        for (ConnectTarget to; !over && (to = next(nowNs)) != null; ) attempt(to, nowNs);
        if (over) return Long.MAX_VALUE;
        long nextNs = addresses == null ? unixNs : nowNs + addresses.waitNs(nowNs);
        if (nextNs < nowNs) nextNs = Long.MAX_VALUE; // never, and some
        if (underWay.isEmpty() && nextNs == Long.MAX_VALUE && failure != null) {
            fail(failure);
            return Long.MAX_VALUE;
        }
        long lookNs = Math.min(nextNs, deadlineNs);
        loop.lookAt(this, lookNs);
        return lookNs;
    }

    private @Nullable ConnectTarget next(long nowNs) {
        if (addresses != null) {
            InetSocketAddress address = addresses.next(nowNs);
            return address == null ? null : target(address);
        }
        if (nowNs < unixNs) return null;
        unixNs = Long.MAX_VALUE;
        return target(null);
    }

    private ConnectTarget target(@Nullable InetSocketAddress address) {
        return new ConnectTarget(dial.remote(), dial.options(), address);
    }

    private void attempt(ConnectTarget to, long nowNs) {
        LoopSocket socket = null;
        try {
            socket = loop.readiness().connect(to);
            if (addresses == null && socket.finishConnect()) { // a Unix-domain one never waits
                end();
                client.connected(this, socket);
                return;
            }
            LoopAttempt attempt = new LoopAttempt(this, socket);
            loop.readiness().addConnecting(attempt);
            underWay.add(attempt);
        } catch (IOException | RuntimeException e) { // of this address
            if (socket != null) socket.close();
            noteFailure(e, nowNs);
        }
    }

    private void noteFailure(Exception error, long nowNs) {
        NetException next = dial.explained(error);
        if (addresses != null) {
            addresses.failed(nowNs);
        } else if (next.errno().equals("EAGAIN")) {
            unixNs = nowNs + UNIX_RETRY_NS;
            return;
        }
        failure = failure == null ? next : ConnectFailure.moreTelling(failure, next);
    }

    // ---- what the attempts tell ----

    void failed(LoopAttempt attempt, IOException error) {
        underWay.remove(attempt);
        close(attempt);
        long nowNs = loop.clock().getAsLong();
        noteFailure(error, nowNs);
        goOn(nowNs);
    }

    void connected(LoopAttempt attempt) {
        underWay.remove(attempt);
        end();
        client.connected(this, attempt);
    }

    /** Ends it without a connection. */
    void fail(NetException reason) {
        if (over) return;
        end();
        client.failed(this, reason);
    }

    private void end() {
        over = true;
        loop.forget(this);
        underWay.forEach(this::close);
        underWay.clear();
    }

    private void close(LoopAttempt attempt) {
        loop.readiness().remove(attempt);
        attempt.socket().close();
    }
}
