package io.fairlead.testkit.simulation;

import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.server.loop.EventLoop;
import io.fairlead.server.loop.LoopAttempt;
import io.fairlead.server.loop.LoopEntry;
import io.fairlead.server.loop.LoopStream;
import io.fairlead.server.loop.Readiness;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.testkit.fault.SimulatedFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sockets of one loop, and which of them are ready: level-triggered, as epoll's are. */
final class SimulatedReadiness implements Readiness, SocketWatcher {
    private final SimulatedHost host;
    private final Simulation simulation;
    private List<SimulatedSocket> queue = new ArrayList<>(); // those that may be ready
    private List<SimulatedSocket> looked = new ArrayList<>();
    private final List<SimulatedDoor> doors = new ArrayList<>();

    /** Runs the loop. */
    @Nullable SimulatedLoop loop;

    SimulatedReadiness(SimulatedHost host) {
        this.host = host;
        simulation = host.simulation();
    }

    // ---- what is watched ----

    @Override
    public void add(LoopEntry stream) {
        SimulatedSocket socket = (SimulatedSocket) stream.socket();
        socket.watcher = this;
        socket.entry = stream;
        changed(socket);
    }

    @Override
    public LoopSocket connect(ConnectTarget target) throws IOException {
        return host.connect(target);
    }

    @Override
    public void addConnecting(LoopAttempt attempt) {
        add(attempt);
    }

    @Override
    public void addConnected(LoopAttempt attempt, LoopStream stream) {
        add(stream);
    }

    @Override
    public void watch(LoopEntry stream, boolean input, boolean output) {
        changed((SimulatedSocket) stream.socket());
    }

    @Override
    public void remove(LoopEntry stream) {
        SimulatedSocket socket = (SimulatedSocket) stream.socket();
        socket.entry = null;
        socket.watcher = null;
    }

    void add(SimulatedDoor door) {
        doors.add(door);
    }

    void remove(SimulatedDoor door) {
        doors.remove(door);
    }

    // ---- what is ready ----

    /** Something has happened to a socket: its loop looks at it, in its next turn. */
    @Override
    public void changed(SimulatedSocket socket) {
        if (socket.isQueued) return;
        socket.isQueued = true;
        queue.add(socket);
        wake();
    }

    /** True if the next turn has something to look at. */
    boolean hasReady() {
        if (!queue.isEmpty()) return true;
        for (SimulatedDoor door : doors) if (door.isReady()) return true;
        return false;
    }

    @Override
    public void await(long timeoutNs, EventLoop loop) {
        loop.awoke();
        for (SimulatedDoor door : List.copyOf(doors)) if (door.isReady()) door.acceptable();
        List<SimulatedSocket> now = queue;
        queue = looked;
        looked = now;
        if (now.size() > 1 && simulation.happens(SimulatedFault.ORDER)) shuffle(now);
        for (int i = 0; i < now.size(); i++) {
            SimulatedSocket socket = now.get(i);
            socket.isQueued = false;
            LoopEntry entry = socket.entry;
            if (entry != null) tell(socket, entry);
            // What a turn leaves is told again.
            if (socket.entry != null && isReady(socket, socket.entry)) changed(socket);
        }
        now.clear();
    }

    private void shuffle(List<SimulatedSocket> sockets) {
        for (int i = 0; i + 1 < sockets.size(); i++) {
            int other = i + (int) simulation.choices().below(sockets.size() - i);
            Collections.swap(sockets, i, other);
        }
    }

    private static boolean isReady(SimulatedSocket socket, LoopEntry entry) {
        return (entry.watchesOutput() && socket.isWritable())
                || (entry.watchesInput() && socket.isReadable());
    }

    private static void tell(SimulatedSocket socket, LoopEntry entry) {
        boolean attempt = entry instanceof LoopAttempt;
        if ((attempt || entry.watchesOutput()) && socket.isWritable()) entry.onWritable();
        if (!entry.equals(socket.entry)) return; // it has ended, or is a stream now
        if (entry.watchesInput() && socket.isReadable()) {
            entry.onReadable();
        } else if (socket.isLost() && !entry.watchesInput()) {
            entry.onLost();
        }
    }

    @Override
    public void wake() {
        if (loop != null) loop.wake();
    }

    @Override
    public void close() {
        queue.clear();
    }
}
