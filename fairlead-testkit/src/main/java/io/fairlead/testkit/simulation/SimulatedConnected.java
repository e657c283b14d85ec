package io.fairlead.testkit.simulation;

import io.fairlead.server.datagram.ConnectedSocket;
import io.fairlead.server.loop.LoopInput;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A connected datagram socket of a simulated host. */
final class SimulatedConnected implements ConnectedSocket {
    private final SimulatedDatagrams socket;
    private final InetSocketAddress remote;
    private final LoopInput input;

    SimulatedConnected(
            SimulatedDatagrams socket, InetSocketAddress remote, SimulatedReadiness readiness) {
        this.socket = socket;
        this.remote = remote;
        input = socket.watchedBy(readiness);
    }

    @Override
    public LoopInput input() {
        return input;
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
        SimulatedDatagrams.Arrived next = socket.receive();
        if (next == null) return -1;
        next.read(into);
        return next.size();
    }

    @Override
    public boolean send(ByteBuffer datagram) throws IOException {
        return socket.send(datagram, remote);
    }

    @Override
    public boolean sendsFromAnyThread() {
        return true;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public InetSocketAddress localAddress() {
        return socket.local;
    }

    @Override
    public void close() {
        socket.close();
    }
}
