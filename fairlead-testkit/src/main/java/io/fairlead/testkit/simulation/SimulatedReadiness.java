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
    private List<Watched> queue = new ArrayList<>(); // those that may be ready
    private List<Watched> looked = new ArrayList<>();
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
        return host.sockets().connect(target);
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

    @Override
    public void changed(SimulatedSocket socket) {
        changed((Watched) socket);
    }

    /** Something has happened to a socket: its loop looks at it, in its next turn. */
    void changed(Watched socket) {
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
        List<Watched> now = queue;
        queue = looked;
        looked = now;
        if (now.size() > 1 && simulation.happens(SimulatedFault.ORDER)) shuffle(now);
        for (int i = 0; i < now.size(); i++) {
            Watched socket = now.get(i);
            socket.isQueued = false;
            socket.tell();
            if (socket.isReady()) changed(socket); // what a turn leaves is told again
        }
        now.clear();
    }

    private void shuffle(List<Watched> sockets) {
        for (int i = 0; i + 1 < sockets.size(); i++) {
            int other = i + (int) simulation.choices().below(sockets.size() - i);
            Collections.swap(sockets, i, other);
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
