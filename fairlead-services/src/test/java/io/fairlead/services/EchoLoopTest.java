package io.fairlead.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.fairlead.frame.Frame;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.services.Unanswered.Why;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One packet between two UDP echo servers, which would go back and forth for ever. */
class EchoLoopTest {
    private final Set<Integer> served = ConcurrentHashMap.newKeySet();
    private final CountDownLatch secondIsUp = new CountDownLatch(1);
    private final CountDownLatch firstHasServed = new CountDownLatch(1);
    private final CountDownLatch many = new CountDownLatch(1_000);

    private ReflectionGuard guardedEcho() {
        return (ReflectionGuard)
                Shipped.ECHO.datagramService(
                        ServiceOptions.DEFAULT.withServedPorts(served::contains));
    }

    /**
     * Makes a datagram arrive at {@code first} from the port of {@code second}, as a forger would:
     * a client sends it from that port, which the second server takes over before the first looks.
     */
    private void loop(Service first, Service second, Looping whileRunning) throws Exception {
        try (Server one = serve(0, new Held(first))) {
            served.add(one.port());
            int port;
            try (DatagramUser forger = DatagramUser.any()) {
                port = forger.port();
                forger.send("loop".getBytes(UTF_8), one.port());
            }
            served.add(port);
            try (Server two = serve(port, second)) {
                secondIsUp.countDown();
                assertThat(firstHasServed.await(60, TimeUnit.SECONDS)).isTrue();
                whileRunning.check(one, two);
            }
        }
    }

    @FunctionalInterface
    private interface Looping {
        void check(Server one, Server two) throws Exception;
    }

    private static Server serve(int port, Service service) throws IOException {
        return Server.at("udp://127.0.0.1:" + port).model(Model.VIRTUAL).serve(service);
    }

    /** Serves only when the second server is up, and counts. */
    private final class Held implements Service {
        private final Service service;

        Held(Service service) {
            this.service = service;
        }

        @Override
        public void onFrame(Peer peer, Frame frame) throws Exception {
            secondIsUp.await();
            service.onFrame(peer, frame);
            many.countDown();
            firstHasServed.countDown();
        }
    }

    @Test
    void diesAfterOneDatagramBetweenOurOwn() throws Exception {
        ReflectionGuard first = guardedEcho();
        AtomicInteger secondGot = new AtomicInteger();
        ReflectionGuard second = guardedEcho();
        Service counted = counting(second, secondGot);
        loop(
                first,
                counted,
                (one, two) -> {
                    assertThat(first.unanswered(Why.SERVICE_PORT)).isEqualTo(1);
                    try (DatagramUser user = DatagramUser.any()) {
                        assertThat(user.ask("alive", one.port())).isEqualTo("alive");
                        assertThat(user.ask("alive", two.port())).isEqualTo("alive");
                    }
                    assertThat(secondGot).as("the user's, and nothing of a loop").hasValue(1);
                    assertThat(first.unanswered(Why.SERVICE_PORT)).isEqualTo(1);
                });
    }

    /** Each rule does its part: here the first server is somebody else's, without a guard. */
    @Test
    void diesWhenOnlyOneOfThemIsGuarded() throws Exception {
        ReflectionGuard second = guardedEcho();
        CountDownLatch secondServed = new CountDownLatch(1);
        Service counted =
                (peer, frame) -> {
                    second.onFrame(peer, frame);
                    secondServed.countDown();
                };
        loop(
                new Echo(),
                counted,
                (one, two) -> {
                    assertThat(secondServed.await(60, TimeUnit.SECONDS)).isTrue();
                    assertThat(second.unanswered(Why.SERVICE_PORT)).isEqualTo(1);
                    assertThat(many.getCount()).isEqualTo(999);
                });
    }

    /** The control: the arrangement does loop, and without the guard it would go on. */
    @Test
    void goesOnForEverWithoutAGuard() throws Exception {
        loop(
                new Echo(),
                new Echo(),
                (one, two) -> assertThat(many.await(60, TimeUnit.SECONDS)).isTrue());
    }

    private static Service counting(Service service, AtomicInteger count) {
        return (peer, frame) -> {
            count.incrementAndGet();
            service.onFrame(peer, frame);
        };
    }

    @Test
    void aSystemPortIsNotAnswered() throws Exception {
        ReflectionGuard guard = guardedEcho();
        try (Server server = Server.at("udp://127.0.0.1:0").model(Model.SELECTOR).serve(guard);
                DatagramUser system = atSystemPort();
                DatagramUser user = DatagramUser.any()) {
            system.send("x".getBytes(UTF_8), server.port());
            assertThat(user.ask("in order", server.port())).isEqualTo("in order");
            assertThat(guard.unanswered(Why.SERVICE_PORT)).isEqualTo(1);
        }
    }

    private static DatagramUser atSystemPort() {
        IOException refused = new IOException();
        for (int port = 1023; port > 900; port--) {
            try {
                return DatagramUser.at(port);
            } catch (IOException e) {
                refused = e; // taken, or not allowed
            }
        }
        return abort("this user may not bind a port below 1024: " + refused);
    }
}
