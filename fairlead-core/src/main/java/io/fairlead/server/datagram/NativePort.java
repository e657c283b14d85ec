package io.fairlead.server.datagram;

import io.fairlead.frame.Frame;
import io.fairlead.frame.Slab;
import io.fairlead.net.socket.NativeDatagrams;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.message.MessageCalls;
import io.fairlead.server.loop.LoopInput;
import io.fairlead.server.loop.Readiness;
import io.fairlead.server.site.Site;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket as a bare descriptor: a turn receives a batch and sends a batch.
 *
 * <p>What the loop's thread sends goes with the batch that it serves; what others send waits in an
 * outbox for the loop. All but {@link #trySend} belongs to the loop's thread.
 */
public final class NativePort implements DatagramPort {
    private static final int BATCHES_AT_A_TIME_MAX = 16;

    private final Site site;
    private final NativeDatagrams socket;
    private final MessageCalls calls = new MessageCalls(new Posix());
    private final ReceiveBatch received;
    private final SendBatch toSend;
    private final DatagramOutbox outbox;
    private final DatagramPeers.Maker maker = this::newPeer;
    private volatile @Nullable Thread loop;

    /**
     * Takes {@code socket} over.
     *
     * @param wake ends the wait of the loop
     */
    public NativePort(Site site, NativeDatagrams socket, Runnable wake) {
        this.site = site;
        this.socket = socket;
        received = new ReceiveBatch(site);
        toSend = new SendBatch(site, socket, calls);
        outbox = new DatagramOutbox(site.limits().queuedBytesMax(), wake);
    }

    /** Why so many loops cannot have the memory they need; null when they can. */
    public static @Nullable String reason(Slab slab, int loops) {
        long needed = (long) loops * (ReceiveBatch.BYTES_MIN + SendBatch.BYTES);
        if (slab.bytesMax() >= needed) return null;
        return "its batches of datagrams need bufferBytesTotal to be at least " + needed;
    }

    Site site() {
        return site;
    }

    // ---- the loop ----

    @Override
    public LoopInput input(Readiness readiness) {
        return readiness.input(socket.fd());
    }

    @Override
    public void begin() {
        loop = Thread.currentThread();
    }

    @Override
    public Received receive(DatagramPeers peers) {
        if (!toSend.reserve() || !received.reserve()) { // answers need room before their questions
            toSend.flushAndRelease();
            return Received.NOTHING;
        }
        int batches = 0;
        while (batches < BATCHES_AT_A_TIME_MAX && receiveBatch(peers)) {
            toSend.flush();
            batches++;
        }
        received.release();
        toSend.flushAndRelease();
        return batches < BATCHES_AT_A_TIME_MAX ? Received.ALL : Received.SOME;
    }

    /** False if the socket is empty now; what comes later is told by epoll. */
    private boolean receiveBatch(DatagramPeers peers) {
        int count = received.receive(calls, socket.fd());
        if (count == -Errno.EAGAIN) return false;
        if (count < 0) {
            site.datagramDropped(); // an ICMP error of an earlier datagram: the next call is fine
            return true;
        }
        received.serve(count, peers, maker);
        return count == received.places();
    }

    private @Nullable SourcePeer newPeer(SerialExecutor serial) {
        InetSocketAddress remote = received.source().toInet();
        if (!DatagramSource.isAnswerable(remote)) return null;
        return new NativePeer(this, received.source().copy(), remote, serial);
    }

    @Override
    public boolean hasUnsent() {
        return !toSend.isEmpty();
    }

    @Override
    public void flush() {
        outbox.moveTo(toSend);
        toSend.flushAndRelease();
    }

    @Override
    public void close() {
        outbox.close();
        flush(); // what was queued since the last flush
        socket.close();
    }

    // ---- for any thread ----

    /** Takes {@code frame} to be sent; false if there is no room for it. */
    boolean trySend(NativePeer to, Frame frame) {
        if (Thread.currentThread().equals(loop)) return toSend.add(to, to.arrivedAt(), frame);
        return outbox.add(to, frame);
    }

    @Override
    public NativeDatagrams socket() {
        return socket;
    }

    @Override
    public long drops() {
        return socket.drops();
    }
}
