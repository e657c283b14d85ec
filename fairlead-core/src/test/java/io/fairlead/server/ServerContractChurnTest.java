package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.service.Service;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Around its limit of connections a server stops and begins to accept all the time. A seed has
 * clients come, ask, wait, end their output, reset and leave: no place and no client is forgotten.
 */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#concurrent")
@Timeout(60)
class ServerContractChurnTest {
    private static final int PLACES = 4;
    private static final int CLIENTS_MAX = 4 * PLACES;

    /** Takes its time, so that more than one thing has happened when a loop looks again. */
    private static final Service SLOW_ECHO =
            (Service & Serializable)
                    (peer, frame) -> {
                        LockSupport.parkNanos(100_000);
                        peer.send(frame);
                    };

    @RegisterExtension final Rig rig;
    private final int turns;
    private final int steps;
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<Client> clients = new ArrayList<>();

    ServerContractChurnTest(Place place) {
        rig = new Rig(place);
        boolean slow = place.model() == Model.PROCESS; // which has a process for each client
        turns = slow ? 1 : Effort.of(15, 100);
        steps = slow ? 3 : 8;
    }

    @Test
    void aServerAtItsLimitForgetsNobody() throws Exception {
        Server server =
                rig.serve(SLOW_ECHO, limits -> limits.connectionsMax(PLACES).poolThreads(2));
        try {
            for (int turn = 0; turn < turns; turn++) serveAll(server);
        } catch (IOException e) {
            throw new AssertionError("seed " + seed, e);
        }
        Eventually.until(
                () -> "seed " + seed + ": all have left " + server.stats(),
                () -> server.stats().open() == 0);
        assertThat(rig.recorder.closedCount).as("seed %d", seed).hasValue(server.stats().opened());
        assertThat(server.stats().refused()).as("seed %d", seed).isZero();
    }

    private void serveAll(Server server) throws IOException {
        for (int step = 0; step < steps; step++) churn(server);
        for (Client client : clients) client.endOutput();
        for (Client client : clients) client.expectAnswers();
        clients.clear();
    }

    /** Some come, and some do something: several at once, which is what a loop finds then. */
    private void churn(Server server) throws IOException {
        for (int i = random.nextInt(8); i > 0 && clients.size() < CLIENTS_MAX; i--) {
            clients.add(new Client(rig.connect(server)));
        }
        for (int i = random.nextInt(8); i > 0 && !clients.isEmpty(); i--) {
            Client client = clients.get(random.nextInt(clients.size()));
            switch (random.nextInt(6)) {
                case 0, 1 -> client.ask();
                case 2 -> client.endOutput();
                case 3 -> leave(client).reset();
                case 4 -> leave(client).leave();
                default -> {} // waits
            }
        }
    }

    private Wire leave(Client client) {
        clients.remove(client);
        return client.wire;
    }

    private final class Client {
        final Wire wire;
        private int asked;
        private boolean outputEnded;

        Client(Wire wire) {
            this.wire = wire;
        }

        void ask() throws IOException {
            if (outputEnded) return;
            wire.sendFrame("question " + asked++);
        }

        void endOutput() throws IOException {
            outputEnded = true;
            wire.shutdownOutput();
        }

        /** Its turn comes, as all who came before it leave. */
        void expectAnswers() throws IOException {
            for (int i = 0; i < asked; i++) {
                assertThat(wire.receiveText()).as("seed %d", seed).isEqualTo("question " + i);
            }
            wire.expectEnd();
            wire.close();
        }
    }
}
