package io.fairlead.testkit.simulation;

import io.fairlead.testkit.fault.SimulatedFault;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How datagrams travel between hosts: each for itself, so that some come late, twice or never. */
final class DatagramLinks {
    private static final long REORDER_NS_MAX = 50_000_000; // as fairlead relay --reorder

    private final Simulation simulation;
    private final Links links;

    DatagramLinks(Simulation simulation, Links links) {
        this.simulation = simulation;
        this.links = links;
    }

    void send(SimulatedDatagrams from, InetSocketAddress to, ByteBuffer payload) {
        SimulatedHost host = simulation.host(to.getAddress());
        if (host == null) return; // nobody is there to answer
        Link link = links.between(from.host, host);
        if (simulation.happens(SimulatedFault.DROP)) {
            note(from, to, SimulatedFault.DROP);
            return;
        }
        Travelling datagram = new Travelling(from, to, host, payload, simulation.nowNs());
        arriveLater(link, datagram);
        if (simulation.happens(SimulatedFault.DUPLICATE)) {
            note(from, to, SimulatedFault.DUPLICATE);
            arriveLater(link, datagram);
        }
    }

    private void note(SimulatedDatagrams from, InetSocketAddress to, SimulatedFault fault) {
        simulation.note(from, fault);
        simulation.taken(from.local, to);
    }

    private record Travelling(
            SimulatedDatagrams from,
            InetSocketAddress to,
            SimulatedHost host,
            ByteBuffer payload,
            long sentNs) {}

    private void arriveLater(Link link, Travelling datagram) {
        long atNs = link.arrivalNs(datagram.payload.remaining());
        if (simulation.happens(SimulatedFault.REORDER)) {
            simulation.note(datagram.from, SimulatedFault.REORDER);
            atNs += simulation.choices().below(REORDER_NS_MAX);
        }
        if (datagram.from.overtakes(datagram.to, atNs)) {
            simulation.taken(datagram.from.local, datagram.to);
        }
        simulation.at(atNs, () -> arrive(link, datagram));
    }

    private void arrive(Link link, Travelling datagram) {
        SimulatedDatagrams from = datagram.from;
        SimulatedDatagrams socket = datagram.host.sockets().datagrams(datagram.to.getPort());
        SimulatedDatagrams taker = socket != null && socket.takesFrom(from.local) ? socket : null;
        ByteBuffer payload = datagram.payload;
        boolean kept =
                taker != null && taker.arrive(new SimulatedDatagrams.Arrived(from.local, payload));
        simulation.trace().sentAt(datagram.sentNs);
        simulation.trace().datagram(link, number(from, socket), payload, kept);
        if (kept) return;
        if (taker != null) {
            simulation.taken(from.local, datagram.to);
        } else {
            Link back = links.between(datagram.host, from.host);
            simulation.at(back.arrivalNs(0), from::refuse);
        }
    }

    private static int number(SimulatedDatagrams from, @Nullable SimulatedDatagrams to) {
        return from.connection != 0 || to == null ? from.connection : to.connection;
    }
}
