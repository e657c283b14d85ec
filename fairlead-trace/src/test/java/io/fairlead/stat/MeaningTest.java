package io.fairlead.stat;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.stat.KernelSocket.Identity;
import io.fairlead.stat.KernelSocket.Queues;
import io.fairlead.stat.Meaning.Remark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers of made-up sockets, and the words they become. */
class MeaningTest {
    private static final int LAST_ACK_RECV = 56; // tcpi_last_ack_recv, tcpi_notsent_bytes
    private static final int NOTSENT_BYTES = 144;

    @TempDir private Path proc;
    private Owners owners = Owners.of(Path.of("/none"));

    @BeforeEach
    void javaHasSocket99() throws IOException {
        Files.createDirectories(proc.resolve("4711/fd"));
        Files.writeString(proc.resolve("4711/comm"), "java\n");
        Files.createSymbolicLink(proc.resolve("4711/fd/3"), Path.of("socket:[99]"));
        Files.createSymbolicLink(proc.resolve("4711/fd/4"), Path.of("/dev/null"));
        owners = Owners.of(proc);
    }

    private static KernelSocket tcp(SocketState state, Queues queues, SocketTimer timer) {
        return tcp(state, queues, timer, 0);
    }

    private static KernelSocket tcp(
            SocketState state, Queues queues, SocketTimer timer, int notSent) {
        ByteBuffer facts = ByteBuffer.allocate(232).order(ByteOrder.nativeOrder());
        facts.putInt(LAST_ACK_RECV, 180_000).putInt(NOTSENT_BYTES, notSent);
        return socket(
                SocketProtocol.TCP, state, queues, timer, new TcpFacts(facts.array(), "cubic"));
    }

    private static KernelSocket socket(
            SocketProtocol protocol,
            SocketState state,
            Queues queues,
            SocketTimer timer,
            TcpFacts facts) {
        End local = End.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 7007), false);
        End remote = End.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 50000), false);
        return new KernelSocket(
                protocol, state, local, remote, queues, timer, new Identity(99, 1, 0, 0), facts);
    }

    private List<String> words(KernelSocket socket) {
        return Meaning.of(socket, owners).stream().map(Remark::words).toList();
    }

    private boolean isNotable(KernelSocket socket) {
        return Meaning.of(socket, owners).stream().anyMatch(Remark::notable);
    }

    private static Queues queues(long receive, long send) {
        return new Queues(receive, send, 0);
    }

    @Test
    void aBacklogIsCounted() {
        KernelSocket some = tcp(SocketState.LISTEN, queues(5, 7), SocketTimer.NONE);
        assertThat(words(some)).containsExactly("backlog 5 of 7 used");
        assertThat(isNotable(some)).isFalse();
        KernelSocket full = tcp(SocketState.LISTEN, new Queues(8, 7, 3), SocketTimer.NONE);
        assertThat(words(full))
                .containsExactly(
                        "backlog 8 of 7 used (Linux lets one more in), full: new clients must"
                                + " wait",
                        "3 packets dropped so far");
        assertThat(isNotable(full)).isTrue();
        long untold = KernelSocket.UNTOLD;
        assertThat(words(tcp(SocketState.LISTEN, queues(0, untold), SocketTimer.NONE))).isEmpty();
    }

    @Test
    void whatIsNotReadNamesWhoShould() {
        KernelSocket socket = tcp(SocketState.ESTABLISHED, queues(1234, 0), SocketTimer.NONE);
        assertThat(words(socket)).containsExactly("1,234 bytes not read by java (pid 4711)");
        assertThat(isNotable(socket)).isTrue();
        assertThat(words(tcp(SocketState.ESTABLISHED, queues(0, 0), SocketTimer.NONE))).isEmpty();
    }

    @Test
    void whatIsNotSentIsToldFromWhatIsNotAcknowledged() {
        assertThat(words(tcp(SocketState.ESTABLISHED, queues(0, 5000), SocketTimer.NONE, 2000)))
                .containsExactly("3,000 bytes not acknowledged", "2,000 bytes not sent yet");
        // The FIN counts as a byte, and is the last.
        assertThat(words(tcp(SocketState.FIN_WAIT1, queues(0, 1), SocketTimer.NONE)))
                .containsExactly("closed here, the peer has not acknowledged it");
        assertThat(words(tcp(SocketState.LAST_ACK, queues(1, 11), SocketTimer.NONE, 11)))
                .containsExactly(
                        "closed by both, the last FIN is not acknowledged",
                        "10 bytes not sent yet");
    }

    @Test
    void closeWaitSaysForHowLongAtLeastAndWhoForgot() {
        assertThat(words(tcp(SocketState.CLOSE_WAIT, queues(0, 0), SocketTimer.NONE)))
                .containsExactly("for at least 3 min: java (pid 4711) has not closed it");
        assertThat(words(tcp(SocketState.CLOSE_WAIT, queues(3, 0), SocketTimer.NONE)))
                .containsExactly(
                        "for at least 3 min: java (pid 4711) has not read the end",
                        "2 bytes not read by java (pid 4711)");
    }

    @Test
    void timersSayWhatComesNext() {
        SocketTimer end = SocketTimer.of(3, 41_000, 0);
        assertThat(words(tcp(SocketState.TIME_WAIT, queues(0, 0), end)))
                .containsExactly("free in 41 s");
        assertThat(words(tcp(SocketState.FIN_WAIT2, queues(0, 0), end)))
                .containsExactly("closed here, the peer has not; free in 41 s");
        assertThat(words(tcp(SocketState.SYN_SENT, queues(0, 1), SocketTimer.of(1, 3_000, 2))))
                .containsExactly("no answer to SYN yet", "sent again 2 times, next in 3 s");
        assertThat(words(tcp(SocketState.SYN_SENT, queues(0, 1), SocketTimer.of(1, 900, 0))))
                .containsExactly("no answer to SYN yet", "SYN again in 900 ms");
        assertThat(words(tcp(SocketState.ESTABLISHED, queues(0, 0), SocketTimer.of(4, 3_000, 1))))
                .containsExactly("the peer has no room, it does not read; asked again in 3 s");
        assertThat(words(tcp(SocketState.ESTABLISHED, queues(0, 0), SocketTimer.of(2, 9_000, 0))))
                .isEmpty();
    }

    @Test
    void datagramsAreCountedAsTheMemoryTheyTake() {
        TcpFacts none = new TcpFacts(new byte[0], "");
        Queues queues = new Queues(832, 0, 4);
        KernelSocket udp =
                socket(SocketProtocol.UDP, SocketState.UNCONNECTED, queues, SocketTimer.NONE, none);
        assertThat(words(udp))
                .containsExactly(
                        "datagrams not read by java (pid 4711): 832 bytes",
                        "4 packets dropped so far");
    }

    @Test
    void timesAreToldToAPersonsPrecision() {
        assertThat(Meaning.time(Duration.ofMillis(230))).isEqualTo("230 ms");
        assertThat(Meaning.time(Duration.ofSeconds(119))).isEqualTo("119 s");
        assertThat(Meaning.time(Duration.ofMinutes(2))).isEqualTo("2 min");
        assertThat(Meaning.time(Duration.ofMinutes(119))).isEqualTo("1 h 59 min");
        assertThat(Meaning.time(Duration.ofDays(3))).isEqualTo("3 days");
    }
}
