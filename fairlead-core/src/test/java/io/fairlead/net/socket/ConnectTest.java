package io.fairlead.net.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.NetException;
import io.fairlead.net.NetException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ConnectTest {
    private static final ConnectOptions SOON =
            ConnectOptions.DEFAULT.withTimeout(Duration.ofMillis(300));

    @Test
    void setsTheOptionsOfBothEnds() throws Exception {
        try (Listener listener = Listener.open(Endpoint.parse("0"));
                SocketChannel client =
                        Sockets.connect(listener.endpoint(), ConnectOptions.DEFAULT);
                SocketChannel server = listener.channel().accept()) {
            assertThat(server.getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
            Sockets.acceptedOptions(server);
            for (SocketChannel end : List.of(client, server)) {
                assertThat(end.isBlocking()).isTrue();
                assertThat(end.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
                assertThat(end.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            }
        }
    }

    @Test
    void optionsOfAClosedSocketAreNoError() throws Exception {
        SocketChannel closed = SocketChannel.open();
        closed.close();
        Sockets.acceptedOptions(closed);
    }

    @Test
    void aNameIsTriedAddressByAddress() throws Exception {
        List<InetAddress> addresses = List.of(InetAddress.getAllByName("localhost"));
        String last = addresses.getLast().getHostAddress();
        try (Listener listener = Listener.open(Endpoint.tcp(last, 0))) {
            Endpoint name = Endpoint.tcp("localhost", listener.endpoint().port());
            ListenerTest.assertServes(listener, name);
        }
    }

    @Test
    void aRefusalSaysSo() throws Exception {
        Endpoint closed = closedPort();
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Sockets.connect(closed, ConnectOptions.DEFAULT))
                .withMessageStartingWith("connect " + closed + ": ECONNREFUSED: ")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
    }

    private static Endpoint closedPort() throws IOException {
        try (Listener listener = Listener.open(Endpoint.parse("0"))) {
            return listener.endpoint();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullQueueIsATimeout() throws Exception {
        try (Listener listener = Listener.open(Endpoint.parse("0"), 1)) {
            List<SocketChannel> waiting = fill(listener.endpoint());
            long startNs = System.nanoTime();
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> Sockets.connect(listener.endpoint(), SOON))
                    .withMessageContaining("ETIMEDOUT: no answer within 300 ms; check")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
            assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                    .isBetween(Duration.ofMillis(300), Duration.ofSeconds(60));
            closeAll(waiting);
        }
    }

    /** Linux drops the SYN when the queue of accepted connections is full, listen(2). */
    private static List<SocketChannel> fill(Endpoint endpoint) throws IOException {
        List<SocketChannel> waiting = new ArrayList<>();
        try {
            while (waiting.size() < 10) {
                waiting.add(Sockets.connect(endpoint, SOON));
            }
        } catch (NetException full) {
            assertThat(full.kind()).isEqualTo(Kind.TIMEOUT);
        }
        assumeThat(waiting.size()).as("a queue of 1 fills up").isLessThan(10);
        return waiting;
    }

    private static void closeAll(List<SocketChannel> channels) throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullUnixQueueIsATimeout(@TempDir Path directory) throws Exception {
        Endpoint endpoint = Endpoint.unix(directory.resolve("x"));
        try (Listener listener = Listener.open(endpoint, 1)) {
            List<SocketChannel> waiting = fill(listener.endpoint());
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> Sockets.connect(endpoint, SOON))
                    .withMessageContaining("ETIMEDOUT: the server's queue was full for 300 ms");
            closeAll(waiting);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void waitsForRoomInAUnixQueue(@TempDir Path directory) throws Exception {
        Endpoint endpoint = Endpoint.unix(directory.resolve("x"));
        try (Listener listener = Listener.open(endpoint, 1)) {
            List<SocketChannel> waiting = fill(endpoint);
            FutureTask<SocketChannel> late =
                    new FutureTask<>(() -> Sockets.connect(endpoint, ConnectOptions.DEFAULT));
            Thread.startVirtualThread(late);
            listener.channel().accept().close();
            try (SocketChannel connected = late.get()) {
                assertThat(connected.isConnected()).isTrue();
                assertThat(connected.isBlocking()).isTrue();
            }
            closeAll(waiting);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anInterruptEndsTheWait() throws Exception {
        try (Listener listener = Listener.open(Endpoint.parse("0"), 1)) {
            List<SocketChannel> waiting = fill(listener.endpoint());
            assertInterruptible(listener.endpoint());
            closeAll(waiting);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anInterruptEndsTheWaitForAUnixQueue(@TempDir Path directory) throws Exception {
        Endpoint endpoint = Endpoint.unix(directory.resolve("x"));
        try (Listener listener = Listener.open(endpoint, 1)) {
            List<SocketChannel> waiting = fill(listener.endpoint());
            assertInterruptible(endpoint);
            closeAll(waiting);
        }
    }

    private static void assertInterruptible(Endpoint full) throws Exception {
        FutureTask<String> outcome =
                new FutureTask<>(() -> {
                    try (SocketChannel none = Sockets.connect(full, ConnectOptions.DEFAULT)) {
                        return "connected " + none;
                    } catch (NetException e) {
                        return e.errno() + " " + Thread.currentThread().isInterrupted();
                    }
                });
        Thread thread = Thread.ofPlatform().start(outcome);
        thread.interrupt(); // before or while it waits: both must end it
        assertThat(outcome.get()).isEqualTo("EINTR true");
    }

    @Test
    void connectsFromALocalEndpoint() throws Exception {
        Endpoint local = closedPort();
        try (Listener listener = Listener.open(Endpoint.parse("0"));
                SocketChannel client =
                        Sockets.connect(
                                listener.endpoint(), ConnectOptions.DEFAULT.withLocal(local))) {
            assertThat(Endpoint.of(client.getLocalAddress(), Endpoint.Scheme.TCP)).isEqualTo(local);
        }
    }

    @Test
    void refusesALocalEndpointThatDoesNotFit() throws Exception {
        Endpoint remote = closedPort();
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Sockets.connect(remote, from("tcp://[::1]:0")))
                .withMessageStartingWith("bind tcp://[::1]:0: EAFNOSUPPORT: ");
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Sockets.connect(remote, from("tcp://192.0.2.1:0")))
                .withMessageStartingWith("bind tcp://192.0.2.1:0: EADDRNOTAVAIL: ");
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> Sockets.connect(remote, from("udp://:0")));
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> Sockets.connect(Endpoint.parse("unix:/x"), from("unix:/y")));
    }

    private static ConnectOptions from(String local) {
        return ConnectOptions.DEFAULT.withLocal(Endpoint.parse(local));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSocketDoesNotTalkToItself() throws Exception {
        Endpoint closed = closedPort();
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Sockets.connect(closed, ConnectOptions.DEFAULT.withLocal(closed)))
                .withMessageContaining("ECONNREFUSED");
    }

    @Test
    void refusesWhatCannotBeReached(@TempDir Path directory) {
        assertFailure("tcp://127.0.0.1:0", Kind.ADDRESS, "EADDRNOTAVAIL: nothing can listen on");
        assertFailure(
                "tcp://nothing.invalid:1", Kind.NAME, "resolve tcp://nothing.invalid:1: EAI_");
        assertFailure("unix:" + directory + "/none", Kind.ADDRESS, "ENOENT: there is no such");
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(
                        () -> Sockets.connect(Endpoint.parse("udp://:1"), ConnectOptions.DEFAULT));
    }

    private static void assertFailure(String endpoint, Kind kind, String message) {
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Sockets.connect(Endpoint.parse(endpoint), ConnectOptions.DEFAULT))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void optionsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectOptions.DEFAULT.withTimeout(Duration.ZERO));
        assertThat(ConnectOptions.DEFAULT.timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aVeryLongTimeoutIsNoError() throws Exception {
        ConnectOptions patient =
                ConnectOptions.DEFAULT.withTimeout(Duration.ofSeconds(Long.MAX_VALUE));
        try (Listener listener = Listener.open(Endpoint.parse("0"));
                SocketChannel client =
                        Sockets.connect(
                                Endpoint.tcp("localhost", listener.endpoint().port()), patient)) {
            assertThat(client.isConnected()).isTrue();
        }
    }
}
