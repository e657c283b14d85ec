package io.fairlead.server.site;

import io.fairlead.server.report.RefusalReason;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Accepts connections on a loop, within the gate's limit. While the gate is full or accepting
 * fails, the listener is not watched, so that the loop does not spin on it. Belongs to the loop's
 * thread.
 */
public final class LoopAcceptor {
    private static final int AT_A_TIME_MAX = 64;

    private final Site site;
    private final Doorway doorway;
    private final Consumer<LoopSocket> serve;
    private final Consumer<LoopSocket> refuse;
    private final Gate gate;
    private final Backoff backoff;
    private boolean watching = true;
    private boolean waitsForPlace;
    private boolean closed;
    private int refusals;
    private long retryNs = Long.MAX_VALUE;

    /**
     * @param placesMax connections at a time
     * @param serve takes over an accepted socket, and a place
     * @param refuse takes over a socket for which there is no place
     */
    public LoopAcceptor(
            Site site,
            Doorway doorway,
            int placesMax,
            Consumer<LoopSocket> serve,
            Consumer<LoopSocket> refuse) {
        this.site = site;
        backoff = new Backoff(site.terms.clockNs());
        this.doorway = doorway;
        this.serve = serve;
        this.refuse = refuse;
        gate = new Gate(site.limits(), placesMax);
    }

    /** The listener has connections: accepts what there is. */
    public void accept() {
        for (int i = 0; i < AT_A_TIME_MAX && !closed; i++) {
            boolean place = gate.tryEnter();
            if (!place && !gate.refuses()) {
                waitsForPlace = true;
                watch();
                return;
            }
            if (!acceptOne(place)) return;
        }
    }

    private boolean acceptOne(boolean place) {
        LoopSocket socket = null;
        try {
            socket = doorway.accept();
            long failures = backoff.succeeded();
            if (failures > 0) site.acceptRecovered(failures);
        } catch (IOException e) {
            failed(e);
        } catch (RuntimeException | Error e) { // out of heap, most likely
            failed(new IOException(e));
        }
        if (socket == null) {
            if (place) gate.leave();
            return false;
        }
        take(socket, place);
        return true;
    }

    private void take(LoopSocket socket, boolean place) {
        RefusalReason reason =
                place ? site.sources.tryAccept(socket.remoteAddress()) : RefusalReason.CONNECTIONS;
        if (reason == null) {
            serve(socket);
        } else {
            if (place) gate.leave();
            refuse(socket, reason);
        }
    }

    /** Out of memory for one more, say: the others go on. */
    private void serve(LoopSocket socket) {
        try {
            serve.accept(socket);
        } catch (RuntimeException | Error e) { // nobody has it
            site.sources.notServed(socket.remoteAddress());
            socket.close();
            gate.leave();
            failed(new IOException(e));
        }
    }

    private void refuse(LoopSocket socket, RefusalReason reason) {
        site.refused(socket.remoteAddress(), reason);
        if (!reason.isTold()) {
            socket.resetOnClose(); // leaves nothing behind, however many they are
            socket.close();
        } else if (refusals < Refusal.AT_A_TIME_MAX) {
            refusals++;
            refuse.accept(socket);
        } else {
            socket.close();
        }
    }

    /** A connection that was refused has ended. */
    public void refusalEnded() {
        refusals--;
    }

    private void failed(IOException error) {
        long waitNs = backoff.failed().toNanos();
        retryNs = site.terms.clockNs().getAsLong() + waitNs;
        site.acceptFailed(error, Duration.ofNanos(waitNs), backoff.isNews());
        watch();
    }

    /** A connection has ended. */
    public void placeFreed() {
        gate.leave();
        if (!waitsForPlace) return;
        waitsForPlace = false;
        watch();
    }

    /** When {@link #retryIfTime} should be called; {@link Long#MAX_VALUE} is never. */
    public long retryNs() {
        return retryNs;
    }

    /** Tries again after a failure, if the wait is over. */
    public void retryIfTime(long nowNs) {
        if (nowNs < retryNs) return;
        retryNs = Long.MAX_VALUE;
        watch();
    }

    private void watch() {
        boolean wanted = !waitsForPlace && retryNs == Long.MAX_VALUE && !closed;
        if (wanted == watching) return;
        watching = wanted;
        doorway.watchListener(wanted);
    }

    /** Stops accepting; connections still in the kernel's queue are reset by it. */
    public void close() {
        closed = true;
        watch();
        doorway.closeListener();
    }
}
