package io.fairlead.server.datagram;

import io.fairlead.frame.Frame;
import io.fairlead.net.NetException;
import io.fairlead.server.watch.DeadlineWheel;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.service.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client exchanges datagrams with, over a socket of their own: that its port is closed is
 * told, and ends it. Safe for any thread but where said.
 */
final class ConnectedPeer extends DatagramPeer {
    private static final String REFUSED = "ECONNREFUSED"; // errno(3)

    private final LoopDatagramClient client;
    private final ConnectedSocket socket;
    private final AtomicInteger handedOver = new AtomicInteger(); // bytes
    private final Silence silence = new Silence();
    private volatile long activeNs;
    private volatile long timeoutNs;
    private boolean finished; // belongs to the loop's thread

    ConnectedPeer(
            LoopDatagramClient client,
            ConnectedSocket socket,
            Service service,
            SerialExecutor serial) {
        super(client.site(), service, socket.remoteAddress(), socket.localAddress(), serial);
        this.client = client;
        this.socket = socket;
        activeNs = nanoTime();
        timeoutNs = timeoutNs(client.site().limits());
    }

    private static long timeoutNs(Limits limits) {
        Duration timeout = limits.datagramPeerTimeout();
        return TimeUnit.NANOSECONDS.convert(timeout);
    }

    // ---- the loop's thread ----

    ConnectedSocket socket() {
        return socket;
    }

    /** False if it has finished before. */
    boolean finish() {
        if (finished) return false;
        finished = true;
        return true;
    }

    /** When it has been silent for too long. */
    Silence silence() {
        return silence;
    }

    /** On the wheel of the loop, to whose thread it belongs. */
    final class Silence extends DeadlineWheel.Entry {
        long dueNs() {
            long due = activeNs + timeoutNs;
            return due < activeNs ? Long.MAX_VALUE : due;
        }

        @Override
        public long look(long nowNs) {
            if (isClosed()) return Long.MAX_VALUE;
            if (dueNs() > nowNs) return dueNs();
            serial.add(ConnectedPeer.this::silent);
            return Long.MAX_VALUE;
        }
    }

    /** On the peer's turn. */
    private void silent() {
        if (isClosed()) return;
        if (service.idle()) {
            activeNs = nanoTime();
            client.lookAt(this);
        } else {
            beginEnd(CloseReason.IDLE);
        }
    }

    @Override
    void receive(Frame datagram, @Nullable LocalAddress local) {
        activeNs = nanoTime();
        super.receive(datagram, local);
    }

    /** Nothing can be received any more. */
    void lost(IOException error) {
        String errno = NetException.of("read", client.site().endpoint, error).errno();
        beginEnd(errno.equals(REFUSED) ? CloseReason.REFUSED : CloseReason.RESET);
    }

    // ---- any thread ----

    @Override
    boolean trySend(Frame frame) {
        if (client.isHere() || socket.sendsFromAnyThread()) return sendHere(frame);
        return handOver(frame);
    }

    private boolean sendHere(Frame frame) {
        try {
            if (!socket.send(frame.buffer())) return false;
        } catch (IOException e) {
            String errno = NetException.of("write", client.site().endpoint, e).errno();
            if (errno.equals(REFUSED)) beginEnd(CloseReason.REFUSED);
            return false; // or there is no route, or a firewall
        }
        activeNs = nanoTime();
        return true;
    }

    /** The loop's thread sends it. */
    private boolean handOver(Frame frame) {
        int size = frame.size();
        int before = handedOver.getAndAdd(size);
        if (before > 0 && before + size > client.site().limits().queuedBytesMax()) {
            handedOver.addAndGet(-size);
            return false;
        }
        Frame copy = frame.copy();
        client.ask(() -> {
            handedOver.addAndGet(-size);
            if (isClosed() || !sendHere(copy)) lost(1, size);
        });
        return true;
    }

    @Override
    public int queuedBytes() {
        return handedOver.get();
    }

    /** Of the limits, {@link Limits#datagramPeerTimeout} counts. */
    @Override
    public void limits(Limits limits) {
        timeoutNs = timeoutNs(limits);
        client.lookAt(this);
    }

    @Override
    void onEndBegun() {
        client.finishSoon(this);
    }
}
