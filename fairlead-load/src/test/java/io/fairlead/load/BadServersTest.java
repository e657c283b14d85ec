package io.fairlead.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.load.Load.Kind;
import io.fairlead.load.result.Fault;
import io.fairlead.load.result.Finding;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that send wrong bytes, stall, are slow, close or are not there. */
class BadServersTest {
    private static final byte[] NOTHING = {};

    private static byte[] one(int value) {
        return new byte[] {(byte) value};
    }

    static WrongAnswerException wrong(LoadReport report) {
        assertThat(report.errors()).isPositive();
        if (report.failure() instanceof WrongAnswerException wrong) return wrong;
        throw new AssertionError("no wrong answer", report.failure());
    }

    // ---- wrong bytes ----

    @ParameterizedTest
    @CsvSource({
        "0, 64, 1",
        "63, 64, 1",
        "64, 64, 1",
        "5000, 64, 8",
        "300000, 1000, 16",
        "3000000, 1048576, 2"
    })
    void aWrongByteIsToldWithItsOffset(long at, int size, int depth) throws Exception {
        try (StrangeServer server =
                StrangeServer.echo((offset, value) -> one(offset == at ? value ^ 0x80 : value))) {
            LoadBuilder load = Loads.brief(server.endpoint()).depth(depth);
            load.payload(Payload.ofSize(size)).duration(Duration.ofSeconds(30));
            WrongAnswerException wrong = wrong(Loads.run(load));
            assertThat(wrong.offset()).isEqualTo(at);
            assertThat(wrong)
                    .hasMessageContaining("connection 0 at byte " + at + " ")
                    .hasMessageContaining("message " + at / size);
        }
    }

    @Test
    void aMissingByteIsToldWithItsOffset() throws Exception {
        try (StrangeServer server =
                StrangeServer.echo((offset, value) -> offset == 64 ? NOTHING : one(value))) {
            LoadBuilder load = Loads.brief(server.endpoint()).depth(4);
            assertThat(wrong(Loads.run(load.duration(Duration.ofSeconds(30)))).offset())
                    .isEqualTo(64);
        }
    }

    @Test
    void aLastByteThatIsMissingIsToldWhenNoMoreComes() throws Exception {
        try (StrangeServer server =
                StrangeServer.echo((offset, value) -> offset == 63 ? NOTHING : one(value))) {
            LoadBuilder load = Loads.brief(server.endpoint()).timeout(Duration.ofMillis(500));
            WrongAnswerException wrong = wrong(Loads.run(load));
            assertThat(wrong.offset()).isEqualTo(63);
            assertThat(wrong).hasMessageContaining("the rest of the answer is missing");
        }
    }

    @Test
    void messagesInAnotherOrderAreTold() throws Exception {
        try (StrangeServer server =
                new StrangeServer((in, out) -> {
                    byte[] two = in.readNBytes(128);
                    out.write(Arrays.copyOfRange(two, 64, 128));
                    out.write(two, 0, 64);
                    in.read();
                })) {
            LoadBuilder load = Loads.brief(server.endpoint()).depth(2);
            WrongAnswerException wrong = wrong(Loads.run(load.duration(Duration.ofSeconds(30))));
            assertThat(wrong.offset()).isZero();
            assertThat(wrong).hasMessageContaining("'1' came where '0' was sent");
        }
    }

    @Test
    void moreThanWasSentIsTold() throws Exception {
        try (StrangeServer server =
                StrangeServer.echo(
                        (offset, value) -> offset == 63 ? new byte[] {value, 'x'} : one(value))) {
            WrongAnswerException wrong =
                    wrong(
                            Loads.run(
                                    Loads.brief(server.endpoint())
                                            .duration(Duration.ofSeconds(30))));
            assertThat(wrong.offset()).isBetween(64L, 65L);
        }
    }

    @Test
    void aMessageOfAnotherConnectionIsTold() throws Exception {
        SynchronousQueue<byte[]> exchange = new SynchronousQueue<>();
        AtomicBoolean first = new AtomicBoolean();
        try (StrangeServer server =
                new StrangeServer((in, out) -> {
                    byte[] message = in.readNBytes(64);
                    if (first.compareAndSet(false, true)) {
                        exchange.put(message);
                    } else {
                        out.write(exchange.take());
                    }
                    in.read();
                })) {
            LoadBuilder load = Loads.brief(server.endpoint()).connections(2);
            assertThat(wrong(Loads.run(load.duration(Duration.ofSeconds(30)))).offset())
                    .isEqualTo(8); // after the message's number, which is the same
        }
    }

    // ---- late ----

