package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol of the command, with HAProxy and nginx on the other side. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProxyProtocolTest {
    private static final String SOURCE = "192.0.2.7:4711";
    private static final String REQUEST = "GET / HTTP/1.0\r\n\r\n";

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    /** Answers a request of HTTP with the client's address. */
    private Path haProxy() throws Exception {
        Path at = programs.file("haproxy");
        String config =
                """
                defaults
                    mode http
                    timeout client 1m
                frontend who
                    bind unix@%s accept-proxy
                    http-request return content-type text/plain lf-string "%%[src]:%%[src_port]"
                """
                        .formatted(at);
        Path file = programs.file("haproxy.cfg", Programs.utf8(config));
        Program _ = programs.client("haproxy", "-db", "-q", "-f", file.toString()).start();
        Wait.until(() -> Files.exists(at));
        return at;
    }

    /** As {@link #haProxy}. */
    private Path nginx() throws Exception {
        Path at = programs.file("nginx");
        String config =
                """
                daemon off;
                master_process off;
                pid %1$s.pid;
                error_log stderr;
                events { }
                http {
                    access_log off;
                    server {
                        listen unix:%1$s proxy_protocol;
                        return 200 "$proxy_protocol_addr:$proxy_protocol_port";
                    }
                }
                """
                        .formatted(at);
        Path file = programs.file("nginx.conf", Programs.utf8(config));
        Program _ = programs.client("nginx", "-c", file.toString(), "-e", "stderr").start();
        Wait.until(() -> Files.exists(at));
        return at;
    }

    private Path relay(Path target, String... options) throws IOException {
        Path at = programs.file("relay");
        String[] words = new String[options.length + 3];
        words[0] = "relay";
        words[1] = "unix://" + at;
        words[2] = "unix://" + target;
        System.arraycopy(options, 0, words, 3, options.length);
        Program relay = programs.fairlead(words).start();
        relay.output().await("in flight");
        return at;
    }

    private void expectSource(Path server, String version) throws Exception {
        Outcome outcome =
                programs.fairlead(
                                "connect",
                                "unix://" + server,
                                "-q",
                                "--send-proxy",
                                version,
                                "--proxy-source",
                                SOURCE)
                        .input(REQUEST)
                        .run();
        assertThat(outcome.output()).endsWith("\r\n\r\n" + SOURCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void connectSaysToHaProxyForWhomItIs(String version) throws Exception {
        expectSource(haProxy(), version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void connectSaysToNginxForWhomItIs(String version) throws Exception {
        expectSource(nginx(), version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void relayPassesOnToHaProxyWhoItsClientsAre(String version) throws Exception {
        expectSource(relay(haProxy(), "--proxy-protocol", "--send-proxy", version), "2");
    }

    @Test
    void relayPassesOnToNginxWhoItsClientsAre() throws Exception {
        expectSource(relay(nginx(), "--proxy-protocol", "--send-proxy", "1"), "1");
    }

    @Test
    void serveKnowsWhoComesThroughHaProxy() throws Exception {
        Path server = programs.file("server");
        RunningServer serve = programs.serve("echo=unix://" + server, "--proxy-protocol");
        Path front = programs.file("front");
        String config =
                """
                defaults
                    mode tcp
                    timeout connect 10s
                    timeout client 1m
                    timeout server 1m
                listen front
                    bind unix@%s accept-proxy
                    server back unix@%s send-proxy-v2
                """
                        .formatted(front, server);
        Path file = programs.file("haproxy.cfg", Programs.utf8(config));
        Program _ = programs.client("haproxy", "-db", "-q", "-f", file.toString()).start();
        Wait.until(() -> Files.exists(front));
        Outcome outcome =
                programs.fairlead(
                                "connect",
                                "unix://" + front,
                                "-q",
                                "--send-proxy=1",
                                "--proxy-source=" + SOURCE)
                        .input("hello\n")
                        .run();
        assertThat(outcome.output()).isEqualTo("hello\n");
        serve.program().output().await(SOURCE + " opened");
        Outcome direct = programs.fairlead("connect", "unix://" + server, "-q").input("x\n").run();
        assertThat(direct.output()).isEmpty();
        serve.program().output().await("PROXY header missing or wrong");
    }
}
