package io.fairlead.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.client.Client;
import io.fairlead.frame.Codec;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.NetException;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import io.fairlead.service.LimitsBuilder;
import io.fairlead.service.PeerTls;
import io.fairlead.service.Service;
import io.fairlead.tls.ClientCertificates;
import io.fairlead.tls.TestTls;
import io.fairlead.tls.TlsOptions;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server of TLS promises beyond what every server does. */
@ParameterizedClass
@MethodSource("places")
@Timeout(120)
class TlsServerTest {
    private static final Service ECHO_LINES =
            (Service & Serializable) (peer, frame) -> peer.send(frame);

    private static final long FULL = 128 * 1_024; // bytes
    private static final int LOT = 1_024 * 1_024;

    private final Place place;
    @RegisterExtension final Rig rig;
    @TempDir Path directory;

    TlsServerTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    static Stream<Place> places() {
        return Stream.of(Model.values()).map(model -> new Place(model, Place.Net.TLS));
    }

    private Server serve(TlsOptions options) throws NetException {
        return serve(options, ECHO_LINES);
    }

    private Server serve(TlsOptions options, Service service) throws NetException {
        return rig.keep(rig.builder().codec(Codec.lines()).tls(options).serve(service));
    }

    private static Connection connect(Server server, TlsOptions options) throws NetException {
        return Client.connect(server.endpoint(), ConnectOptions.DEFAULT, options);
    }

    private static String echo(Connection connection, String line) throws IOException {
        connection.writeLine(line);
        return String.valueOf(connection.readLine());
    }

    private static X509Certificate shown(Connection connection) {
        return Objects.requireNonNull(connection.tls()).certificates().getFirst();
    }

    // ---- memory ----

    /** What the other end has sent, and nobody has read, is no reason to lose what it was sent. */
    @Test
    void whatAHandlerWroteBeforeItClosedArrives() throws Exception {
        if (!rig.place().model().runsHandlers() || rig.place().model().hasProcesses()) return;
        CountDownLatch spoken = rig.latch();
        Server server =
                rig.converse(connection -> {
                    connection.writeLine(String.valueOf(connection.readLine()));
                    connection.flush();
                    spoken.await();
                    connection.write(ByteBuffer.allocate(LOT));
                    connection.close();
                });
        Wire wire = rig.connect(server);
        wire.send("ready\n");
        assertThat(wire.receiveLine()).isEqualTo("ready");
        wire.send(new byte[100]);
        spoken.countDown();
        assertThat(wire.receiveToEnd()).hasSize(LOT);
    }