    /** A tenth of the time nothing is answered: what was due then waited up to that long. */
    @Test
    void aStallShowsInFullInAnOpenLoop() throws Exception {
        AtomicBoolean stalled = new AtomicBoolean();
        long startNs = System.nanoTime();
        StrangeServer.Echo stallOnce =
                (offset, value) -> {
                    boolean due = System.nanoTime() - startNs > TimeUnit.SECONDS.toNanos(1);
                    if (due && !stalled.getAndSet(true)) park(400);
                    return one(value);
                };
        try (StrangeServer server = StrangeServer.echo(stallOnce)) {
            LoadBuilder load = Loads.brief(server.endpoint()).rate(500);
            LoadReport report = Loads.run(load.duration(Duration.ofSeconds(4)));
            assertThat(stalled).isTrue();
            assertThat(report.errors()).isZero();
            assertThat(report.response().percentileNs(99))
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(250));
            assertThat(report.response().maxNs()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(390));
            assertThat(report.messages() + report.notSent()).isBetween(1996L, 2004L);
        }
    }

    private static void park(long ms) {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (System.nanoTime() - endNs < 0) LockSupport.parkNanos(endNs - System.nanoTime());
    }

    @Test
    void aServerThatNeverAnswersAgainIsLateToTheEnd() throws Exception {
        try (StrangeServer server =
                new StrangeServer((in, out) -> {
                    echoTen(in, out);
                    in.transferTo(OutputStream.nullOutputStream());
                })) {
            LoadBuilder load = Loads.brief(server.endpoint()).rate(100);
            load.duration(Duration.ofSeconds(2)).timeout(Duration.ofSeconds(1));
            LoadReport report = Loads.run(load);
            assertThat(report.faults(Fault.TIMEOUT)).isPositive();
            assertThat(report.notSent()).isPositive();
            assertThat(report.findings()).extracting(Finding::code).contains("behind");
            assertThat(report.response().percentileNs(50))
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
        }
    }

    @Test
    void aSlowServerIsSeenSlow() throws Exception {
        try (StrangeServer server = new StrangeServer(BadServersTest::echoSlowly)) {
            LoadReport report = Loads.run(Loads.brief(server.endpoint()));
            assertThat(report.messages()).isPositive();
            assertThat(report.service().minNs()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(39));
        }
    }

    private static void echoSlowly(InputStream in, OutputStream out) throws IOException {
        for (byte[] message = in.readNBytes(64); message.length == 64; ) {
            park(40);
            out.write(message);
            message = in.readNBytes(64);
        }
    }

    private static void echoTen(InputStream in, OutputStream out) throws IOException {
        for (int i = 0; i < 10; i++) out.write(in.readNBytes(64));
    }

    // ---- gone ----

    @Test
    void nobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        for (Kind kind : new Kind[] {Kind.EXCHANGE, Kind.CHURN, Kind.IDLE, Kind.FANOUT}) {
            LoadBuilder load = Loads.brief(Endpoint.tcp("127.0.0.1", port)).connections(4);
            LoadReport report = Loads.run(load.kind(kind).duration(Duration.ofSeconds(30)));
            assertThat(report.failure()).isInstanceOf(NetException.class);
            assertThat(report.callFailure()).isNotNull();
            assertThat(report.didWork()).isFalse();
        }
        LoadReport udp = Loads.run(Loads.brief(Endpoint.udp("127.0.0.1", port)));
        assertThat(udp.failure())
                .isInstanceOf(NetException.class)
                .hasMessageContaining("ECONNREFUSED");
    }

    @Test
    void aNameWithSeveralAddressesIsTriedToTheLast() throws Exception {
        try (StrangeServer server = StrangeServer.echo((offset, value) -> one(value))) {
            Endpoint byName = Endpoint.tcp("localhost", server.endpoint().port());
            assertThat(Loads.run(Loads.brief(byName)).messages()).isPositive();
        }
    }

    @Test
    void aServerThatClosesIsCountedAndConnectedAgain() throws Exception {
        try (StrangeServer server = new StrangeServer(BadServersTest::echoTen)) {
            LoadBuilder load = Loads.brief(server.endpoint()).duration(Duration.ofSeconds(1));
            LoadReport report = Loads.run(load);
            assertThat(report.messages()).isGreaterThanOrEqualTo(20);
            assertThat(report.errors()).isPositive();
            assertThat(report.connects()).isGreaterThan(1);
            assertThat(report.failure()).isNull();
        }
    }

    @Test
    void aServerThatClosesAtOnceDidNothing() throws Exception {
        try (StrangeServer server = new StrangeServer((in, out) -> {})) {
            LoadReport report = Loads.run(Loads.brief(server.endpoint()));
            assertThat(report.didWork()).isFalse();
            assertThat(report.firstFault()).isNotNull();
        }
    }
}
