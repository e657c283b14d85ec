package io.fairlead.stat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets of this process, as the kernel tells them both ways. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class SocketTableTest {
    private static final Path PROC = Path.of("/proc");

    /** Without what remains of connections that had the same port before. */
    private static List<KernelSocket> withPort(Snapshot snapshot, int port) {
        return snapshot.sockets().stream()
                .filter(s -> s.state() != SocketState.TIME_WAIT)
                .filter(s -> s.local().port() == port || s.remote().port() == port)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionIsToldFromBothItsEnds(boolean diag) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 7, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            client.getOutputStream().write(new byte[5]);
            Snapshot snapshot = new SocketTable(PROC, diag).read(Set.of("tcp"));
            List<KernelSocket> sockets = withPort(snapshot, server.getLocalPort());
            assertThat(sockets)
                    .extracting(KernelSocket::state)
                    .containsExactlyInAnyOrder(
                            SocketState.LISTEN, SocketState.ESTABLISHED, SocketState.ESTABLISHED);
            for (KernelSocket socket : sockets) {
                assertThat(snapshot.owners().of(socket))
                        .extracting(SocketOwner::pid)
                        .containsExactly(ProcessHandle.current().pid());
                assertThat(snapshot.owners().user(socket))
                        .isEqualTo(System.getProperty("user.name"));
                assertThat(socket.tcp() != null).isEqualTo(diag);
            }
            assertThat(sockets)
                    .filteredOn(socket -> socket.remote().port() == client.getLocalPort())
                    .singleElement()
                    .satisfies(socket -> assertThat(socket.queues().receive()).isEqualTo(5));
            assertThat(snapshot.remarks()).hasSize(diag ? 0 : 1);
            assertThat(accepted.isConnected()).isTrue();
        }
    }

    /** The kernel counts sequence numbers: the SYN of who connects is one, and the FIN. */
    @Test
    void onlyBytesOfTheProgramAreAcknowledged() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 7, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            assertThat(acknowledged(client)).isZero();
            client.getOutputStream().write(new byte[5]);
            assertThat(accepted.getInputStream().readNBytes(5)).hasSize(5);
            while (acknowledged(client) < 5) Thread.onSpinWait(); // which ends, or the test does
            client.shutdownOutput();
            assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            assertThat(acknowledged(client)).isEqualTo(5);
            assertThat(acknowledged(accepted)).isZero();
        }
    }

    private static long acknowledged(Socket socket) throws IOException {
        return withPort(new SocketTable(PROC, true).read(Set.of("tcp")), socket.getLocalPort())
                .stream()
                .filter(each -> each.isConnection() && each.local().port() == socket.getLocalPort())
                .filter(each -> each.remote().port() == socket.getPort())
                .findFirst()
                .orElseThrow()
                .bytesAcknowledged();
    }

    @Test
    void aBacklogIsTold() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 7, InetAddress.getLoopbackAddress());
                Socket _ = new Socket(server.getInetAddress(), server.getLocalPort())) {
            Snapshot snapshot = new SocketTable().read(Set.of("tcp"));
            KernelSocket listener =
                    withPort(snapshot, server.getLocalPort()).stream()
                            .filter(KernelSocket::isListening)
                            .findFirst()
                            .orElseThrow();
            assertThat(listener.queues().receive()).isEqualTo(1);
            assertThat(listener.queues().send()).isEqualTo(7);
            assertThat(listener.queues().drops()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void datagramsHaveNoPeer(boolean diag) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            Snapshot snapshot = new SocketTable(PROC, diag).read(Set.of("udp"));
            assertThat(withPort(snapshot, port))
                    .singleElement()
                    .satisfies(socket -> {
                        assertThat(socket.state()).isEqualTo(SocketState.UNCONNECTED);
                        assertThat(socket.isListening()).isTrue();
                        assertThat(socket.remote().isNone()).isTrue();
                        assertThat(socket.local()).hasToString("127.0.0.1:" + port);
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aUnixListenerIsToldByItsPath(boolean diag, @TempDir Path folder) throws IOException {
        Path path = folder.resolve("a b\u00e9.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path), 3);
            Snapshot snapshot = new SocketTable(PROC, diag).read(Set.of("unix"));
            assertThat(snapshot.sockets())
                    .filteredOn(socket -> socket.local().name().equals(path.toString()))
                    .singleElement()
                    .satisfies(socket -> {
                        assertThat(socket.state()).isEqualTo(SocketState.LISTEN);
                        assertThat(socket.protocol()).isEqualTo(SocketProtocol.UNIX_STREAM);
                        assertThat(snapshot.owners().of(socket)).hasSize(1);
                        assertThat(socket.queues().send()).isEqualTo(diag ? 3 : -1);
                    });
        }
    }

    @Test
    void aNameWithALineFeedIsNoEndOfTheTable(@TempDir Path proc) throws IOException {
        Files.createDirectories(proc.resolve("net"));
        String table =
                """
                Num       RefCount Protocol Flags    Type St Inode Path
                0000000000000000: 00000002 00000000 00010000 0001 01 98 @odd

                0000000000000000: 00000002 00000000 00010000 0001 01 99 /run/x.sock
                """;
        Files.writeString(proc.resolve("net/unix"), table);
        assertThat(new SocketTable(proc, false).read(Set.of("unix")).sockets())
                .extracting(socket -> socket.local().name())
                .containsExactly("@odd", "/run/x.sock");
    }

    @Test
    void allFamiliesListenWhereIpv6DoesNotListenAlone() throws IOException {
        try (ServerSocket server = new ServerSocket(0)) {
            Snapshot snapshot = new SocketTable().read(Set.of("tcp"));
            assertThat(withPort(snapshot, server.getLocalPort()).getFirst().local().toString())
                    .isIn("*:" + server.getLocalPort(), "0.0.0.0:" + server.getLocalPort());
        }
    }

    @Test
    void anotherSystemHasNoTable(@TempDir Path empty) throws IOException {
        assertThat(new SocketTable(empty, true).isSupported()).isFalse();
        Files.createDirectories(empty.resolve("net"));
        assertThat(new SocketTable(empty, true).isSupported()).isTrue();
    }

    @Test
    void statesHaveTheNamesThatPeopleWrite() {
        for (SocketState state : SocketState.values()) {
            assertThat(SocketState.named(state.word())).contains(state);
            assertThat(SocketState.named(state.name())).contains(state);
        }
        assertThat(SocketState.named("ESTAB")).contains(SocketState.ESTABLISHED);
        assertThat(SocketState.named("fin-wait-2")).contains(SocketState.FIN_WAIT2);
        assertThat(SocketState.named("fine")).isEmpty();
    }
}
