package io.fairlead.posix;

import static io.fairlead.posix.Native.ok;
import static io.fairlead.posix.SocketConstants.AF_INET;
import static io.fairlead.posix.SocketConstants.AF_INET6;
import static io.fairlead.posix.SocketConstants.AF_UNIX;
import static io.fairlead.posix.SocketConstants.MSG_DONTROUTE;
import static io.fairlead.posix.SocketConstants.MSG_DONTWAIT;
import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;
import static io.fairlead.posix.SocketConstants.MSG_OOB;
import static io.fairlead.posix.SocketConstants.MSG_TRUNC;
import static io.fairlead.posix.SocketConstants.SHUT_WR;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;
import static io.fairlead.posix.SocketConstants.SOCK_NONBLOCK;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
class SocketCallsTest {
    private final Native c = new Native();

    @AfterEach
    void close() {
        c.close();
    }

    @Test
    void tcpThereAndBack() {
        int listener = c.listener();
        int client = c.connected(listener);
        SockaddrStorage peer = new SockaddrStorage();
        int server = c.opened(c.sockets.accept4(listener, peer, SOCK_CLOEXEC));
        assertThat(peer.get()).isEqualTo(c.nameOf(client).get());
        SockaddrStorage other = new SockaddrStorage();
        ok(c.sockets.getpeername(client, other));
        assertThat(other.get()).isEqualTo(c.nameOf(listener).get());

        c.send(client, "hello");
        assertThat(c.recv(server)).isEqualTo("hello");
        c.send(server, "welcome");
        assertThat(c.recv(client)).isEqualTo("welcome");
        ok(c.sockets.shutdown(client, SHUT_WR));
        assertThat(c.sockets.recv(server, c.address, 1, 0)).isZero();
    }

