package io.fairlead.posix.message;

import static io.fairlead.posix.Native.ok;
import static io.fairlead.posix.SocketConstants.AF_INET6;
import static io.fairlead.posix.SocketConstants.AF_UNIX;
import static io.fairlead.posix.SocketConstants.MSG_CMSG_CLOEXEC;
import static io.fairlead.posix.SocketConstants.MSG_CTRUNC;
import static io.fairlead.posix.SocketConstants.MSG_TRUNC;
import static io.fairlead.posix.SocketConstants.SCM_CREDENTIALS;
import static io.fairlead.posix.SocketConstants.SCM_RIGHTS;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.posix.Inet;
import io.fairlead.posix.InetConstants;
import io.fairlead.posix.Native;
import io.fairlead.posix.OpenDescriptors;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrIn6;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.Ucred;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
class MessageCallsTest {
    private static final int ME = (int) ProcessHandle.current().pid();

    private final Native c = new Native();
    private final MessageCalls messages = new MessageCalls(c.posix);
    private final Inet inet = new Inet(c.posix);

    @AfterEach
    void close() {
        c.close();
    }

    private Msghdr message(int controlBytes, int bytes) {
        return new Msghdr(1, controlBytes).piece(0, c.address, bytes).pieces(1);
    }

    @Test
    void piecesTravelAsOne() {
        int[] pair = c.pair(SOCK_DGRAM);
        c.put("hello world");
        Msghdr sent = new Msghdr(3, 0).piece(0, c.address, 6).piece(1, c.address + 6, 5);
        assertThat(messages.sendmsg(pair[0], sent.pieces(2).toConnected(), 0)).isEqualTo(11);
        Msghdr got = new Msghdr(2, 0).piece(0, c.address + 100, 3).piece(1, c.address + 200, 4);
        assertThat(messages.recvmsg(pair[1], got.pieces(2).forReceiving(), 0)).isEqualTo(7);
        assertThat(got.received()).isEqualTo(MSG_TRUNC);
        assertThat(c.text(100, 3) + c.text(200, 4)).isEqualTo("hello w");
    }

    @Test
    void descriptorsGoFromSocketToSocket() {
        int[] pair = c.pair(SOCK_STREAM);
        int[] given = c.pair(SOCK_STREAM);
        Msghdr sent = message(Cmsg.space(8), 1);
        sent.control().clear().putRights(given);
        assertThat(messages.sendmsg(pair[0], sent.toConnected(), 0)).isOne();

        Msghdr got = message(Cmsg.space(8), 10).forReceiving();
        assertThat(messages.recvmsg(pair[1], got, MSG_CMSG_CLOEXEC)).isOne();
        assertThat(got.received()).isEqualTo(MSG_CMSG_CLOEXEC);
        assertThat(got.control().next()).isTrue();
        assertThat(got.control().is(SOL_SOCKET, SCM_RIGHTS)).isTrue();
        int[] taken = got.control().rights();
        assertThat(taken).hasSize(2).doesNotContain(given);
        assertThat(got.control().next()).isFalse();

        c.close(given[0]);
        c.close(given[1]);
        c.opened(taken[0]);
        c.opened(taken[1]);
        c.send(taken[0], "over the copies");
        assertThat(c.recv(taken[1])).isEqualTo("over the copies");
    }

