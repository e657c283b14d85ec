package io.fairlead.testkit.simulation;

import io.fairlead.net.Endpoint;
import io.fairlead.server.loop.LoopDoor;
import io.fairlead.server.loop.LoopHost;
import io.fairlead.server.loop.Readiness;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.testkit.fault.SimulatedFault;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A listener of a simulated host, with its queue of connections. */
final class SimulatedDoor implements LoopDoor, LoopHost.LoopListener {
    private final SimulatedHost host;
    private final Endpoint endpoint;
    private final int backlog;
    private final Queue<SimulatedSocket> waiting = new ArrayDeque<>();
    private @Nullable SimulatedReadiness readiness;
    private Runnable onAcceptable = () -> {};
    private boolean watched = true;

    SimulatedDoor(SimulatedHost host, Endpoint endpoint, int backlog) {
        this.host = host;
        this.endpoint = endpoint;
        this.backlog = backlog;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public LoopDoor door(Readiness loops) {
        readiness = (SimulatedReadiness) loops;
        return this;
    }

    @Override
    public void open(Runnable acceptable) {
        onAcceptable = acceptable;
        if (readiness != null) readiness.add(this);
    }

    /** A connection waits to be accepted; false if there is no room for it. */
    boolean offer(SimulatedSocket socket) {
        if (waiting.size() > backlog) return false; // Linux lets one more in
        waiting.add(socket);
        wake();
        return true;
    }

    private void wake() {
        if (!isReady()) return;
        if (readiness != null) {
            readiness.wake();
        } else {
            onAcceptable.run();
        }
    }

    boolean isReady() {
        return watched && !waiting.isEmpty();
    }

    void acceptable() {
        onAcceptable.run();
    }

    @Override
    public @Nullable LoopSocket accept() throws IOException {
        if (waiting.isEmpty()) return null;
        Simulation simulation = host.simulation();
        if (simulation.happens(SimulatedFault.ACCEPT_FAILS)) {
            simulation.note(waiting.element(), SimulatedFault.ACCEPT_FAILS, 0);
            boolean aborted = simulation.choices().below(2) == 1;
            if (aborted) reset(waiting.remove());
            throw new IOException(
                    aborted ? "Software caused connection abort" : "Too many open files");
        }
        return waiting.remove();
    }

    @Override
    public void watchListener(boolean accepting) {
        watched = accepting;
        wake();
    }

    @Override
    public void closeListener() {
        host.sockets().closed(this);
        if (readiness != null) readiness.remove(this);
        for (SimulatedSocket socket; (socket = waiting.poll()) != null; ) reset(socket);
    }

    private static void reset(SimulatedSocket socket) {
        socket.resetOnClose();
        socket.close();
    }

    @Override
    public void close() {
        closeListener();
    }
}
