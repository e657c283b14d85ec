package io.fairlead.server;

import io.fairlead.service.CloseReason;
import io.fairlead.session.Carrier;
import io.fairlead.session.Session;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Moves one session's bytes over a blocking socket, on the thread that calls {@link #run}.
 *
 * <p>That thread reads, serves and sends the replies. When another thread queues something while it
 * is blocked in a read, a virtual thread sends that and ends. At no time do two threads send: the
 * session lends its bytes to one at a time, and whoever has them goes on until none are left.
 */
final class BlockingStream implements Driver, Carrier, Runnable {
    private static final long MEMORY_RETRY_NS = 10_000_000;

    /** A blocking write returns when all is taken: in pieces, progress is seen. */
    private static final int WRITE_BYTES_MAX = 64 * 1024;

    /** What a connection holds while it waits for input, after a bulk transfer. */
    private static final int READ_BYTES_MAX = 16 * 1024;

    private final BlockingSocket socket;
    private final Session session;
    private final Site site;
    private final Timer timer;
    private final ReentrantLock serving =
            new ReentrantLock(); // calls of the service, one at a time
    private final ReentrantLock waiting = new ReentrantLock();
    private final Condition woken = waiting.newCondition();
    private volatile Timer.@Nullable Watch watch;
    private volatile @Nullable Thread owner;
    private volatile boolean reading;
    private volatile boolean changed;

    BlockingStream(Site site, Timer timer, BlockingSocket socket) {
        this.site = site;
        this.timer = timer;
        this.socket = socket;
        session = new Session(site.terms, this);
    }

    @Override
    public SocketAddress remoteAddress() {
        return socket.remoteAddress();
    }

    @Override
    public SocketAddress localAddress() {
        return socket.localAddress();
    }

    /** Serves the connection until its end. */
    @Override
    public void run() {
        owner = Thread.currentThread();
        Site.Visit visit = site.opened(remoteAddress());
        try (Timer.Watch own = timer.watch(this)) {
            watch = own;
            session.open();
            transfer();
        } catch (IOException e) {
            session.abort(CloseReason.RESET);
        } finally {
            socket.close();
            serve(session::end); // onWritable may be running in another thread
            visit.closed(
                    session.bytesReceived(),
                    session.bytesSent(),
                    session.closeReason(),
                    session.failure());
        }
    }

    private void transfer() throws IOException {
        while (true) {
            changed = false;
            flush();
            serve(session::resume);
            if (session.isFinished()) return;
            if (session.wantsSend()) continue; // replies to what had waited for room
            shutdownIfTime(); // the service may have closed without a reply
            ByteBuffer space = session.receiveSpace();
            if (space == null || session.isStarved()) {
                session.receivedNothing();
                awaitChange();
            } else if (session.isDrained()) {
                receiveWithoutWaiting(space);
            } else if (announceReading()) {
                receive(space);
            } else {
                session.receivedNothing();
            }
        }
    }

    private void receive(ByteBuffer space) throws IOException {
        int count;
        try {
            count = socket.read(space, null);
        } finally {
            reading = false;
        }
        if (count > 0) site.received(count);
        serve(count < 0 ? session::receiveEnded : () -> session.received(count));
    }

    private void receiveWithoutWaiting(ByteBuffer space) throws IOException {
        int count = socket.tryRead(space);
        if (count == 0) {
            session.receivedNothing();
        } else {
            serve(count < 0 ? session::receiveEnded : () -> session.received(count));
        }
    }

    private void serve(Runnable door) {
        serving.lock();
        try {
            door.run();
        } finally {
            serving.unlock();
        }
    }

    /**
     * From here on whoever queues bytes sends them too. False if something was queued while that
     * was not yet so: each side first writes its own flag and then reads the other's, so at least
     * one of them sees the other.
     */
    private boolean announceReading() {
        reading = true;
        if (!changed) return true;
        reading = false;
        return false;
    }

    /** Sends all that is queued; returns at once if another thread is doing so. */
    private void flush() throws IOException {
        ByteBuffer bytes;
        while ((bytes = session.beginSend()) != null) {
            int start = bytes.position();
            try {
                socket.write(bytes.limit(Math.min(bytes.limit(), start + WRITE_BYTES_MAX)), null);
            } finally {
                int sent = bytes.position() - start;
                session.endSend(sent);
                site.sent(sent);
            }
        }
        shutdownIfTime();
    }

    private void shutdownIfTime() throws IOException {
        boolean time;
        serving.lock();
        try {
            time = session.takeShutdown();
        } finally {
            serving.unlock();
        }
        if (!time) return;
        socket.shutdownOutput();
        Timer.Watch own = watch;
        if (own != null) own.lookAgain(); // the linger timeout has begun
    }

    @Override
    public int readBytesMax() {
        return READ_BYTES_MAX;
    }

    // ---- other threads ----

    @Override
    public void wake() {
        if (Thread.currentThread().equals(owner))
            return; // which flushes after each call of the service
        changed = true;
        if (reading) {
            Thread.ofVirtual().name("fairlead sender").start(this::sendForOwner);
        } else {
            wakeOwner();
        }
    }

    private void sendForOwner() {
        try {
            do {
                flush();
                serve(session::tellWritable);
                if (session.isStarved()) LockSupport.parkNanos(MEMORY_RETRY_NS);
            } while (session.wantsSend() || session.isStarved());
        } catch (IOException e) {
            session.abort(CloseReason.RESET);
            socket.close(); // wakes the owner
        }
        wakeOwner();
    }

    private void wakeOwner() {
        waiting.lock();
        try {
            changed = true;
            woken.signalAll();
        } finally {
            waiting.unlock();
        }
    }

    /** Waits until another thread has sent or queued something, or memory may be had again. */
    private void awaitChange() {
        waiting.lock();
        try {
            long leftNs = session.wantsReceive() ? MEMORY_RETRY_NS : Long.MAX_VALUE;
            while (!changed && leftNs > 0) leftNs = woken.awaitNanos(leftNs);
        } catch (InterruptedException e) {
            session.abort(CloseReason.CUT);
        } finally {
            waiting.unlock();
        }
    }

    @Override
    public long deadlineNs() {
        return session.deadlineNs();
    }

    @Override
    public void expire() {
        session.expire();
        closeIfAborted();
    }

    @Override
    public void drain() {
        session.drain();
        changed = true;
        if (!reading) {
            wakeOwner(); // it looks before it reads again; see announceReading
            return;
        }
        if (session.isMidFrame()) return; // the rest may come
        try {
            socket.endInput(() -> reading); // the owner reads on, to the end of what has arrived
        } catch (IOException e) {
            // closed already
        }
    }

    @Override
    public void cut() {
        session.abort(CloseReason.CUT);
        closeIfAborted();
    }

    private void closeIfAborted() {
        if (session.isAborted()) {
            socket.close(); // wakes a blocked read or write
            wakeOwner();
        }
    }
}
