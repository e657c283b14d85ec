package io.fairlead.posix.diag;

import static io.fairlead.posix.Native.ok;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.posix.InetConstants;
import io.fairlead.posix.Native;
import io.fairlead.posix.OpenDescriptors;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SockaddrUn;
import io.fairlead.posix.SocketConstants;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What sock_diag tells of sockets that this test made. */
@ExtendWith(OpenDescriptors.class)
class NetlinkDiagTest {
    private final Native c = new Native();
    private final NetlinkDiag dump = new NetlinkDiag(c.posix);
    private final Rtattr attributes = new Rtattr();

    @AfterEach
    void close() {
        dump.close();
        c.close();
    }

    @Test
    void aListenerAndAConnectionAreTold() {
        int listener = c.listener();
        int client = c.connected(listener);
        c.send(client, "12345");
        int server = c.opened(c.sockets.accept4(listener, SocketConstants.SOCK_CLOEXEC));
        int port = SockaddrIn.port(c.nameOf(listener).memory(), 0);
        int clientPort = SockaddrIn.port(c.nameOf(client).memory(), 0);
        assertThat(server).isPositive();
        Map<String, String> told = tcp(port);
        assertThat(told.get(port + ">0")).startsWith("LISTEN 0 128");
        assertThat(told.get(port + ">" + clientPort)).startsWith("ESTABLISHED 5 0 received 5");
        assertThat(told.get(clientPort + ">" + port)).startsWith("ESTABLISHED 0 ");
    }

    private Map<String, String> tcp(int port) {
        Map<String, String> told = new HashMap<>();
        InetDiag socket = new InetDiag();
        ok(dump.open());
        int request =
                InetDiag.request(
                        dump.request(),
                        SocketConstants.AF_INET,
                        InetConstants.IPPROTO_TCP,
                        DiagConstants.INET_DIAG_INFO);
        ok(dump.dump(request));
        while (ok(dump.next()) > 0) {
            assertThat(socket.at(dump, attributes)).isTrue();
            int from = socket.source().getPort();
            int to = socket.destination().getPort();
            if (from == port || to == port) {
                told.put(from + ">" + to, text(socket));
            }
        }
        return told;
    }

    private String text(InetDiag socket) {
        String text =
                "%s %d %d"
                        .formatted(
                                TcpMetrics.stateName(socket.state()),
                                socket.receiveQueue(),
                                socket.sendQueue());
        while (attributes.next()) {
            if (attributes.type() == DiagConstants.INET_DIAG_INFO) {
                TcpMetrics metrics = new TcpMetrics(attributes.copy());
                text += " received " + metrics.get(TcpMetrics.Field.BYTES_RECEIVED);
            }
        }
        assertThat(socket.source().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(socket.inode()).isPositive();
        assertThat(socket.cookie()).isNotZero();
        return text;
    }

    @Test
    void unixSocketsAreToldWithTheirNamesAndPeers() {
        int[] pair = c.pair(SocketConstants.SOCK_STREAM);
        int named = c.opened(c.sockets.socket(SocketConstants.AF_UNIX, 1, 0));
        String name = "fairlead-netlink-" + ProcessHandle.current().pid();
        ok(c.sockets.bind(named, new SockaddrStorage(SockaddrUn.abstractName(name))));
        ok(c.sockets.listen(named, 7));
        assertThat(pair).hasSize(2);
        assertThat(unix("\0" + name)).isEqualTo("LISTEN 0/7");
    }

    private String unix(String name) {
        String told = "not told";
        UnixDiag socket = new UnixDiag();
        ok(dump.open());
        int show = DiagConstants.UDIAG_SHOW_NAME | DiagConstants.UDIAG_SHOW_RQLEN;
        ok(dump.dump(UnixDiag.request(dump.request(), show)));
        while (ok(dump.next()) > 0) {
            assertThat(socket.at(dump, attributes)).isTrue();
            boolean found = false;
            String queue = "";
            while (attributes.next()) {
                if (attributes.type() == DiagConstants.UNIX_DIAG_NAME) {
                    found = new String(attributes.copy(), UTF_8).equals(name);
                } else if (attributes.type() == DiagConstants.UNIX_DIAG_RQLEN) {
                    queue = attributes.number(0) + "/" + attributes.number(1);
                }
            }
            if (found) {
                told = TcpMetrics.stateName(socket.state()) + " " + queue;
            }
        }
        return told;
    }

    @Test
    void aRequestTheKernelDoesNotKnowIsAnError() {
        ok(dump.open());
        ok(dump.dump(InetDiag.request(dump.request(), 250, InetConstants.IPPROTO_TCP)));
        assertThat(dump.next()).isNegative();
        assertThat(dump.isInterrupted()).isFalse();
    }
}
