package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.proxy.PeerProxy;
import io.fairlead.proxy.ProxyRules;
import io.fairlead.proxy.ProxyTls;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.tls.TestTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HAProxy and nginx in front of a server say who their clients are. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForeignProxiesTest {
    @TempDir Path folder;
    private final Recorder recorder = new Recorder();
    private @Nullable SocketChannel place;
    private @Nullable Process proxy;
    private volatile @Nullable PeerProxy last;

    /** Answers with the peer's address, and notes the rest. */
    private final Service who =
            new Service() {
                @Override
                public void onFrame(Peer peer, Frame frame) {
                    last = peer.via();
                    peer.send(Frame.of(peer.remoteAddress() + " at " + peer.localAddress()));
                }
            };

    /** A port that nobody else gets: bound, but not listened at, until the proxy shares it. */
    @BeforeEach
    void takePort() throws IOException {
        SocketChannel bound = SocketChannel.open();
        place = bound;
        bound.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void endProxy() throws Exception {
        Objects.requireNonNull(place).close();
        if (proxy == null) return;
        proxy.destroyForcibly();
        assertThat(proxy.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private InetSocketAddress address() throws IOException {
        return (InetSocketAddress) Objects.requireNonNull(place).getLocalAddress();
    }

    private Server serve(String endpoint) throws IOException {
        ServerBuilder builder = Server.at(endpoint).codec(Rig.CODEC).observer(recorder);
        if (endpoint.startsWith("tls:")) builder.tls(TestTls.server());
        return builder.proxyProtocol(ProxyRules.THIS_MACHINE).serve(who);
    }

    private void start(String... command) throws IOException {
        boolean isInstalled =
                Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(each -> Files.isExecutable(Path.of(each).resolve(command[0])));
        assumeTrue(isInstalled, command[0] + " is not installed; scripts/install-peers does it");
        Path log = folder.resolve("log");
        proxy =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        InetSocketAddress at = address();
        Eventually.until(
                () -> "the proxy listens: " + read(log),
                () -> {
                    try (SocketChannel _ = SocketChannel.open(at)) {
                        return true;
                    } catch (IOException e) {
                        return false;
                    }
                });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "" + e;
        }
    }

    private void haProxy(String bind, String server) throws IOException {
        String config =
                """
                defaults
                    mode tcp
                    timeout connect 10s
                    timeout client 1m
                    timeout server 1m
                    unique-id-format %%{+X}o%%rt
                listen front
                    bind 127.0.0.1:%d %s
                    server back %s
                """
                        .formatted(address().getPort(), bind, server);
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), config);
        start("haproxy", "-db", "-q", "-f", file.toString());
    }

    private void nginx(String settings, Server server) throws IOException {
        String config =
                """
                load_module /usr/lib/nginx/modules/ngx_stream_module.so;
                daemon off;
                master_process off;
                pid %1$s/pid;
                error_log stderr;
                events { }
                stream {
                    server {
                        listen 127.0.0.1:%2$d reuseport;
                        proxy_pass 127.0.0.1:%3$d;
                        proxy_protocol on;
                        %4$s
                    }
                }
                """
                        .formatted(folder, address().getPort(), server.port(), settings);
        Path file = Files.writeString(folder.resolve("nginx.conf"), config);
        start("nginx", "-c", file.toString(), "-e", "stderr");
    }

    /** The server sees this client, and where it has connected to. */
    private PeerProxy ask(String scheme) throws IOException {
        Endpoint front = Endpoint.of(address(), Endpoint.Scheme.TCP);
        Endpoint at = Endpoint.parse(front.toString().replace("tcp:", scheme + ":"));
        try (Wire wire = Wire.connect(at, 0)) {
            wire.sendFrame("who?");
            String seen = wire.receiveText();
            assertThat(seen).isEqualTo(wire.localAddress() + " at " + address());
        }
        return Objects.requireNonNull(last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"send-proxy", "send-proxy-v2"})
    void haProxySaysWhoItsClientsAre(String option) throws Exception {
        try (Server server = serve("tcp://127.0.0.1:0")) {
            haProxy("", "127.0.0.1:" + server.port() + " " + option);
            PeerProxy via = ask("tcp");
            assertThat(via.header().version()).isEqualTo(option.equals("send-proxy") ? 1 : 2);
            assertThat(via.remoteAddress()).isNotEqualTo(via.peerAddress());
        }
    }

    @Test
    void haProxySpeaksOverAUnixSocket() throws Exception {
        Path file = folder.resolve("server.sock");
        try (Server _ = serve("unix://" + file)) {
            haProxy("", "unix@" + file + " send-proxy-v2");
            assertThat(ask("tcp").header().version()).isEqualTo(2);
        }
    }

    @Test
    void haProxySpeaksTlsBehindTheHeader() throws Exception {
        try (Server server = serve("tls://127.0.0.1:0")) {
            haProxy("", "127.0.0.1:" + server.port() + " ssl verify none send-proxy-v2");
            assertThat(ask("tcp").header().version()).isEqualTo(2);
        }
    }

    @Test
    void haProxySaysHowItsClientsSpeakTls() throws Exception {
        Path certificate = folder.resolve("front.pem");
        TestTls.renew(certificate);
        try (Server server = serve("tcp://127.0.0.1:0")) {
            haProxy(
                    "ssl crt " + certificate,
                    "127.0.0.1:%d send-proxy-v2 proxy-v2-options %s"
                            .formatted(server.port(), "ssl,ssl-cipher,authority,crc32c,unique-id"));
            PeerProxy via = ask("tls");
            ProxyTls tls = Objects.requireNonNull(via.header().tls());
            assertThat(tls.protocol()).isEqualTo("TLSv1.3");
            assertThat(tls.cipherSuite()).startsWith("TLS_AES_");
            assertThat(tls.isCertified()).isFalse();
            assertThat(via.header().uniqueId()).isNotEmpty();
            assertThat(via.header().types()).as("a checksum").contains(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"send-proxy check", "send-proxy-v2 check check-send-proxy", "check"})
    void haProxySeesThatTheServerIsWell(String options) throws Exception {
        try (Server server = serve("tcp://127.0.0.1:0")) {
            String often = " inter 20ms " + (options.equals("check") ? "send-proxy-v2" : "");
            haProxy("", "127.0.0.1:" + server.port() + " " + options + often);
            Eventually.until("some checks", () -> recorder.closedCount.get() >= 5);
            PeerProxy via = ask("tcp"); // it would not pass on to a server that is down
            assertThat(via.peerAddress()).isNotNull();
            recorder.closed.forEach(
                    one -> assertThat(one.failure()).as("%s", one.reason()).isNull());
            assertThat(recorder.refusalReasons).isEmpty();
        }
    }

    @Test
    void nginxSaysWhoItsClientsAre() throws Exception {
        try (Server server = serve("tcp://127.0.0.1:0")) {
            nginx("", server);
            assertThat(ask("tcp").header().version()).isEqualTo(1);
        }
    }

    @Test
    void nginxSpeaksTlsBehindTheHeader() throws Exception {
        try (Server server = serve("tls://127.0.0.1:0")) {
            nginx("proxy_ssl on;", server);
            assertThat(ask("tcp").header().version()).isEqualTo(1);
        }
    }

    @Test
    void nginxPassesTlsThroughBehindTheHeader() throws Exception {
        try (Server server = serve("tls://127.0.0.1:0")) {
            nginx("", server);
            assertThat(ask("tls").header().version()).isEqualTo(1);
        }
    }
}
