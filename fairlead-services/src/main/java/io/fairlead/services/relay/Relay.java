package io.fairlead.services.relay;

import io.fairlead.net.Endpoint;
import io.fairlead.server.Server;
import io.fairlead.server.report.ServerStats;
import java.time.Duration;
import java.util.List;

/**
 * A running relay: each connection to it is joined to one that it makes to a target, and bytes go
 * both ways unchanged. So do half-closes and resets. An end that does not read stops the other one,
 * so the memory for a connection is bounded.
 *
 * <pre>{@code
 * try (Relay relay = Relay.at("tcp://127.0.0.1:7000").to("tcp://127.0.0.1:7007").start()) {
 *     relay.awaitClose();
 * }
 * }</pre>
 *
 * <p>Both ends are served on one event loop. Safe for any thread.
 *
 * <p>From UDP to UDP, the datagrams of each source are a flow: they go to one target, and what it
 * answers goes back to their source. A flow ends when its source has been silent for {@link
 * io.fairlead.service.Limits#datagramPeerTimeout}, and there are at most {@link
 * io.fairlead.service.Limits#datagramPeersMax}: beyond that the most silent one ends. With {@link
 * RelayBuilder#datagrams} a Unix-domain socket takes part in that, too.
 *
 * <p>With {@link RelayBuilder#toName} TLS passes through: the relay reads the name that a client
 * asks for, picks the target, and can read nothing else.
 */
public final class Relay implements AutoCloseable {
    private final RelayFront front;
    private final NamedTargets named;
    private final LiveFaults faults;
    private final Carrier carrier;

    /**
     * Where both ends are served.
     *
     * @param model its word
     * @param close ends it
     */
    record Carrier(String model, Runnable close) {}

    Relay(RelayFront front, NamedTargets named, LiveFaults faults, Carrier carrier) {
        this.front = front;
        this.named = named;
        this.faults = faults;
        this.carrier = carrier;
    }

    /**
     * Begins to describe a relay.
     *
     * @param endpoint where clients connect to, such as {@code tcp://127.0.0.1:7000}; see {@link
     *     Endpoint#parse}
     */
    public static RelayBuilder at(String endpoint) {
        return at(Endpoint.parse(endpoint));
    }

    /**
     * Begins to describe a relay.
     *
     * @param endpoint where clients connect to, or where they send datagrams to
     */
    public static RelayBuilder at(Endpoint endpoint) {
        return new RelayBuilder(endpoint);
    }

    /** Where it listens, with the real port. */
    public Endpoint endpoint() {
        return front.endpoint();
    }

    /** Where it connects to, each once. */
    public List<Endpoint> targets() {
        return named.all().stream().map(RelayTarget::endpoint).toList();
    }

    /** The word of the model that serves: the one asked for, or its fallback. */
    public String model() {
        return carrier.model();
    }

    /** How it misbehaves at this moment. */
    public Faults faults() {
        return faults.now();
    }

    /**
     * Misbehaves in another way from now on: also on open connections, where bytes and times of an
     * {@link Faults.After} count from now, and a stall ends.
     *
     * @throws IllegalArgumentException if a Unix-domain socket for datagrams takes part, and {@code
     *     other} asks for a fault
     */
    public void faults(Faults other) {
        if (front instanceof SocketFront) SocketFront.requireNoFaults(other);
        faults.change(other);
    }

    /** The counters of the clients' side at this moment. */
    public ServerStats stats() {
        return front.stats();
    }

    /**
     * Accepts no more, and lets each connection go on until no byte has moved on it for a second.
     *
     * @param timeout for connections to finish; those left are cut
     * @return connections that were cut
     */
    public int drain(Duration timeout) throws InterruptedException {
        int cut = front.drain(timeout);
        end();
        return cut;
    }

    /** Waits until the relay is closed, as {@link Server#awaitClose} does. */
    public void awaitClose() throws InterruptedException {
        front.awaitClose();
        end();
    }

    /** Drains for at most {@link Server#DRAIN_TIMEOUT}. Later calls do nothing. */
    @Override
    public void close() {
        front.close();
        end();
    }

    /** The other ends of the connections that have ended are about to end, too. */
    private void end() {
        named.close();
        carrier.close().run();
    }
}
