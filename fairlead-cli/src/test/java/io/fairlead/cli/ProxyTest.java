package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code fairlead connect --proxy}, with a proxy that expects and says what the RFCs have, byte for
 * byte, and then is the server.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProxyTest {
    private static final String GREETING = "050100";
    private static final String GREETING_WITH_LOGIN = "05020002";
    // CONNECT to example.org:80, by name.
    private static final String REQUEST = "050100030b6578616d706c652e6f72670050";
    private static final String DONE = "050000017f0000011234"; // from 127.0.0.1:4660

    private @Nullable ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        if (listener != null) listener.close();
    }

    private int port() {
        return listener == null ? 0 : listener.getLocalPort();
    }

    /** Takes one client: expects the first of each pair, in hex, and says the second. */
    private FutureTask<String> proxy(String... script) {
        ServerSocket from = listener;
        FutureTask<String> task =
                new FutureTask<>(() -> {
                    if (from == null) throw new IllegalStateException();
                    try (Socket client = from.accept()) {
                        for (int i = 0; i < script.length; i += 2) {
                            int count = script[i].length() / 2;
                            byte[] got = client.getInputStream().readNBytes(count);
                            assertThat(HexFormat.of().formatHex(got)).isEqualTo(script[i]);
                            client.getOutputStream().write(HexFormat.of().parseHex(script[i + 1]));
                        }
                        client.shutdownOutput();
                        return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
                    }
                });
        Thread _ = Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private Run connect(String scheme, String login, String... more) throws Exception {
        String url = scheme + "://" + login + "127.0.0.1:" + port();
        String[] words = new String[more.length + 4];
        System.arraycopy(
                new String[] {"connect", "--proxy", url, "example.org:80"}, 0, words, 0, 4);
        System.arraycopy(more, 0, words, 4, more.length);
        Run run = new Run().input("question").start(words);
        int _ = run.exit();
        return run;
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(ISO_8859_1));
    }

    @Test
    void socksConnectsByName() throws Exception {
        FutureTask<String> proxy = proxy(GREETING, "0500", REQUEST, DONE + hex("answer"));
        Run run = connect("socks5", "");
        assertThat(run.exit()).as("%s", run.err.text()).isZero();
        assertThat(run.out.text()).isEqualTo("answer");
        assertThat(proxy.get(60, TimeUnit.SECONDS)).isEqualTo("question");
    }

    @Test
    void socksLogsIn() throws Exception {
        String login = "0103" + hex("ada") + "03" + hex("p:w");
        FutureTask<String> proxy = proxy(GREETING_WITH_LOGIN, "0502", login, "0100", REQUEST, DONE);
        Run run = connect("socks5", "ada:p%3Aw@");
        assertThat(run.exit()).as("%s", run.err.text()).isZero();
        assertThat(proxy.get(60, TimeUnit.SECONDS)).isEqualTo("question");
    }

    @ParameterizedTest
    @CsvSource({
        "02, 8, its rules do not allow this connection",
        "03, 6, it has no way to that network",
        "04, 6, it cannot reach that host",
        "05, 3, nothing listens there",
        "06, 4, did not answer it in time",
        "01, 1, it failed",
    })
    void socksSaysWhyNot(String reply, int exit, String sentence) throws Exception {
        FutureTask<String> _ = proxy(GREETING, "0500", REQUEST, "05" + reply + "00010000000000");
        Run run = connect("socks5", "");
        assertThat(run.exit()).isEqualTo(exit);
        assertThat(run.err.text())
                .contains("connect tcp://example.org:80 through the proxy socks5://127.0.0.1:")
                .contains(sentence);
    }

    @Test
    void socksWantsAPassword() throws Exception {
        FutureTask<String> _ = proxy(GREETING, "05ff");
        Run run = connect("socks5", "");
        assertThat(run.exit()).isEqualTo(8);
        assertThat(run.err.text()).contains("it asks for a password; write socks5://USER:");
    }

    @Test
    void socksDoesNotTakeThePassword() throws Exception {
        String login = "0103" + hex("ada") + "01" + hex("x");
        FutureTask<String> _ = proxy(GREETING_WITH_LOGIN, "0502", login, "0101");
        Run run = connect("socks5", "ada:x@");
        assertThat(run.exit()).isEqualTo(8);
        assertThat(run.err.text())
                .contains("it does not take this user and password")
                .doesNotContain("ada:x");
    }

    @Test
    void aProxyOfTheOtherKindIsNamed() throws Exception {
        FutureTask<String> _ = proxy(GREETING, hex("HTTP/1.1 400 Bad Request\r\n\r\n"));
        Run run = connect("socks5", "");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err.text()).contains("does not speak SOCKS5, but HTTP; write http://");
    }

    private static final String HEAD =
            "CONNECT example.org:80 HTTP/1.1\r\nHost: example.org:80\r\n";

    @Test
    void httpConnects() throws Exception {
        String answer = "HTTP/1.1 200 Connection established\r\nX: y\r\n\r\nanswer";
        FutureTask<String> proxy = proxy(hex(HEAD + "\r\n"), hex(answer));
        Run run = connect("http", "");
        assertThat(run.exit()).as("%s", run.err.text()).isZero();
        assertThat(run.out.text()).isEqualTo("answer");
        assertThat(proxy.get(60, TimeUnit.SECONDS)).isEqualTo("question");
    }

    @Test
    void httpLogsIn() throws Exception {
        String login = "Proxy-Authorization: Basic YWRhOnNlY3JldA==\r\n"; // ada:secret
        FutureTask<String> proxy = proxy(hex(HEAD + login + "\r\n"), hex("HTTP/1.0 200\r\n\r\n"));
        Run run = connect("http", "ada:secret@");
        assertThat(run.exit()).as("%s", run.err.text()).isZero();
        assertThat(proxy.get(60, TimeUnit.SECONDS)).isEqualTo("question");
    }

    @ParameterizedTest
    @CsvSource({
        "403 Forbidden, 8, it answered 403 Forbidden: it does not allow that",
        "407 Proxy Authentication Required, 8, write http://USER:PASSWORD@",
        "502 Bad Gateway, 6, it cannot reach that server",
        "504 Gateway Timeout, 4, did not answer it in time",
        "500 Oops, 1, it answered 500 Oops",
    })
    void httpSaysWhyNot(String status, int exit, String sentence) throws Exception {
        FutureTask<String> _ =
                proxy(hex(HEAD + "\r\n"), hex("HTTP/1.1 " + status + "\r\nA: b\r\n\r\n<p>no"));
        Run run = connect("http", "");
        assertThat(run.exit()).isEqualTo(exit);
        assertThat(run.err.text())
                .contains("through the proxy http://127.0.0.1:")
                .contains(sentence);
    }

    @Test
    void aProxyThatClosesIsNamed() throws Exception {
        FutureTask<String> _ = proxy(hex(HEAD + "\r\n"), hex("HTTP/1.1 200"));
        Run run = connect("http", "");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err.text()).contains("it closed the connection before it had answered");
    }

    @Test
    void aProxyThatSaysNothingIsAwaitedForTheTimeout() throws Exception {
        Run run = connect("socks5", "", "--connect-timeout", "300ms"); // it is never accepted
        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err.text()).contains("no answer within 300ms");
    }
}
