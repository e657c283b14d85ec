package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.client.Client;
import io.fairlead.client.ClientBuilder;
import io.fairlead.client.Reconnect;
import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import io.fairlead.service.Handler;
import io.fairlead.service.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A handler for connections that are made, under every model that has a thread for it. */
@ParameterizedClass
@MethodSource("places")
@Timeout(120)
class ClientContractHandlerTest {
    @RegisterExtension final Rig rig;
    private final Place place;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    ClientContractHandlerTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    static Stream<Place> places() {
        return Place.dialling();
    }

    /** The server is of one model: the client is what is tried. */
    private Server echo() throws NetException {
        return rig.keep(Rig.target(place.freeEndpoint()).serve(Rig.ECHO));
    }

    private ClientBuilder builder(Endpoint endpoint) {
        return rig.client(endpoint);
    }

    private Client client(Server server) throws NetException {
        assumeThat(place.model().runsHandlers()).isTrue();
        return rig.keep(builder(server.endpoint()).start());
    }

    private static void begin(Client client, Handler handler) throws Exception {
        client.connect(handler).get();
    }

    private String next() throws InterruptedException {
        String next = told.poll(60, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("nothing was told");
        return next;
    }

    private void asks(Connection connection, String question) throws IOException {
        connection.writeFrame(Rig.CODEC, Frame.of(question));
        Frame answer = connection.readFrame(Rig.CODEC);
        told.add(answer == null ? "the end" : answer.text());
    }

    @Test
    void aLoopHasNoThreadForIt() throws Exception {
        assumeThat(place.model().runsHandlers()).isFalse();
        Client client = rig.keep(builder(echo().endpoint()).start());
        assertThatThrownBy(() -> client.connect(connection -> asks(connection, "hello")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("virtual");
    }

    @Test
    void aConversation() throws Exception {
        Client client = client(echo());
        CompletableFuture<Connection> begun =
                client.connect(connection -> {
                    asks(connection, "one");
                    asks(connection, "two");
                });
        assertThat(next()).isEqualTo("one");
        assertThat(next()).isEqualTo("two");
        assertThat(begun).isCompleted();
        ConnectionReport report = rig.recorder.awaitClosed(CloseReason.SERVICE_CLOSED);
        assertThat(report.bytesSent()).isEqualTo(14);
        assertThat(report.bytesReceived()).isEqualTo(14);
        assertThat(client.stats().opened()).isEqualTo(1);
    }

    @Test
    void othersSendWhileItReads() throws Exception {
        Client client = client(echo());
        Connection connection =
                client.connect(
                                own -> {
                                    for (int i = 0; i < 2; i++) {
                                        Frame frame = own.readFrame(Rig.CODEC);
                                        told.add(frame == null ? "the end" : frame.text());
                                    }
                                })
                        .get();
        connection.send(Rig.CODEC, Frame.of("pushed"));
        assertThat(next()).isEqualTo("pushed");
        connection.writeFrame(Rig.CODEC, Frame.of("written"));
        connection.flush();
        assertThat(next()).isEqualTo("written");
    }

    @Test
    void aDrainEndsItsInput() throws Exception {
        Client client = client(echo());
        begin(
                client,
                connection -> {
                    asks(connection, "before");
                    Frame frame = connection.readFrame(Rig.CODEC);
                    boolean draining = connection.isDraining();
                    told.add(frame == null && draining ? "drained" : "not drained");
                });
        assertThat(next()).isEqualTo("before");
        assertThat(client.drain(Duration.ofSeconds(30))).isZero();
        assertThat(next()).isEqualTo("drained");
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.DRAINED);
        CompletionException late =
                catchThrowableOfType(
                        CompletionException.class, () -> client.connect(_ -> {}).join());
        assertThat(late).hasCauseInstanceOf(NetException.class);
    }

    @Test
    void whatItThrowsEndsItAlone() throws Exception {
        Client client = client(echo());
        CountDownLatch failed = rig.latch();
        begin(
                client,
                connection -> {
                    asks(connection, "first");
                    failed.await();
                    asks(connection, "still here");
                });
        assertThat(next()).isEqualTo("first");
        begin(
                client,
                connection -> {
                    asks(connection, "second");
                    throw new IllegalStateException("a bug");
                });
        assertThat(next()).isEqualTo("second");
        ConnectionReport report = rig.recorder.awaitClosed(CloseReason.SERVICE_FAILED);
        assertThat(report.failure()).hasMessage("a bug");
        failed.countDown();
        assertThat(next()).isEqualTo("still here");
    }

    @Test
    void limitsHold() throws Exception {
        assumeThat(place.model().runsHandlers()).isTrue();
        Limits limits = Rig.limits(all -> all.idleTimeout(Duration.ofMillis(50)));
        Client client = rig.keep(builder(echo().endpoint()).limits(limits).start());
        begin(
                client,
                connection -> {
                    try {
                        connection.readFrame(Rig.CODEC);
                    } catch (IOException e) {
                        told.add(String.valueOf(e.getMessage()));
                        throw e;
                    }
                });
        assertThat(next()).contains("idle");
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.IDLE);
    }

    @Test
    void nobodyListens() throws Exception {
        Server server = echo();
        Client client = client(server);
        server.close();
        CompletionException failed =
                catchThrowableOfType(
                        CompletionException.class,
                        () ->
                                client.connect(connection -> asks(connection, "?"))
                                        .orTimeout(30, TimeUnit.SECONDS)
                                        .join());
        assertThat(failed).hasCauseInstanceOf(NetException.class);
        assertThat(told).isEmpty();
    }

    @Test
    void whoCancelsIsNotCalled() throws Exception {
        Client client = client(echo());
        CompletableFuture<Connection> begun =
                client.connect(connection -> {
                    asks(connection, "called");
                    told.add("returned");
                });
        boolean inTime = begun.cancel(true);
        Eventually.until("it is over", () -> client.connections().isEmpty());
        assertThat(client.drain(Duration.ofSeconds(30))).isZero();
        if (inTime) assertThat(told).isEmpty();
    }

    @Test
    void anEndAndAnotherBeginning() throws Exception {
        assumeThat(place.model().runsHandlers()).isTrue();
        Server server = echo();
        Reconnect often = new Reconnect(Duration.ofMillis(1), Duration.ofMillis(50));
        Client client = rig.keep(builder(server.endpoint()).reconnect(often).start());
        AtomicInteger calls = new AtomicInteger();
        Handler handler =
                connection -> {
                    int call = calls.incrementAndGet();
                    asks(connection, "call");
                    if (call == 1) connection.readFrame(Rig.CODEC); // until the end
                };
        begin(client, handler);
        assertThat(next()).isEqualTo("call");
        server.close();
        rig.keep(Rig.target(server.endpoint()).serve(Rig.ECHO));
        String next = next();
        while (next.equals("the end")) next = next(); // let in while the first server ended
        assertThat(next).isEqualTo("call");
        rig.recorder.awaitClosed(CloseReason.SERVICE_CLOSED);
        Client other = rig.keep(builder(server.endpoint()).start());
        for (int i = 0; i < 20; i++) { // takes longer than a call that must not come would
            begin(other, connection -> asks(connection, "of the other"));
            assertThat(next()).isEqualTo("of the other");
        }
        assertThat(client.drain(Duration.ofSeconds(30))).as("it has returned").isZero();
        assertThat(told).isEmpty();
    }
}
