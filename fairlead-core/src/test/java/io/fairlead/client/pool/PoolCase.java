package io.fairlead.client.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.net.NetException;
import io.fairlead.server.Eventually;
import io.fairlead.server.Model;
import io.fairlead.server.Place;
import io.fairlead.server.Rig;
import io.fairlead.server.Server;
import io.fairlead.service.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tests of pools have in common: a server, and pools of which nothing is left. */
abstract class PoolCase {
    static final Duration SOON = Duration.ofMillis(20);

    @RegisterExtension final Rig rig;
    final Place place;
    private final List<ConnectionPool> pools = new ArrayList<>();
    final AtomicInteger questions = new AtomicInteger();

    PoolCase(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    static Stream<Place> places() {
        return Stream.of(Place.Net.TCP4, Place.Net.UNIX).map(net -> new Place(Model.VIRTUAL, net));
    }

    @AfterEach
    void nothingIsLeft() {
        for (ConnectionPool pool : pools) {
            pool.close();
            Eventually.until(
                    () -> "nothing is left: " + pool.stats(),
                    () -> pool.stats().equals(new PoolStats(0, 0, 0, 0)));
        }
    }

    Server serve() throws NetException {
        return rig.keep(
                Server.at(place.freeEndpoint())
                        .codec(Codec.lines())
                        .observer(rig.recorder)
                        .serve((peer, line) -> answer(peer, line.text())));
    }

    void answer(Peer peer, String line) {
        questions.incrementAndGet();
        switch (line) {
            case "end" -> peer.close();
            case "silence" -> {}
            case "twice" -> {
                peer.send("once");
                peer.send("once more");
            }
            default -> peer.send(line);
        }
    }

    ConnectionPool start(PoolBuilder builder) {
        ConnectionPool pool = builder.start();
        pools.add(pool);
        return pool;
    }

    PoolBuilder builder() throws NetException {
        return ConnectionPool.to(serve().endpoint());
    }

    static String ask(LeasedConnection connection, String question) throws IOException {
        connection.writeLine(question);
        return String.valueOf(connection.readLine());
    }

    static void askOnce(ConnectionPool pool, String question) throws Exception {
        try (LeasedConnection connection = pool.borrow()) {
            assertThat(ask(connection, question)).isEqualTo(question);
        }
    }
}
