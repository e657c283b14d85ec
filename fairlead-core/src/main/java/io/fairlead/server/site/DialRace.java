package io.fairlead.server.site;

import io.fairlead.net.NetException;
import io.fairlead.net.socket.AddressRace;
import io.fairlead.net.socket.ConnectFailure;
import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.net.socket.TcpTimes;
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
 * its server's queue is full. Belongs to the thread of a loop, which knows the sockets.
 *
 * @param <A> an attempt to connect to one address
 */
public abstract class DialRace<A> extends DeadlineWheel.Entry {
    private static final long UNIX_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Dial dial;
    private final @Nullable AddressRace addresses; // null for a Unix-domain endpoint
    private final List<A> underWay = new ArrayList<>(1);
    private long unixNs;
    private boolean over;
    private @Nullable NetException failure;

    /**
     * @param addresses of the host; none for a Unix-domain endpoint
     */
    protected DialRace(Dial dial, List<InetSocketAddress> addresses, long nowNs) {
        this.dial = dial;
        this.addresses = addresses.isEmpty() ? null : new AddressRace(addresses, nowNs);
        unixNs = nowNs;
    }

    // ---- what the loop has ----

    protected abstract long nowNs();

    /** Has this looked at then, and not at the time set before. */
    protected abstract void lookAt(long atNs);

    /** This is not to be looked at any more. */
    protected abstract void forget();

    /** Begins to connect to an address. */
    protected abstract A open(ConnectTarget to) throws IOException;

    protected abstract boolean isConnected(A attempt) throws IOException;

    /** Has the loop hear of what becomes of it. */
    protected abstract void watch(A attempt) throws IOException;

    protected abstract void close(A attempt, boolean watched);

    /** It has a connection; the others are closed. */
    protected abstract void won(A attempt, boolean watched);

    /** There is none. */
    protected abstract void lost(NetException reason);

    // ---- the race ----

    public final Dial dial() {
        return dial;
    }

    public final boolean isOver() {
        return over;
    }

    public final void begin() {
        goOn(nowNs());
    }

    @Override
    public final long look(long nowNs) {
        if (nowNs >= dial.deadlineNs()) fail(failure != null ? failure : dial.timedOut());
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
        long lookNs = Math.min(nextNs, dial.deadlineNs());
        lookAt(lookNs);
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
        TcpTimes times = KeepAliveOptions.of(dial.site().limits().keepAlive());
        return new ConnectTarget(dial.remote(), dial.options(), address, times);
    }

    private void attempt(ConnectTarget to, long nowNs) {
        A attempt = null;
        try {
            attempt = open(to);
            if (addresses == null && isConnected(attempt)) { // a Unix-domain one never waits
                end();
                won(attempt, false);
                return;
            }
            watch(attempt);
            underWay.add(attempt);
        } catch (IOException | RuntimeException e) { // of this address
            if (attempt != null) close(attempt, false);
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

    public final void failed(A attempt, IOException error) {
        underWay.remove(attempt);
        close(attempt, true);
        long nowNs = nowNs();
        noteFailure(error, nowNs);
        goOn(nowNs);
    }

    public final void connected(A attempt) {
        underWay.remove(attempt);
        end();
        won(attempt, true);
    }

    /** Ends it without a connection. */
    public final void fail(NetException reason) {
        if (over) return;
        end();
        lost(reason);
    }

    private void end() {
        over = true;
        forget();
        underWay.forEach(attempt -> close(attempt, true));
        underWay.clear();
    }
}
