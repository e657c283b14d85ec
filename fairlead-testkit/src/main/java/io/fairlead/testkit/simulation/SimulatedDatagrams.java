package io.fairlead.testkit.simulation;

import io.fairlead.server.loop.LoopInput;
import io.fairlead.testkit.fault.SimulatedFault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A datagram socket in the simulated network, as its kernel would have it. */
final class SimulatedDatagrams extends Watched implements LoopInput {
    private final Simulation simulation;
    private final int bytesMax;
    private final Queue<Arrived> arrived = new ArrayDeque<>();
    private final Map<InetSocketAddress, Long> newestNs = new HashMap<>();
    private int bytes; // of what has arrived
    private long drops;
    private boolean refused;
    private boolean closed;
    private boolean watched = true;
    private long notReadyUntilNs;
    private @Nullable Runnable onReadable;
    private @Nullable SimulatedReadiness readiness;

    final SimulatedHost host;
    final InetSocketAddress local;
    final @Nullable InetSocketAddress remote; // of one that is connected
    final int connection; // its number; 0 if it is bound

    /** One that has come, perhaps not for the only time. */
    record Arrived(InetSocketAddress from, ByteBuffer payload) {
        int size() {
            return payload.limit();
        }

        void read(ByteBuffer into) {
            into.put(payload.duplicate());
        }
    }

    SimulatedDatagrams(
            SimulatedHost host, InetSocketAddress local, @Nullable InetSocketAddress remote) {
        this.host = host;
        this.local = local;
        this.remote = remote;
        simulation = host.simulation();
        bytesMax = simulation.socketBytesMax();
        connection = remote == null ? 0 : simulation.nextConnection();
    }

    /** The loop that waits with it has this socket. */
    LoopInput watchedBy(SimulatedReadiness loops) {
        readiness = loops;
        return this;
    }

    // ---- what its loop is told ----

    private void changed() {
        if (readiness != null && onReadable != null) readiness.changed(this);
    }

    @Override
    boolean isReady() {
        if (onReadable == null || !watched || notReadyUntilNs > simulation.nowNs()) return false;
        return refused || !arrived.isEmpty();
    }

    @Override
    void tell() {
        if (isReady() && onReadable != null) onReadable.run();
    }

    @Override
    public void open(Runnable readable) {
        onReadable = readable;
        changed();
    }

    @Override
    public void watch(boolean wanted) {
        watched = wanted;
        changed();
    }

    /** Of the watch, and of the socket, which is closed right after. */
    @Override
    public void close() {
        onReadable = null;
        closed = true;
        arrived.clear();
        host.sockets().closed(this);
    }

    // ---- calls ----

    /** The next that has come; null if none has. */
    @Nullable Arrived receive() throws IOException {
        failIfRefused();
        if (arrived.isEmpty() || wouldBlock()) return null;
        Arrived next = arrived.remove();
        bytes -= next.size();
        return next;
    }

    /** An earlier one came to a port that nobody has (ICMP), and the next call says so. */
    private void failIfRefused() throws IOException {
        if (!refused) return;
        refused = false;
        throw new PortUnreachableException();
    }

    private boolean wouldBlock() {
        if (!simulation.happens(SimulatedFault.WOULD_BLOCK)) return false;
        long waitNs = 1_000 + simulation.choices().below(5_000_000);
        notReadyUntilNs = simulation.nowNs() + waitNs;
        simulation.later(waitNs, this::changed);
        simulation.note(this, SimulatedFault.WOULD_BLOCK);
        return true;
    }

    /** Sends what remains; false if there is no room for it, and so it is lost. */
    boolean send(ByteBuffer datagram, InetSocketAddress to) throws IOException {
        if (closed) throw new ClosedChannelException();
        failIfRefused();
        ByteBuffer payload = ByteBuffer.allocate(datagram.remaining()).put(datagram).flip();
        if (simulation.happens(SimulatedFault.WOULD_BLOCK)) {
            simulation.note(this, SimulatedFault.WOULD_BLOCK);
            simulation.taken(local, to);
            return false;
        }
        simulation.links().datagrams().send(this, to, payload);
        return true;
    }

    /** One that is sent now arrives then: true if it comes before another that was sent earlier. */
    boolean overtakes(InetSocketAddress to, long atNs) {
        long newest = newestNs.getOrDefault(to, 0L);
        newestNs.put(to, Math.max(newest, atNs));
        return atNs < newest;
    }

    // ---- what arrives ----

    /** True if it takes what comes from there. */
    boolean takesFrom(InetSocketAddress from) {
        return remote == null || remote.equals(from);
    }

    /** A datagram has come; false if there is no room, and so it is lost. */
    boolean arrive(Arrived datagram) {
        int size = datagram.size();
        if (bytes > 0 && bytes + size > bytesMax) {
            drops++;
            return false;
        }
        arrived.add(datagram);
        bytes += size;
        changed();
        return true;
    }

    /** Nobody has the port that it has sent to. */
    void refuse() {
        if (closed || remote == null) return; // nobody is told who is not connected, ip(7)
        refused = true;
        changed();
    }

    long drops() {
        return drops;
    }

    @Override
    public String toString() {
        return "datagrams of " + host.name() + " at port " + local.getPort();
    }
}