    /** A handshake's message may have 32 KiB: who announces more is not waited for. */
    @Test
    void aMessageOfAHandshakeThatIsTooLongIsRefused() throws Exception {
        Server server = serve(TestTls.server());
        byte[] record = new byte[5 + 16 * 1_024];
        byte[] begin = {22, 3, 1, 0x40, 0, 1, 1, 0x11, 0x70}; // a ClientHello of 70,000 bytes
        System.arraycopy(begin, 0, record, 0, begin.length);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.getOutputStream().write(record);
            assertThat(client.getInputStream().read()).isEqualTo(21); // an alert
        }
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.TLS_FAILED);
    }

    /** Of 128 KiB half is a reserve: four chunks of 4 KiB for each of four connections. */
    @Test
    void whoFillsTheMemoryLeavesTheOthersEnough() throws Exception {
        if (!place.isConcurrent() || place.model().hasProcesses()) return;
        UnaryOperator<LimitsBuilder> few =
                limits -> limits.bufferBytesTotal(FULL).connectionsMax(4);
        Server server =
                rig.keep(
                        rig.builder()
                                .codec(Codec.lines(100_000))
                                .limits(Rig.limits(few))
                                .serve(ECHO_LINES));
        for (int i = 0; i < 3; i++) {
            Wire greedy = rig.connect(server);
            var _ = greedy.sendBeside("half a line ".repeat(5_000).getBytes(US_ASCII));
        }
        Eventually.until(
                () -> "they hold what they may: " + server.stats(),
                () -> server.stats().bufferBytes() > FULL / 4);
        Wire last = rig.connect(server);
        last.send("at once\n");
        assertThat(last.receiveLine()).isEqualTo("at once");
        server.drain(Duration.ZERO); // does not wait for the rest of their lines
    }

    // ---- reload ----

    @Test
    void newFilesAreShownToWhoComesLater() throws IOException {
        Path file = directory.resolve("gateway.pem");
        X509Certificate first = TestTls.renew(file);
        Server server = serve(TestTls.server(file));
        try (Connection before = connect(server, TestTls.client())) {
            assertThat(shown(before)).isEqualTo(first);
            X509Certificate second = TestTls.renew(file);
            assertThat(server.reloadCertificates()).containsExactly(second);
            if (!place.isConcurrent()) return;
            try (Connection after = connect(server, TestTls.client())) {
                assertThat(shown(after)).isEqualTo(second);
                assertThat(echo(before, "still here")).isEqualTo("still here");
            }
        }
    }

    @Test
    void filesThatCannotBeUsedChangeNothing() throws IOException {
        Path file = directory.resolve("gateway.pem");
        X509Certificate first = TestTls.renew(file);
        Server server = serve(TestTls.server(file));
        Files.writeString(file, "half-written");
        assertThatThrownBy(server::reloadCertificates)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gateway.pem");
        try (Connection connection = connect(server, TestTls.client())) {
            assertThat(shown(connection)).isEqualTo(first);
        }
    }

    // ---- who it is ----

    @Test
    void aClientThatMustShowACertificateIsKnownByIt() throws Exception {
        Server server =
                serve(
                        TestTls.server()
                                .withTrusted(TestTls.authority())
                                .withClientCertificates(ClientCertificates.NEEDED),
                        (Service & Serializable)
                                (peer, frame) -> peer.send(String.valueOf(subject(peer.tls()))));
        try (Connection known = connect(server, TestTls.knownClient())) {
            assertThat(echo(known, "who am I")).startsWith("CN=sensor-7.example");
        }
        assertThatThrownBy(() -> askWithoutCertificate(server)).isInstanceOf(IOException.class);
        ConnectionReport first = rig.recorder.awaitClosed();
        assertThat(first.reason()).isEqualTo(CloseReason.PEER_CLOSED);
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason())
                .as("%s, after %s", report, first)
                .isEqualTo(CloseReason.TLS_FAILED);
        assertThat(report.failure()).hasMessageContaining("showed no certificate");
        assertThat(report.serviceFailed()).isFalse();
    }

    private static @Nullable String subject(@Nullable PeerTls tls) {
        return tls == null ? null : tls.subject();
    }

    private static void askWithoutCertificate(Server server) throws IOException {
        try (Connection stranger = connect(server, TestTls.client())) {
            String answer = echo(stranger, "who am I"); // 1.3 tells a client late
            throw new AssertionError(answer);
        }
    }

    @Test
    void aPinIsAsGoodAsAnAuthority() throws Exception {
        Server server = serve(TestTls.server());
        String pin;
        try (Connection trusting = connect(server, TestTls.client())) {
            byte[] key = shown(trusting).getPublicKey().getEncoded();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            pin = "sha256:" + HexFormat.of().formatHex(digest);
        }
        try (Connection pinned = connect(server, TlsOptions.DEFAULT.withPin(pin))) {
            assertThat(echo(pinned, "hello")).isEqualTo("hello");
        }
        String other = "sha256:" + "00".repeat(32);
        assertThatThrownBy(() -> connect(server, TlsOptions.DEFAULT.withPin(other)).close())
                .isInstanceOf(NetException.class)
                .hasMessageContaining(pin);
    }

    // ---- TLS 1.2 ----

    private static SSLSocket tls12(Server server) throws IOException {
        var factory = TestTls.clientContext().getSocketFactory();
        var socket = (SSLSocket) factory.createSocket("127.0.0.1", server.port());
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        return socket;
    }

    @Test
    void whatHadArrivedIsAnsweredBeforeTls12Ends() throws Exception {
        Server server = serve(TestTls.server());
        try (SSLSocket client = tls12(server)) {
            client.getOutputStream().write("one\ntwo\n".repeat(1_000).getBytes(UTF_8));
            client.shutdownOutput();
            byte[] all = client.getInputStream().readAllBytes();
            assertThat(new String(all, UTF_8)).isEqualTo("one\ntwo\n".repeat(1_000));
        }
        assertThat(rig.recorder.awaitClosed(CloseReason.PEER_CLOSED).bytesSent()).isEqualTo(8_000);
    }

    @Test
    void nobodyRenegotiates() throws Exception {
        Server server = serve(TestTls.server());
        try (SSLSocket client = tls12(server)) {
            client.getOutputStream().write("one\n".getBytes(UTF_8));
            assertThat(client.getInputStream().readNBytes(4)).isEqualTo("one\n".getBytes(UTF_8));
            client.startHandshake(); // once more
            assertThatThrownBy(() -> client.getInputStream().readNBytes(1))
                    .isInstanceOf(IOException.class);
        } catch (IOException refused) {
            // at the handshake, or the close: both are well
        }
        assertThat(rig.recorder.awaitClosed(CloseReason.TLS_FAILED).failure())
                .hasMessageContaining("renegotiation");
    }
}
