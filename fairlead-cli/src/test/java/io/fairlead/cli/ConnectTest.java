package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code fairlead connect} over TCP, against a server of {@code java.net}. */
class ConnectTest {
    private static final int BULK_BYTES = 16 * 1024 * 1024;

    private ServerSocket listener = unbound();

    /** What a server does with the one connection it takes. */
    private interface Conversation<T> {
        T with(Socket peer) throws Exception;
    }

    private static ServerSocket unbound() {
        try {
            return new ServerSocket();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    private <T> FutureTask<T> serve(Conversation<T> conversation) {
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    try (Socket peer = listener.accept()) {
                        return conversation.with(peer);
                    }
                });
        Thread _ = Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static <T> T resultOf(FutureTask<T> task) throws Exception {
        try {
            return task.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private String port() {
        return String.valueOf(listener.getLocalPort());
    }

    private static String read(Socket peer) throws IOException {
        return new String(peer.getInputStream().readAllBytes(), UTF_8);
    }

    private static void write(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(UTF_8));
    }

    @Test
    void bytesGoBothWaysUnchanged() throws Exception {
        byte[] bulk = new byte[BULK_BYTES];
        new Random(42).nextBytes(bulk);
        FutureTask<Long> server =
                serve(peer -> peer.getInputStream().transferTo(peer.getOutputStream()));

        Run run = new Run().input(new ByteArrayInputStream(bulk)).start("connect", port());

        assertThat(run.exit()).isZero();
        assertThat(run.out.bytes()).isEqualTo(bulk);
        assertThat(resultOf(server)).isEqualTo(BULK_BYTES);
        assertThat(run.err.text())
                .matches(
                        "fairlead: sent 16777216 bytes, received 16777216 bytes in .* s;"
                                + " our input ended first\n");
    }

    @Test
    void aPeerThatSaysAllBeforeItReadsStopsNobody() throws Exception {
        byte[] bulk = new byte[BULK_BYTES];
        FutureTask<Integer> server =
                serve(peer -> {
                    peer.getOutputStream().write(bulk);
                    peer.shutdownOutput();
                    return peer.getInputStream().readAllBytes().length;
                });

        Run run = new Run().input(new ByteArrayInputStream(bulk)).start("connect", port());

        assertThat(run.exit()).isZero();
        assertThat(run.out.bytes()).hasSize(BULK_BYTES);
        assertThat(resultOf(server)).isEqualTo(BULK_BYTES);
    }

    @Test
    void theAnswerMayComeAfterTheEndOfInput() throws Exception {
        FutureTask<String> server =
                serve(peer -> {
                    String request = read(peer);
                    write(peer, "late");
                    return request;
                });

        Run run = new Run().input("question\n").start("connect", port());

        assertThat(run.exit()).isZero();
        assertThat(run.out.text()).isEqualTo("late");
        assertThat(resultOf(server)).isEqualTo("question\n");
    }

    @Test
    void waitLimitsHowLongASilentPeerIsAwaited() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        FutureTask<Integer> server =
                serve(peer -> {
                    over.await();
                    return peer.getInputStream().read();
                });

        Run run = new Run().start("connect", port(), "--wait", "50ms");

        assertThat(run.exit()).isZero();
        assertThat(run.err.text()).contains("our input ended first, and the peer is silent");
        over.countDown();
        assertThat(resultOf(server)).isEqualTo(-1);
    }

    @Test
    void aPeerThatClosesEndsItThoughInputIsOpen() throws Exception {
        FutureTask<Boolean> server =
                serve(peer -> {
                    write(peer, "bye\n");
                    return true;
                });
        try (PipedOutputStream open = new PipedOutputStream();
                InputStream in = new PipedInputStream(open)) {
            Run run = new Run().input(in).start("connect", port());

            assertThat(run.exit()).isZero();
            assertThat(run.out.text()).isEqualTo("bye\n");
            assertThat(run.err.text()).contains("the peer closed first");
            assertThat(resultOf(server)).isTrue();
        }
    }

    @Test
    void ctrlCBreaksOffWithExit130() throws Exception {
        FutureTask<Integer> server =
                serve(peer -> {
                    write(peer, "hello");
                    return peer.getInputStream().read();
                });
        try (PipedOutputStream open = new PipedOutputStream();
                InputStream in = new PipedInputStream(open)) {
            Run run = new Run().input(in).start("connect", port());
            run.out.await("hello");
            run.signal("INT");

            assertThat(run.exit()).isEqualTo(130);
            assertThat(run.err.text()).endsWith("; broken off\n");
            assertThat(resultOf(server)).isEqualTo(-1);
        }
    }

    @Test
    void aResetIsASentence() throws Exception {
        FutureTask<Boolean> server =
                serve(peer -> {
                    peer.setSoLinger(true, 0); // RST
                    return peer.getInputStream().read() >= 0;
                });

        Run run = new Run().input("x").start("connect", port());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err.text()).contains("ECONNRESET").endsWith("[exit 1, failed]\n");
        assertThat(resultOf(server)).isTrue();
    }

    @Test
    void textIsEscapedAndTelnetIsLeftOut() throws Exception {
        FutureTask<Boolean> server =
                serve(peer -> {
                    peer.getOutputStream().write(new byte[] {-1, -5, 1}); // IAC WILL ECHO
                    write(peer, "hé\u001b[31m\r\nend");
                    return read(peer).isEmpty();
                });

        Run run = new Run().start("connect", port(), "--text");

        assertThat(run.exit()).isZero();
        assertThat(run.out.text()).isEqualTo("hé\\x1b[31m\nend\n");
        assertThat(resultOf(server)).isTrue();
    }

    @Test
    void hexShowsBothDirections() throws Exception {
        FutureTask<Boolean> server =
                serve(peer -> {
                    String request = read(peer);
                    write(peer, request.toUpperCase(java.util.Locale.ROOT));
                    return true;
                });

        Run run = new Run().input("hello\n").start("connect", port(), "--hex");

        assertThat(run.exit()).isZero();
        assertThat(run.out.text())
                .isEqualTo(
                        """
                        > 00000000  68 65 6c 6c 6f 0a                                 |hello.|
                        < 00000000  48 45 4c 4c 4f 0a                                 |HELLO.|
                        """);
        assertThat(resultOf(server)).isTrue();
    }

    @Test
    void crlfEndsLinesForServersThatWantIt() throws Exception {
        FutureTask<String> server = serve(ConnectTest::read);

        Run run = new Run().input("a\nb\r\n\nc").start("connect", port(), "--crlf");

        assertThat(run.exit()).isZero();
        assertThat(resultOf(server)).isEqualTo("a\r\nb\r\n\r\nc");
    }

    @Test
    void bindChoosesTheLocalAddress() throws Exception {
        FutureTask<Object> server = serve(Socket::getRemoteSocketAddress);

        Run run = new Run().start("connect", port(), "--bind", "127.0.0.2:0");

        assertThat(run.exit()).isZero();
        assertThat(resultOf(server).toString()).startsWith("/127.0.0.2:");
    }

    @Test
    void aReaderWhoGoesIsAQuietEnd() throws Exception {
        FutureTask<Boolean> server =
                serve(peer -> {
                    write(peer, "x");
                    return read(peer).isEmpty();
                });
        Run run = new Run();
        run.out.readerGoes();
        run.start("connect", port());

        assertThat(run.exit()).isZero();
        assertThat(run.err.text()).isEmpty();
        assertThat(resultOf(server)).isTrue();
    }
}
