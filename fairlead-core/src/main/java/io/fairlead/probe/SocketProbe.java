package io.fairlead.probe;

import static io.fairlead.posix.InetConstants.IPPROTO_UDP;
import static io.fairlead.posix.InetConstants.UDP_GRO;
import static io.fairlead.posix.InetConstants.UDP_SEGMENT;
import static io.fairlead.posix.SocketConstants.AF_INET;
import static io.fairlead.posix.SocketConstants.AF_UNIX;
import static io.fairlead.posix.SocketConstants.MSG_CMSG_CLOEXEC;
import static io.fairlead.posix.SocketConstants.MSG_DONTWAIT;
import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;
import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_REUSEPORT;

import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SockaddrUn;
import io.fairlead.posix.message.Cmsg;
import io.fairlead.posix.message.MessageCalls;
import io.fairlead.posix.message.Msghdr;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.UUID;

/** Tries what sockets can do beyond the plain: socket(7), udp(7), unix(7). */
final class SocketProbe {
    private static final int DATAGRAM_BYTES = 8;

    private SocketProbe() {}

    static void reuseport(Trial trial) throws Refused {
        int first = trial.socket(AF_INET, SOCK_STREAM);
        share(trial, first);
        trial.bind(first, new SockaddrStorage(new SockaddrIn(SockaddrIn.INADDR_LOOPBACK, 0)));
        listen(trial, first);
        int second = trial.socket(AF_INET, SOCK_STREAM);
        share(trial, second);
        trial.bind(second, trial.nameOf(first));
        listen(trial, second);
    }

    private static void share(Trial trial, int fd) throws Refused {
        int result = trial.calls.setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, 1);
        trial.checked("setsockopt SO_REUSEPORT", result);
    }

    private static void listen(Trial trial, int fd) throws Refused {
        trial.checked("listen", trial.calls.listen(fd, 1));
    }

    /** One send becomes two datagrams. */
    static void segment(Trial trial) throws Refused {
        int receiver = trial.bound(SOCK_DGRAM);
        int sender = trial.socket(AF_INET, SOCK_DGRAM);
        int result = trial.calls.setsockopt(sender, IPPROTO_UDP, UDP_SEGMENT, DATAGRAM_BYTES);
        trial.checked("setsockopt UDP_SEGMENT", result);
        sendTwo(trial, sender, receiver);
        for (int i = 0; i < 2; i++) receive(trial, receiver, DATAGRAM_BYTES);
    }

    /** Two datagrams of one send are received as one; where the kernel keeps them together. */
    static void gro(Trial trial) throws Refused {
        int receiver = trial.bound(SOCK_DGRAM);
        int result = trial.calls.setsockopt(receiver, IPPROTO_UDP, UDP_GRO, 1);
        trial.checked("setsockopt UDP_GRO", result);
        int sender = trial.socket(AF_INET, SOCK_DGRAM);
        // Without UDP_SEGMENT there is nothing on this machine that could be put together.
        int cut = trial.calls.setsockopt(sender, IPPROTO_UDP, UDP_SEGMENT, DATAGRAM_BYTES);
        if (cut < 0) return;
        sendTwo(trial, sender, receiver);
        receive(trial, receiver, 2 * DATAGRAM_BYTES);
    }

    private static void sendTwo(Trial trial, int sender, int receiver) throws Refused {
        MemorySegment bytes = trial.arena.allocate(2 * DATAGRAM_BYTES);
        SockaddrStorage to = trial.nameOf(receiver);
        int sent = trial.calls.sendto(sender, bytes.address(), bytes.byteSize(), MSG_DONTWAIT, to);
        trial.checked("sendto", sent);
    }

    private static void receive(Trial trial, int receiver, int expected) throws Refused {
        trial.awaitInput("recv", receiver);
        MemorySegment bytes = trial.arena.allocate(4L * DATAGRAM_BYTES);
        int count = trial.calls.recv(receiver, bytes.address(), bytes.byteSize(), MSG_DONTWAIT);
        if (trial.checked("recv", count) != expected) {
            throw new Refused(
                    String.format(
                            Locale.ROOT, "recv returned %d bytes instead of %d", count, expected));
        }
    }

    static void abstractName(Trial trial) throws Refused {
        SockaddrUn name = SockaddrUn.abstractName("fairlead-probe-" + UUID.randomUUID());
        int listener = trial.socket(AF_UNIX, SOCK_STREAM);
        trial.bind(listener, new SockaddrStorage(name));
        listen(trial, listener);
        int client = trial.socket(AF_UNIX, SOCK_STREAM);
        trial.checked("connect", trial.calls.connect(client, new SockaddrStorage(name)));
    }

    /** A descriptor goes through a socket. */
    static void rights(Trial trial) throws Refused {
        int[] pair = trial.pair(SOCK_STREAM);
        MessageCalls messages = new MessageCalls(trial.posix);
        Msghdr gift = message(trial);
        gift.control().clear().putRights(pair[0]);
        trial.checked("sendmsg", messages.sendmsg(pair[0], gift.toConnected(), MSG_NOSIGNAL));
        Msghdr taken = message(trial).forReceiving();
        int flags = MSG_DONTWAIT | MSG_CMSG_CLOEXEC;
        trial.checked("recvmsg", messages.recvmsg(pair[1], taken, flags));
        int _ = taken.received();
        if (!taken.control().next()) throw new Refused("recvmsg returned no descriptor");
        for (int fd : taken.control().rights()) trial.opened("recvmsg", fd);
    }

    private static Msghdr message(Trial trial) {
        return new Msghdr(1, Cmsg.space(Integer.BYTES))
                .piece(0, trial.arena.allocate(1).address(), 1)
                .pieces(1);
    }
}
