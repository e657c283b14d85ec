package io.fairlead.testkit.simulation;

import io.fairlead.net.Endpoint;
import io.fairlead.net.Membership;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.BoundDatagrams;
import io.fairlead.server.datagram.BoundSocket;
import io.fairlead.server.loop.LoopInput;
import io.fairlead.server.loop.Readiness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A bound datagram socket of a simulated host. */
final class SimulatedBound implements BoundSocket, BoundDatagrams {
    private final SimulatedDatagrams socket;
    private final Endpoint endpoint;
    private final int bufferBytes;

    SimulatedBound(SimulatedDatagrams socket, Endpoint endpoint) {
        this.socket = socket;
        this.endpoint = endpoint;
        bufferBytes = socket.host.simulation().socketBytesMax();
    }

    @Override
    public LoopInput input(Readiness readiness) {
        return socket.watchedBy((SimulatedReadiness) readiness);
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer into) throws IOException {
        SimulatedDatagrams.Arrived next = socket.receive();
        if (next == null) return null;
        next.read(into);
        return next.from();
    }

    @Override
    public InetSocketAddress localAddress() {
        return socket.local;
    }

    @Override
    public BoundDatagrams socket() {
        return this;
    }

    @Override
    public long drops() {
        return socket.drops();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public boolean send(ByteBuffer datagram, InetSocketAddress to) throws NetException {
        try {
            return socket.send(datagram, to);
        } catch (IOException e) {
            throw BoundDatagrams.sendFailure(to, e);
        }
    }

    @Override
    public void join(Membership membership) throws NetException {
        throw noGroups();
    }

    @Override
    public void leave(Membership membership) throws NetException {
        throw noGroups();
    }

    private NetException noGroups() {
        IOException why = new IOException("the simulated network has no groups");
        return NetException.of("setsockopt", endpoint, why);
    }

    @Override
    public int receiveBufferBytes() {
        return bufferBytes;
    }

    @Override
    public void close() {
        socket.close();
    }
}
