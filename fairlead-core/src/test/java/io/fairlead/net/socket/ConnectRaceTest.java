package io.fairlead.net.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Footprint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A race over real sockets; a listener whose queue is full answers no SYN, as a black hole. */
@Timeout(120)
class ConnectRaceTest {
    private static final Endpoint NAME = Endpoint.tcp("both.example", 7);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<SocketChannel> opened = new ArrayList<>();
    private final List<AutoCloseable> held = new ArrayList<>();
    private List<String> before = List.of();

    @BeforeEach
    void look() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"))) {
            race(LONG, address(listener), address(listener)).run().close(); // loads its classes
        }
        opened.clear();
        before = Footprint.descriptors();
    }

    @AfterEach
    void nothingIsLeftOpen() throws Exception {
        for (AutoCloseable each : held) each.close();
        assertThat(Footprint.descriptors()).hasSameSizeAs(before);
    }

    private static InetSocketAddress address(ServerSocket listener) {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private ServerSocket listener(int backlog) throws IOException {
        ServerSocket listener = new ServerSocket(0, backlog, InetAddress.ofLiteral("127.0.0.1"));
        held.add(listener);
        return listener;
    }

    private InetSocketAddress blackHole() throws IOException {
        ServerSocket listener = listener(1);
        for (int i = 0; i < 2; i++) { // listen(2): the queue holds one more than it is told
            held.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
        }
        return address(listener);
    }

    private static InetSocketAddress closedPort() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return address(listener);
        }
    }

    private ConnectRace race(Duration time, InetSocketAddress... addresses) {
        return new ConnectRace(
                List.of(addresses),
                _ -> {
                    SocketChannel channel = SocketChannel.open();
                    opened.add(channel);
                    return channel;
                },
                e -> NetException.of("connect", NAME, e),
                System.nanoTime() + time.toNanos());
    }

    @Test
    void anAddressThatSwallowsPacketsCostsADelayAndNotTheTime() throws Exception {
        InetSocketAddress good = address(listener(8));
        try (SocketChannel channel = race(LONG, blackHole(), good).run()) {
            assertThat(channel.getRemoteAddress()).isEqualTo(good);
            assertThat(channel.isBlocking()).isTrue();
        }
        assertThat(opened).hasSize(2).noneMatch(SocketChannel::isOpen);
    }

    @Test
    void thoseThatComeAfterTheFirstAnswerAreNotTried() throws Exception {
        InetSocketAddress good = address(listener(8));
        try (SocketChannel channel = race(LONG, good, blackHole()).run()) {
            assertThat(channel.getRemoteAddress()).isEqualTo(good);
        }
        assertThat(opened).hasSize(1);
    }

    @Test
    void aRefusalIsFollowedByTheNextAtOnce() throws Exception {
        InetSocketAddress good = address(listener(8));
        race(LONG, closedPort(), closedPort(), good).run().close();
        assertThat(opened).hasSize(3);
    }

    @Test
    void whenAllRefuseThatIsSaid() throws Exception {
        ConnectRace race = race(LONG, closedPort(), closedPort());
        NetException e = catchThrowableOfType(NetException.class, race::run);
        assertThat(e.errno()).isEqualTo("ECONNREFUSED");
    }

    @Test
    void whenNoneAnswersTheTimeIsOver() throws Exception {
        ConnectRace race = race(Duration.ofMillis(300), blackHole(), blackHole());
        NetException e = catchThrowableOfType(NetException.class, race::run);
        assertThat(e.errno()).isEqualTo("ETIMEDOUT");
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        ConnectRace race = race(LONG, blackHole(), blackHole());
        FutureTask<NetException> task =
                new FutureTask<>(() -> catchThrowableOfType(NetException.class, race::run));
        Thread thread = Thread.ofPlatform().start(task);
        thread.interrupt();
        assertThat(task.get().errno()).isEqualTo("EINTR");
    }
}
