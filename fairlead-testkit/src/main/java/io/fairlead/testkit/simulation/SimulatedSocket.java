package io.fairlead.testkit.simulation;

import io.fairlead.server.loop.LoopAttempt;
import io.fairlead.server.loop.LoopEntry;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.testkit.fault.SimulatedFault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One end of a connection in the simulated network, as its kernel would have it. */
final class SimulatedSocket extends Watched implements LoopSocket {
    private static final String LOST = "Connection reset by peer";

    private final Simulation simulation;
    final SimulatedHost host;
    final int connection;
    private final SocketAddress local;
    private final SocketAddress remote;
    final Pipe input;
    @Nullable SimulatedSocket peer; // null until there is one, and when its kernel has forgotten it
    private State state;
    private boolean inputEnded; // the peer's FIN has come
    private boolean outputEnded; // ours is sent
    private boolean lost; // a reset has come
    private boolean silent; // nothing of it arrives any more
    private boolean writeBlocked;
    private boolean resetOnClose;
    private long notReadyUntilNs;
    private String refusal = "Connection refused";

    /** Who hears what happens to it. */
    @Nullable SocketWatcher watcher;

    @Nullable LoopEntry entry;

    private enum State {
        CONNECTING,
        CONNECTED,
        REFUSED,
        CLOSED
    }

    SimulatedSocket(
            SimulatedHost host,
            int connection,
            SocketAddress local,
            SocketAddress remote,
            boolean connected) {
        this.host = host;
        this.connection = connection;
        this.local = local;
        this.remote = remote;
        simulation = host.simulation();
        input = new Pipe(simulation.socketBytesMax());
        state = connected ? State.CONNECTED : State.CONNECTING;
    }

    // ---- connecting ----

    /** Its peer has taken it. */
    void connected(SimulatedSocket other) {
        peer = other;
        other.peer = this;
        if (state != State.CONNECTING) return;
        state = State.CONNECTED;
        changed();
    }

    /** Nobody takes it. */
    void refused(String why) {
        if (state != State.CONNECTING) return;
        refusal = why;
        state = State.REFUSED;
        changed();
    }

    boolean isConnecting() {
        return state == State.CONNECTING;
    }

    @Override
    public boolean finishConnect() throws IOException {
        if (state == State.REFUSED) throw new ConnectException(refusal);
        return state == State.CONNECTED;
    }

    // ---- what the loop is told ----

    private void changed() {
        if (watcher != null) watcher.changed(this);
    }

    boolean isReadable() {
        if (state == State.REFUSED) return true;
        if (state != State.CONNECTED || notReadyUntilNs > simulation.nowNs()) return false;
        return lost || inputEnded || input.unread() > 0;
    }

    boolean isWritable() {
        if (state == State.REFUSED) return true;
        if (state != State.CONNECTED || notReadyUntilNs > simulation.nowNs()) return false;
        return lost || peer == null || peer.input.room() > 0;
    }

    boolean isLost() {
        return lost;
    }

    @Override
    boolean isReady() {
        LoopEntry waits = entry;
        if (waits == null) return false;
        return (waits.watchesOutput() && isWritable()) || (waits.watchesInput() && isReadable());
    }

    @Override
    void tell() {
        LoopEntry waits = entry;
        if (waits == null) return;
        boolean attempt = waits instanceof LoopAttempt;
        if ((attempt || waits.watchesOutput()) && isWritable()) waits.onWritable();
        if (!waits.equals(entry)) return; // it has ended, or is a stream now
        if (waits.watchesInput() && isReadable()) {
            waits.onReadable();
        } else if (lost && !waits.watchesInput()) {
            waits.onLost();
        }
    }

