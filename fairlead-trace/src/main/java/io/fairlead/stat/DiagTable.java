package io.fairlead.stat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.posix.InetConstants;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.diag.DiagConstants;
import io.fairlead.posix.diag.InetDiag;
import io.fairlead.posix.diag.NetlinkDiag;
import io.fairlead.posix.diag.Rtattr;
import io.fairlead.posix.diag.UnixDiag;
import io.fairlead.stat.KernelSocket.Identity;
import io.fairlead.stat.KernelSocket.Queues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sockets as sock_diag(7) tells them. For one thread. */
final class DiagTable implements AutoCloseable {
    private final NetlinkDiag dump = new NetlinkDiag(new Posix());
    private final Rtattr attribute = new Rtattr();
    private final InetDiag inet = new InetDiag();
    private final UnixDiag unix = new UnixDiag();
    private final List<KernelSocket> sockets;

    DiagTable(List<KernelSocket> sockets) {
        this.sockets = sockets;
    }

    /** Adds all sockets: 0, 1 when the table changed meanwhile, or {@code -errno}. */
    int read(String scheme) {
        int opened = dump.open();
        if (opened < 0) {
            return opened;
        }
        if (scheme.equals("unix")) {
            return readUnix();
        }
        SocketProtocol protocol = scheme.equals("tcp") ? SocketProtocol.TCP : SocketProtocol.UDP;
        int four = readInet(protocol, SocketConstants.AF_INET);
        int six = four < 0 ? 0 : readInet(protocol, SocketConstants.AF_INET6);
        return four < 0 ? four : six < 0 ? six : Math.max(four, six);
    }

    private int readInet(SocketProtocol protocol, int family) {
        int number =
                protocol == SocketProtocol.TCP
                        ? InetConstants.IPPROTO_TCP
                        : InetConstants.IPPROTO_UDP;
        int bytes =
                InetDiag.request(
                        dump.request(),
                        family,
                        number,
                        DiagConstants.INET_DIAG_INFO,
                        DiagConstants.INET_DIAG_CONG,
                        DiagConstants.INET_DIAG_SKMEMINFO);
        int result = dump.dump(bytes);
        while (result >= 0 && (result = dump.next()) > 0) {
            if (inet.at(dump, attribute)) {
                sockets.add(inet(protocol));
            }
        }
        return result < 0 ? result : dump.isInterrupted() ? 1 : 0;
    }

    private KernelSocket inet(SocketProtocol protocol) {
        byte @Nullable [] info = null;
        String congestion = "";
        long drops = KernelSocket.UNTOLD;
        boolean dual = inet.family() == SocketConstants.AF_INET6;
        while (attribute.next()) {
            switch (attribute.type()) {
                case DiagConstants.INET_DIAG_INFO -> info = attribute.copy();
                case DiagConstants.INET_DIAG_CONG -> congestion = text(attribute.copy());
                case DiagConstants.INET_DIAG_SKMEMINFO ->
                        drops =
                                Integer.toUnsignedLong(
                                        attribute.number(DiagConstants.SK_MEMINFO_DROPS));
                case DiagConstants.INET_DIAG_SKV6ONLY -> dual &= attribute.octet() == 0;
                default -> {} // asked for by nobody
            }
        }
        return new KernelSocket(
                protocol,
                SocketState.of(inet.state(), protocol),
                End.of(inet.source(), dual),
                End.of(inet.destination(), dual),
                new Queues(inet.receiveQueue(), inet.sendQueue(), drops),
                SocketTimer.of(inet.timer(), inet.expiresMs(), inet.retrans()),
                new Identity(inet.inode(), inet.cookie(), inet.uid(), 0),
                info == null ? null : new TcpFacts(info, congestion));
    }

    private int readUnix() {
        int show =
                DiagConstants.UDIAG_SHOW_NAME
                        | DiagConstants.UDIAG_SHOW_PEER
                        | DiagConstants.UDIAG_SHOW_RQLEN
                        | DiagConstants.UDIAG_SHOW_UID;
        Map<Long, End> names = new HashMap<>();
        int from = sockets.size();
        int result = dump.dump(UnixDiag.request(dump.request(), show));
        while (result >= 0 && (result = dump.next()) > 0) {
            if (unix.at(dump, attribute)) {
                KernelSocket socket = unix();
                sockets.add(socket);
                names.put(socket.identity().inode(), socket.local());
            }
        }
        sockets.subList(from, sockets.size()).replaceAll(socket -> withPeer(socket, names));
        return result < 0 ? result : dump.isInterrupted() ? 1 : 0;
    }

    private KernelSocket unix() {
        End name = End.NONE;
        long peer = 0;
        int uid = -1;
        Queues queues = new Queues(0, 0, KernelSocket.UNTOLD);
        while (attribute.next()) {
            switch (attribute.type()) {
                case DiagConstants.UNIX_DIAG_NAME -> name = End.named(name(attribute.copy()));
                case DiagConstants.UNIX_DIAG_PEER ->
                        peer = Integer.toUnsignedLong(attribute.number(0));
                case DiagConstants.UNIX_DIAG_UID -> uid = attribute.number(0);
                case DiagConstants.UNIX_DIAG_RQLEN -> {
                    long waiting = Integer.toUnsignedLong(attribute.number(0));
                    long room = Integer.toUnsignedLong(attribute.number(1));
                    queues = new Queues(waiting, room, KernelSocket.UNTOLD);
                }
                default -> {} // asked for by nobody
            }
        }
        SocketProtocol protocol = protocol(unix.type());
        return new KernelSocket(
                protocol,
                SocketState.of(unix.state(), protocol),
                name,
                End.NONE,
                queues,
                SocketTimer.NONE,
                new Identity(unix.inode(), unix.cookie(), uid, peer),
                null);
    }

    /** Once all are known, the peer's name can be told. */
    private static KernelSocket withPeer(KernelSocket socket, Map<Long, End> names) {
        long inode = socket.identity().peer();
        End peer = inode == 0 ? End.NONE : names.getOrDefault(inode, End.NONE);
        return new KernelSocket(
                socket.protocol(),
                socket.state(),
                socket.local(),
                peer,
                socket.queues(),
                socket.timer(),
                socket.identity(),
                null);
    }

    static SocketProtocol protocol(int type) {
        return switch (type) {
            case SocketConstants.SOCK_DGRAM -> SocketProtocol.UNIX_DATAGRAM;
            case SocketConstants.SOCK_SEQPACKET -> SocketProtocol.UNIX_SEQPACKET;
            default -> SocketProtocol.UNIX_STREAM;
        };
    }

    private static String text(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** An abstract name begins with a NUL, which is shown as an at sign, as any further one. */
    private static String name(byte[] bytes) {
        boolean isAbstract = bytes.length > 0 && bytes[0] == 0;
        return isAbstract ? new String(bytes, UTF_8).replace('\0', '@') : text(bytes);
    }

    @Override
    public void close() {
        dump.close();
    }
}
