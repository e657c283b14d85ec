package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code fairlead listen}, called by sockets of {@code java.net}. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListenTest {
    private static final int BULK_BYTES = 4 * 1024 * 1024;
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /** The port that {@code run} says it listens on. */
    private static int port(Run run) throws InterruptedException {
        return Integer.parseInt(
                run.err.await("listening on (?:tcp|udp)://127\\.0\\.0\\.1:(\\d+)").group(1));
    }

    private static Socket call(Run run) throws Exception {
        return new Socket(HERE, port(run));
    }

    private static void write(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(UTF_8));
    }

    private static String read(Socket peer) throws IOException {
        return new String(peer.getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    void onePeerIsTalkedToAndThenItIsOver() throws Exception {
        Run run = new Run().input("to the peer\n").start("listen");
        try (Socket peer = call(run)) {
            write(peer, "from the peer\n");
            peer.shutdownOutput();
            assertThat(read(peer)).isEqualTo("to the peer\n");
            String name = "127.0.0.1:" + peer.getLocalPort();
            assertThat(run.exit()).as("%s", run.err.text()).isZero();
            assertThat(run.err.text()).contains("fairlead: " + name + " connected\n");
        }
        assertThat(run.out.text()).isEqualTo("from the peer\n");
        assertThat(run.err.text())
                .contains("; to try it: fairlead connect ", "sent 12 bytes, received 14 bytes");
    }

    @Test
    void bytesGoBothWaysUnchanged() throws Exception {
        byte[] bulk = new byte[BULK_BYTES];
        new Random(42).nextBytes(bulk);
        Run run = new Run().input(new ByteArrayInputStream(bulk)).start("listen", "0");
        try (Socket peer = call(run)) {
            Thread writer =
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> {
                                try {
                                    peer.getOutputStream().write(bulk);
                                    peer.shutdownOutput();
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            assertThat(peer.getInputStream().readAllBytes()).isEqualTo(bulk);
            writer.join();
        }
        assertThat(run.exit()).isZero();
        assertThat(run.out.bytes()).isEqualTo(bulk);
    }

    @Test
    void whoComesSecondIsRefused() throws Exception {
        try (PipedOutputStream open = new PipedOutputStream();
                InputStream in = new PipedInputStream(open)) {
            Run run = new Run().input(in).start("listen");
            try (Socket peer = call(run)) {
                write(peer, "here\n");
                run.out.await("here");
                try (Socket second = new Socket()) {
                    InetSocketAddress there = new InetSocketAddress(HERE, peer.getPort());
                    assertThat(catchException(() -> second.connect(there)))
                            .isInstanceOf(java.net.ConnectException.class);
                }
            }
            assertThat(run.exit()).isZero();
        }
    }

    @Test
    void keepTakesOnePeerAfterTheOther() throws Exception {
        try (PipedOutputStream typed = new PipedOutputStream();
                InputStream in = new PipedInputStream(typed)) {
            Run run = new Run().input(in).start("listen", "--keep");
            try (Socket first = call(run)) {
                write(first, "one\n");
                run.out.await("one");
            }
            run.err.await("the peer closed first");
            try (Socket second = new Socket(HERE, port(run))) {
                typed.write("for the second\n".getBytes(UTF_8));
                typed.flush();
                byte[] got = second.getInputStream().readNBytes(15);
                assertThat(new String(got, UTF_8)).isEqualTo("for the second\n");
                run.signal("INT");
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(run.exit()).isEqualTo(130);
        }
    }

    @Test
    void aPeerThatResetsIsNotTheLast() throws Exception {
        Run run = new Run().start("listen", "--keep");
        try (Socket first = call(run)) {
            write(first, "one\n");
            run.out.await("one");
            first.setSoLinger(true, 0); // RST
        }
        run.err.await("ECONNRESET");
        try (Socket second = new Socket(HERE, port(run))) {
            write(second, "two\n");
            run.out.await("two");
            run.signal("INT");
        }
        assertThat(run.exit()).isEqualTo(130);
    }

    @Test
    void ctrlCBeforeAnybodyCameIs130() throws Exception {
        Run run = new Run().start("listen");
        assertThat(port(run)).isPositive();
        run.signal("INT");
        assertThat(run.exit()).isEqualTo(130);
        assertThat(run.err.text()).endsWith("nobody connected; broken off\n");
    }

    @Test
    void ctrlCSaysWhatWasTransferred() throws Exception {
        try (PipedOutputStream open = new PipedOutputStream();
                InputStream in = new PipedInputStream(open)) {
            Run run = new Run().input(in).start("listen");
            try (Socket peer = call(run)) {
                write(peer, "hello");
                run.out.await("hello");
                run.signal("INT");
                assertThat(run.exit()).isEqualTo(130);
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(run.err.text()).contains("received 5 bytes in").endsWith("; broken off\n");
        }
    }

    @Test
    void aPortInUseIsASentence() throws Exception {
        Run first = new Run().start("listen");
        int port = port(first);
        Run second = Run.of("listen", String.valueOf(port));
        assertThat(second.exit()).isEqualTo(6);
        assertThat(second.err.text()).contains("EADDRINUSE: the port is held by pid ");
        first.signal("INT");
        assertThat(first.exit()).isEqualTo(130);
    }

    @Test
    void datagramsAreAnsweredToTheLastSender() throws Exception {
        try (PipedOutputStream typed = new PipedOutputStream();
                InputStream in = new PipedInputStream(typed);
                DatagramSocket one = new DatagramSocket(0, HERE);
                DatagramSocket two = new DatagramSocket(0, HERE)) {
            Run run = new Run().input(in).start("listen", "udp://:0", "--text");
            InetSocketAddress there = new InetSocketAddress(HERE, port(run));
            typed.write("waits\n".getBytes(UTF_8)); // until somebody is there
            typed.flush();
            send(one, "first", there);
            assertThat(receive(one)).isEqualTo("waits\n");
            send(two, "second", there);
            run.out.await("first\nsecond\n");
            typed.write("back\n".getBytes(UTF_8));
            typed.flush();
            assertThat(receive(two)).isEqualTo("back\n");
            run.signal("INT");
            assertThat(run.exit()).isEqualTo(130);
            assertThat(run.err.text())
                    .contains(":" + two.getLocalPort() + " sends; what is typed goes there");
        }
    }

    private static void send(DatagramSocket from, String text, InetSocketAddress to)
            throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    @Test
    void aUnixSocketIsRemovedWhenItsPeerIsThere(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("x.sock");
        Run run = new Run().start("listen", "unix://" + file);
        run.err.await("listening on unix:");
        try (SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            peer.connect(UnixDomainSocketAddress.of(file));
            peer.write(ByteBuffer.wrap("hello\n".getBytes(UTF_8)));
            run.out.await("hello");
            assertThat(Files.exists(file)).isFalse();
        }
        assertThat(run.exit()).isZero();
    }

    @Test
    void anAbstractNameIsListenedOn() throws Exception {
        String name = "unix:@fairlead-listen-test-" + ProcessHandle.current().pid();
        Run run = new Run().input("question\n").start("listen", name);
        run.err.await("listening on unix:@");
        Run peer = new Run().input("answer\n").start("connect", name);
        assertThat(peer.exit()).as("%s", peer.err.text()).isZero();
        assertThat(run.exit()).as("%s", run.err.text()).isZero();
        assertThat(run.out.text()).isEqualTo("answer\n");
        assertThat(peer.out.text()).isEqualTo("question\n");
    }

    @Test
    void ctrlCEndsTheWaitAtAnAbstractName() throws Exception {
        String name = "unix:@fairlead-listen-wait-" + ProcessHandle.current().pid();
        Run run = new Run().start("listen", name);
        run.err.await("listening on unix:@");
        run.signal("INT");
        assertThat(run.exit()).isEqualTo(130);
        Run again = new Run().start("listen", name); // the descriptor was closed
        again.err.await("listening on unix:@");
        again.signal("INT");
        assertThat(again.exit()).isEqualTo(130);
    }

    @Test
    void eachLineBeginsWithTheTime() throws Exception {
        Run run = new Run().start("listen", "--timestamps");
        try (Socket peer = call(run)) {
            write(peer, "one\ntwo\n");
            peer.shutdownOutput();
            assertThat(run.exit()).isZero();
        }
        assertThat(run.out.text().lines())
                .hasSize(2)
                .allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d\\d\\d (one|two)"));
    }

    @Test
    void keptOpenThePeerHearsNoEndOfInput() throws Exception {
        Run run = new Run().input("all\n").start("listen", "--keep-open");
        try (Socket peer = call(run)) {
            byte[] got = peer.getInputStream().readNBytes(4);
            assertThat(new String(got, UTF_8)).isEqualTo("all\n");
            peer.setSoTimeout(200);
            assertThat(catchException(() -> peer.getInputStream().read()))
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
        assertThat(run.exit()).isZero();
    }

    @Test
    void otherMachinesAreForThoseWhoMeanThem() throws Exception {
        Run run = new Run().start("listen", "--public", "0.0.0.0:0");
        run.err.await("listening on tcp://0\\.0\\.0\\.0:(\\d+)");
        run.signal("INT");
        assertThat(run.exit()).isEqualTo(130);
        Run root = new Run();
        root.root = true;
        root.start("listen", "--public", "0.0.0.0:0");
        assertThat(root.exit()).isEqualTo(2);
        assertThat(root.err.text()).contains("you are root").contains("--i-am-root");
    }
}