    // ---- what the loop does ----

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = Math.min(input.unread(), into.remaining());
        if (count > 0) {
            if (wouldBlock()) return 0;
            if (count > 1 && simulation.happens(SimulatedFault.SHORT_READ)) {
                count -= (int) simulation.choices().below(count - 1L) + 1;
                simulation.note(this, SimulatedFault.SHORT_READ, count);
            }
            input.read(into, count);
            roomAgain();
            return count;
        }
        if (lost) throw new SocketException(LOST);
        return inputEnded ? -1 : 0;
    }

    /** The one who writes to us may have waited for that. */
    private void roomAgain() {
        SimulatedSocket other = peer;
        if (other == null || !other.writeBlocked) return;
        other.writeBlocked = false;
        simulation.later(simulation.ways().leastNs(), other::changed);
    }

    private boolean wouldBlock() {
        if (!simulation.happens(SimulatedFault.WOULD_BLOCK)) return false;
        long waitNs = 1_000 + simulation.choices().below(5_000_000);
        notReadyUntilNs = simulation.nowNs() + waitNs;
        simulation.later(waitNs, this::changed);
        simulation.note(this, SimulatedFault.WOULD_BLOCK, 0);
        return true;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        if (outputEnded) throw new SocketException("Broken pipe");
        if (lost) throw new SocketException(LOST);
        SimulatedSocket other = peer;
        int wanted = from.remaining();
        if (other == null) { // its kernel knows nothing of us, and says so
            from.position(from.limit());
            simulation.later(simulation.ways().leastNs(), this::reset);
            return wanted;
        }
        int count = Math.min(wanted, other.input.room());
        if (count > 0 && wouldBlock()) return 0;
        if (count > 1 && simulation.happens(SimulatedFault.SHORT_WRITE)) {
            count -= (int) simulation.choices().below(count - 1L) + 1;
            simulation.note(this, SimulatedFault.SHORT_WRITE, count);
        }
        if (count < wanted && count == other.input.room()) writeBlocked = true;
        if (count == 0) return 0;
        other.input.write(from, count);
        simulation.links().between(this, other).send(other, count);
        return count;
    }

    @Override
    public void shutdownOutput() throws IOException {
        boolean over = lost || (inputEnded && outputEnded); // ENOTCONN
        if (state != State.CONNECTED || over) throw new SocketException("Socket not connected");
        endOutput();
    }

    private void endOutput() {
        if (outputEnded) return;
        outputEnded = true;
        if (peer != null) simulation.links().between(this, peer).sendEnd(peer);
    }

    @Override
    public void resetOnClose() {
        resetOnClose = true;
    }

    @Override
    public void close() {
        if (state == State.CLOSED) return;
        boolean connected = state == State.CONNECTED;
        state = State.CLOSED;
        host.sockets().closed(this);
        SimulatedSocket other = peer;
        if (!connected || lost || other == null) return;
        // What nobody has read is lost, and the kernel says so (RFC 2525 section 2.17).
        if (resetOnClose || input.unread() > 0) {
            simulation.links().between(this, other).sendReset(other);
            other.peer = null;
        } else {
            endOutput();
        }
    }

    // ---- what arrives ----

    /** Bytes up to the one that is number {@code to} of the connection. */
    void arrived(long to) {
        if (silent || lost) return;
        input.arrive(to);
        if (state == State.CLOSED) {
            answerWithReset();
        } else {
            changed();
        }
    }

    private void answerWithReset() {
        SimulatedSocket other = peer;
        if (other == null || other.lost) return;
        simulation.links().between(this, other).sendReset(other);
    }

    void endArrived() {
        if (silent || lost) return;
        inputEnded = true;
        if (state == State.CLOSED && outputEnded) return;
        changed();
    }

    void resetArrived() {
        if (!silent) reset();
    }

    void reset() {
        if (lost) return;
        lost = true;
        if (state == State.CONNECTING) {
            refused(LOST);
            return;
        }
        changed();
    }

    /** From now on nothing arrives, and nobody is told. */
    void silence() {
        silent = true;
    }

    /** True if nothing that is sent to it arrives any more. */
    boolean isSilent() {
        return silent;
    }

    // ---- its ends ----

    @Override
    public SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public String toString() {
        return "connection " + connection + " at " + host.name();
    }
}
