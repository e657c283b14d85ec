package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code fairlead connect} with servers of others. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectCommandTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void answerLongAfterOurEndArrives() throws Exception {
        TestPeer peer = TestPeer.running(programs, "cat; sleep 2; echo late");
        Outcome outcome = programs.fairlead("connect", peer.address()).input("early\n").run();
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
        assertThat(outcome.output()).isEqualTo("early\nlate\n");
        assertThat(outcome.took()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(outcome.errors())
                .contains("sent 6 bytes, received 11 bytes", "our input ended first");
    }

    @Test
    void inputGoesOnAfterThePeersEnd() throws Exception {
        Path got = programs.file("got");
        // Ends its direction at once, and reads on.
        String script = "echo early; exec >&-; cat > " + got;
        TestPeer peer = TestPeer.tcpserver(programs, script);
        Program connect = programs.fairlead("connect", peer.address()).start();
        connect.output().await("early");
        connect.type("typed\n");
        connect.endInput();
        assertThat(connect.awaitExit()).as("%s", connect.errors().awaitEnd()).isZero();
        Outcome read =
                programs.shell("until grep -q typed \"$1\"; do sleep 0.05; done", got.toString())
                        .run();
        assertThat(read.exit()).isZero();
    }

    @Test
    void localPortIsTheOneAskedFor() throws Exception {
        TestPeer peer = TestPeer.tcpserver(programs, "echo $TCPREMOTEIP $TCPREMOTEPORT");
        int port;
        try (SocketChannel free = SocketChannel.open()) {
            port = ((InetSocketAddress) free.bind(loopback(0)).getLocalAddress()).getPort();
        }
        Outcome outcome =
                programs.fairlead("connect", "--bind", "127.0.0.1:" + port, peer.address()).run();
        assertThat(outcome.output()).as(outcome.errors()).isEqualTo("127.0.0.1 " + port + "\n");
    }

    @Test
    void hexOfBothDirections() throws Exception {
        TestPeer peer = TestPeer.running(programs, "tr a-z A-Z");
        Outcome outcome =
                programs.fairlead("connect", "--hex", peer.address()).input("ab\0\n").run();
        assertThat(outcome.output().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly("> 00000000 61 62 00 0a |ab..|", "< 00000000 41 42 00 0a |AB..|");
    }

    @Test
    void crlfIsSentWhereItIsAskedFor() throws Exception {
        TestPeer peer = TestPeer.running(programs, "od -An -c");
        Outcome outcome =
                programs.fairlead("connect", "--crlf", peer.address()).input("a\nb\r\n").run();
        assertThat(outcome.output().strip().replaceAll(" +", " ")).isEqualTo("a \\r \\n b \\r \\n");
    }

    @Test
    void eachLineIsADatagram() throws Exception {
        RunningServer server = programs.serve("ack=udp://:0");
        Outcome outcome =
                programs.fairlead("connect", server.served().getFirst().endpoint())
                        .input("one\ntwo\n")
                        .run();
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
        assertThat(outcome.output().replace("\n", "")).isEqualTo("OKOK");
    }

    @Test
    void whoHasSeenEnoughEndsItQuietly() throws Exception {
        TestPeer peer = TestPeer.running(programs, "yes");
        String script = "{ \"$0\" connect \"$1\" </dev/null; echo \"exit $?\" >&2; } | head -1";
        Outcome outcome = programs.shell(script, peer.address()).run();
        assertThat(outcome.output()).isEqualTo("y\n");
        assertThat(outcome.errors()).isEqualTo("exit 0\n");
    }

    @Test
    void fullDiskIsAnError() throws Exception {
        TestPeer peer = TestPeer.running(programs, "echo hello");
        Outcome outcome = programs.shell("\"$0\" connect \"$1\" > /dev/full", peer.address()).run();
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.errors())
                .contains("write standard output: No space left on device")
                .hasLineCount(1);
    }

    @Test
    void ctrlCBreaksOff() throws Exception {
        TestPeer peer = TestPeer.running(programs, "echo hello; cat");
        Program connect = programs.fairlead("connect", peer.address()).start();
        connect.output().await("hello");
        connect.signal("INT");
        assertThat(connect.awaitExit()).isEqualTo(130);
        assertThat(connect.errors().awaitEnd()).singleElement().asString().contains("broken off");
    }

    @Test
    void noEscapeCodesIntoAPipe() throws Exception {
        TestPeer peer = TestPeer.running(programs, "cat");
        Outcome outcome =
                programs.fairlead("connect", "--text", peer.address())
                        .environment("TERM", "xterm-256color")
                        .input("a\u001b[31mb\n")
                        .run();
        assertThat(outcome.output()).isEqualTo("a\\x1b[31mb\n");
        assertThat(outcome.errors()).doesNotContain("\u001b");
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }
}
