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

    static void reuseport(ProbeResources resources) throws UnavailableException {
        int first = resources.socket(AF_INET, SOCK_STREAM);
        share(resources, first);
        resources.bind(first, new SockaddrStorage(new SockaddrIn(SockaddrIn.INADDR_LOOPBACK, 0)));
        listen(resources, first);
        int second = resources.socket(AF_INET, SOCK_STREAM);
        share(resources, second);
        resources.bind(second, resources.nameOf(first));
        listen(resources, second);
    }

    private static void share(ProbeResources resources, int fd) throws UnavailableException {
        int result = resources.calls.setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, 1);
        resources.checked("setsockopt SO_REUSEPORT", result);
    }

    private static void listen(ProbeResources resources, int fd) throws UnavailableException {
        resources.checked("listen", resources.calls.listen(fd, 1));
    }

    /** One send becomes two datagrams. */
    static void segment(ProbeResources resources) throws UnavailableException {
        int receiver = resources.bound(SOCK_DGRAM);
        int sender = resources.socket(AF_INET, SOCK_DGRAM);
        int result = resources.calls.setsockopt(sender, IPPROTO_UDP, UDP_SEGMENT, DATAGRAM_BYTES);
        resources.checked("setsockopt UDP_SEGMENT", result);
        sendTwo(resources, sender, receiver);
        for (int i = 0; i < 2; i++) receive(resources, receiver, DATAGRAM_BYTES);
    }

    /** Two datagrams of one send are received as one; where the kernel keeps them together. */
    static void gro(ProbeResources resources) throws UnavailableException {
        int receiver = resources.bound(SOCK_DGRAM);
        int result = resources.calls.setsockopt(receiver, IPPROTO_UDP, UDP_GRO, 1);
        resources.checked("setsockopt UDP_GRO", result);
        int sender = resources.socket(AF_INET, SOCK_DGRAM);
        // Without UDP_SEGMENT there is nothing on this machine that could be put together.
        int cut = resources.calls.setsockopt(sender, IPPROTO_UDP, UDP_SEGMENT, DATAGRAM_BYTES);
        if (cut < 0) return;
        sendTwo(resources, sender, receiver);
        receive(resources, receiver, 2 * DATAGRAM_BYTES);
    }

    private static void sendTwo(ProbeResources resources, int sender, int receiver)
            throws UnavailableException {
        MemorySegment bytes = resources.arena.allocate(2 * DATAGRAM_BYTES);
        SockaddrStorage to = resources.nameOf(receiver);
        int sent =
                resources.calls.sendto(sender, bytes.address(), bytes.byteSize(), MSG_DONTWAIT, to);
        resources.checked("sendto", sent);
    }

    private static void receive(ProbeResources resources, int receiver, int expected)
            throws UnavailableException {
        resources.awaitInput("recv", receiver);
        MemorySegment bytes = resources.arena.allocate(4L * DATAGRAM_BYTES);
        int count = resources.calls.recv(receiver, bytes.address(), bytes.byteSize(), MSG_DONTWAIT);
        if (resources.checked("recv", count) != expected) {
            throw new UnavailableException(
                    String.format(
                            Locale.ROOT, "recv returned %d bytes instead of %d", count, expected));
        }
    }

    static void abstractName(ProbeResources resources) throws UnavailableException {
        SockaddrUn name = SockaddrUn.abstractName("fairlead-probe-" + UUID.randomUUID());
        int listener = resources.socket(AF_UNIX, SOCK_STREAM);
        resources.bind(listener, new SockaddrStorage(name));
        listen(resources, listener);
        int client = resources.socket(AF_UNIX, SOCK_STREAM);
        resources.checked("connect", resources.calls.connect(client, new SockaddrStorage(name)));
    }

    /** A descriptor goes through a socket. */
    static void rights(ProbeResources resources) throws UnavailableException {
        int[] pair = resources.pair(SOCK_STREAM);
        MessageCalls messages = new MessageCalls(resources.posix);
        Msghdr gift = message(resources);
        gift.control().clear().putRights(pair[0]);
        resources.checked("sendmsg", messages.sendmsg(pair[0], gift.toConnected(), MSG_NOSIGNAL));
        Msghdr taken = message(resources).forReceiving();
        int flags = MSG_DONTWAIT | MSG_CMSG_CLOEXEC;
        resources.checked("recvmsg", messages.recvmsg(pair[1], taken, flags));
        int _ = taken.received();
        if (!taken.control().next())
            throw new UnavailableException("recvmsg returned no descriptor");
        for (int fd : taken.control().rights()) resources.opened("recvmsg", fd);
    }

    private static Msghdr message(ProbeResources resources) {
        return new Msghdr(1, Cmsg.space(Integer.BYTES))
                .piece(0, resources.arena.allocate(1).address(), 1)
                .pieces(1);
    }
}