    @Test
    void errorsAreNegatedErrnos() {
        assertThat(c.sockets.recv(-1, c.address, 1, 0)).isEqualTo(-Errno.EBADF);
        assertThat(c.sockets.socket(AF_INET, SOCK_DGRAM, InetConstants.IPPROTO_TCP))
                .isEqualTo(-Errno.EPROTONOSUPPORT);
        int listener = c.listener();
        int second = c.opened(c.sockets.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        assertThat(c.sockets.bind(second, c.nameOf(listener))).isEqualTo(-Errno.EADDRINUSE);
        assertThat(c.sockets.send(second, c.address, 1, MSG_NOSIGNAL)).isEqualTo(-Errno.EPIPE);
    }

    @Test
    void nonBlockingCallsSaySo() {
        int listener = c.listener();
        ok(c.descriptors.fcntl(listener, FileConstants.F_SETFL, FileConstants.O_NONBLOCK));
        assertThat(c.sockets.accept4(listener, 0)).isEqualTo(-Errno.EAGAIN);
        int client = c.connected(listener);
        assertThat(c.sockets.recv(client, c.address, 1, MSG_DONTWAIT)).isEqualTo(-Errno.EAGAIN);
        int server = c.opened(c.sockets.accept4(listener, SOCK_NONBLOCK | SOCK_CLOEXEC));
        assertThat(c.sockets.recv(server, c.address, 1, 0)).isEqualTo(-Errno.EAGAIN);
        int flags = ok(c.descriptors.fcntl(server, FileConstants.F_GETFD, 0));
        assertThat(flags).isEqualTo(FileConstants.FD_CLOEXEC);
    }

    @Test
    void options() {
        int fd = c.listener();
        ok(c.sockets.setsockopt(fd, SOL_SOCKET, SocketConstants.SO_REUSEPORT, 1));
        assertThat(c.sockets.getsockopt(fd, SOL_SOCKET, SocketConstants.SO_REUSEPORT)).isOne();
        assertThat(c.sockets.getsockopt(fd, SOL_SOCKET, SocketConstants.SO_ACCEPTCONN)).isOne();
        assertThat(c.sockets.getsockopt(fd, SOL_SOCKET, SocketConstants.SO_DOMAIN))
                .isEqualTo(AF_INET);
        int tcp = InetConstants.IPPROTO_TCP;
        ok(c.sockets.setsockopt(fd, tcp, InetConstants.TCP_USER_TIMEOUT, 12_345));
        assertThat(c.sockets.getsockopt(fd, tcp, InetConstants.TCP_USER_TIMEOUT)).isEqualTo(12_345);
        ok(c.sockets.setsockopt(fd, tcp, InetConstants.TCP_FASTOPEN, 16));
        assertThat(c.sockets.getsockopt(fd, tcp, InetConstants.TCP_CONGESTION, c.memory))
                .isPositive();
        assertThat(c.memory.getString(0)).isNotEmpty();
        assertThat(c.sockets.getsockopt(fd, SOL_SOCKET, 9999)).isEqualTo(-Errno.ENOPROTOOPT);
    }

    @Test
    void datagramsBothWays() {
        int server = c.bound(SOCK_DGRAM);
        int client = c.bound(SOCK_DGRAM);
        int bytes = c.put("datagram");
        assertThat(c.sockets.sendto(client, c.address, bytes, MSG_DONTROUTE, c.nameOf(server)))
                .isEqualTo(bytes);
        SockaddrStorage from = new SockaddrStorage();
        assertThat(c.sockets.recvfrom(server, c.address, Native.BYTES, 0, from)).isEqualTo(bytes);
        assertThat(from.get()).isEqualTo(c.nameOf(client).get());
        assertThat(SockaddrIn.port(from.memory(), 0))
                .isEqualTo(((SockaddrIn) c.nameOf(client).get()).port());
        assertThat(c.sockets.sendto(server, c.address, 4, 0, from)).isEqualTo(4);
        assertThat(c.recv(client)).isEqualTo("data");
    }

    @Test
    void truncatedDatagramsTellTheirLength() {
        int server = c.bound(SOCK_DGRAM);
        int client = c.bound(SOCK_DGRAM);
        c.sockets.sendto(client, c.address, 1000, 0, c.nameOf(server));
        assertThat(c.sockets.recv(server, c.address, 10, MSG_TRUNC)).isEqualTo(1000);
    }

    @Test
    void urgentBytesTravelApart() {
        int listener = c.listener();
        int client = c.connected(listener);
        int server = c.opened(c.sockets.accept4(listener, SOCK_CLOEXEC));
        c.put("!");
        assertThat(c.sockets.send(client, c.address, 1, MSG_OOB | MSG_NOSIGNAL)).isOne();
        c.send(client, "after");
        assertThat(c.sockets.recv(server, c.address, 1, MSG_OOB)).isOne();
        assertThat(c.text(0, 1)).isEqualTo("!");
        assertThat(c.sockets.sockatmark(server)).isOne();
        assertThat(c.recv(server)).isEqualTo("after");
        assertThat(c.sockets.sockatmark(server)).isZero();
    }

    @Test
    void ipv6() {
        int listener = c.opened(c.sockets.socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
        ok(c.sockets.bind(listener, new SockaddrStorage(new SockaddrIn6(0, 0, 0))));
        ok(c.sockets.listen(listener, 8));
        int port = ((SockaddrIn6) c.nameOf(listener).get()).port();
        SockaddrIn plain = new SockaddrIn(SockaddrIn.INADDR_LOOPBACK, port);
        int client = c.opened(c.sockets.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        ok(c.sockets.connect(client, new SockaddrStorage(plain)));
        SockaddrStorage peer = new SockaddrStorage();
        c.opened(c.sockets.accept4(listener, peer, SOCK_CLOEXEC));
        SockaddrIn6 six = (SockaddrIn6) peer.get();
        assertThat(six.isMapped()).isTrue();
        assertThat(six).isEqualTo(SockaddrIn6.mapped((SockaddrIn) c.nameOf(client).get()));
    }

    @Test
    void abstractNames() {
        SockaddrUn name = SockaddrUn.abstractName("fairlead-" + System.nanoTime());
        int listener = c.opened(c.sockets.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        ok(c.sockets.bind(listener, new SockaddrStorage(name)));
        ok(c.sockets.listen(listener, 8));
        assertThat(c.nameOf(listener).get()).isEqualTo(name);
        int client = c.opened(c.sockets.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        ok(c.sockets.connect(client, new SockaddrStorage(name)));
        SockaddrStorage peer = new SockaddrStorage();
        int server = c.opened(c.sockets.accept4(listener, peer, SOCK_CLOEXEC));
        assertThat(peer.get()).isEqualTo(SockaddrUn.unnamed());
        c.send(client, "through no file");
        assertThat(c.recv(server)).isEqualTo("through no file");
    }
}