    @Test
    void descriptorsWithoutRoomAreDropped() {
        int[] pair = c.pair(SOCK_STREAM);
        Msghdr sent = message(Cmsg.space(8), 1);
        sent.control().clear().putRights(pair[0], pair[1]);
        assertThat(messages.sendmsg(pair[0], sent.toConnected(), 0)).isOne();
        Msghdr got = message(8, 1).forReceiving();
        assertThat(messages.recvmsg(pair[1], got, MSG_CMSG_CLOEXEC)).isOne();
        assertThat(got.received() & MSG_CTRUNC).isNotZero();
        assertThat(got.control().next()).isFalse();
        assertThatThrownBy(() -> got.control().clear().putRights(1, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theKernelVouchesForTheSender() {
        int[] pair = c.pair(SOCK_STREAM);
        ok(c.sockets.setsockopt(pair[1], SOL_SOCKET, SocketConstants.SO_PASSCRED, 1));
        Ucred peer = Objects.requireNonNull(Ucred.ofPeer(c.sockets, pair[0]));
        assertThat(peer.pid()).isEqualTo(ME);
        assertThat(Ucred.ofPeer(c.sockets, c.bound(SOCK_DGRAM))).isNull();

        Msghdr sent = message(Cmsg.space(Ucred.BYTES), 1);
        sent.control().clear().putCredentials(peer);
        assertThat(messages.sendmsg(pair[0], sent.toConnected(), 0)).isOne();
        Msghdr got = message(Cmsg.space(Ucred.BYTES), 1).forReceiving();
        assertThat(messages.recvmsg(pair[1], got, 0)).isOne();
        got.received();
        assertThat(got.control().next()).isTrue();
        assertThat(got.control().is(SOL_SOCKET, SCM_CREDENTIALS)).isTrue();
        assertThat(got.control().credentials()).isEqualTo(peer);
    }

    @Test
    void replyFromTheAddressItCameTo() {
        int server = c.opened(c.sockets.socket(SocketConstants.AF_INET, SOCK_DGRAM, 0));
        ok(c.sockets.bind(server, new SockaddrStorage(new SockaddrIn(0, 0))));
        int ip = InetConstants.IPPROTO_IP;
        ok(c.sockets.setsockopt(server, ip, InetConstants.IP_PKTINFO, 1));
        int client = c.bound(SOCK_DGRAM);
        int address = 0x7f000009;
        int port = ((SockaddrIn) c.nameOf(server).get()).port();
        c.sockets.sendto(
                client, c.address, 5, 0, new SockaddrStorage(new SockaddrIn(address, port)));

        int room = Cmsg.space(Cmsg.IN_PKTINFO_BYTES);
        Msghdr got = message(room, 100).forReceiving();
        assertThat(messages.recvmsg(server, got, 0)).isEqualTo(5);
        got.received();
        assertThat(got.control().next()).isTrue();
        assertThat(got.control().is(ip, InetConstants.IP_PKTINFO)).isTrue();
        assertThat(got.control().pktinfoAddress()).isEqualTo(address);
        assertThat(got.control().pktinfoInterface()).isEqualTo(inet.ifNametoindex("lo"));

        Msghdr reply = message(room, 5);
        reply.control().clear().putPktinfo(address, 0);
        assertThat(messages.sendmsg(server, reply.to(got.from()), 0)).isEqualTo(5);
        SockaddrStorage from = new SockaddrStorage();
        assertThat(c.sockets.recvfrom(client, c.address, 100, 0, from)).isEqualTo(5);
        assertThat(from.get()).isEqualTo(new SockaddrIn(address, port));
    }

    @Test
    void replyFromTheIpv6AddressItCameTo() {
        int server = c.opened(c.sockets.socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        ok(c.sockets.bind(server, new SockaddrStorage(new SockaddrIn6(0, 0, 0))));
        int ip = InetConstants.IPPROTO_IPV6;
        ok(c.sockets.setsockopt(server, ip, InetConstants.IPV6_RECVPKTINFO, 1));
        int client = c.opened(c.sockets.socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        int port = ((SockaddrIn6) c.nameOf(server).get()).port();
        SockaddrStorage target = new SockaddrStorage(new SockaddrIn6(0, 1, port));
        assertThat(c.sockets.sendto(client, c.address, 5, 0, target)).isEqualTo(5);

        int room = Cmsg.space(Cmsg.IN6_PKTINFO_BYTES);
        Msghdr got = message(room, 100).forReceiving();
        assertThat(messages.recvmsg(server, got, 0)).isEqualTo(5);
        got.received();
        assertThat(got.control().next()).isTrue();
        assertThat(got.control().is(ip, InetConstants.IPV6_PKTINFO)).isTrue();
        assertThat(got.control().pktinfo6High()).isZero();
        assertThat(got.control().pktinfo6Low()).isOne();

        Msghdr reply = message(room, 5);
        reply.control().clear().putPktinfo6(0, 1, got.control().pktinfo6Interface());
        assertThat(messages.sendmsg(server, reply.to(got.from()), 0)).isEqualTo(5);
        assertThat(c.sockets.recv(client, c.address, 100, 0)).isEqualTo(5);
    }

    @Test
    void garbledControlEndsTheReading() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(64, 8);
            Cmsg messages = new Cmsg(memory);
            for (long length : new long[] {0, 15, 65, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
                memory.set(ValueLayout.JAVA_LONG, 0, length);
                assertThat(messages.begin(64).next()).isFalse();
            }
            assertThat(messages.begin(0).next()).isFalse();
        }
    }

    @Test
    void socketsWithoutNamesHaveNoSender() {
        int[] pair = c.pair(SOCK_DGRAM);
        c.send(pair[0], "x");
        Msghdr got = message(0, 1).forReceiving();
        assertThat(messages.recvmsg(pair[1], got, 0)).isOne();
        assertThat(got.from().family()).isIn(SocketConstants.AF_UNSPEC, AF_UNIX);
    }
}
