package io.fairlead.lab;

import io.fairlead.stat.KernelSocket;
import io.fairlead.stat.Meaning;
import io.fairlead.stat.Owners;
import io.fairlead.stat.Snapshot;
import io.fairlead.stat.SocketProtocol;
import io.fairlead.stat.SocketState;
import io.fairlead.stat.SocketTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the kernel says of a lab's sockets at one moment, sock_diag(7). Immutable. */
public final class KernelSockets {
    private final Snapshot snapshot;

    private KernelSockets(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** As they are now. */
    public static KernelSockets now() throws IOException {
        return new KernelSockets(new SocketTable().read(Set.of("tcp", "udp")));
    }

    /**
     * The kernel's socket with the addresses of {@code fd}, whether a program still has it or not.
     */
    public Optional<KernelSocket> of(Fd fd) {
        return at(fd.local(), fd.remote())
                .filter(socket -> isOrWas(fd, socket.identity().inode()))
                .findFirst();
    }

    /** Several may be at one address; none has an inode any more when its program closed it. */
    private static boolean isOrWas(Fd fd, long inode) {
        return inode == 0 || fd.inode() == Inode.UNTOLD || inode == fd.inode();
    }

    /** How many connections at the address of a listener are in a state. */
    public long countAt(Fd listener, SocketState state) {
        return snapshot.sockets().stream()
                .filter(socket -> socket.state() == state)
                .filter(socket -> Objects.equals(socket.local().inet(), listener.local()))
                .count();
    }

    /** The other end of {@code fd}, which is on this machine, too. */
    public Optional<KernelSocket> peerOf(Fd fd) {
        InetSocketAddress local = fd.remote();
        return at(local, fd.local()).findFirst();
    }

    private Stream<KernelSocket> at(
            @Nullable InetSocketAddress local, @Nullable InetSocketAddress remote) {
        if (local == null) return Stream.empty();
        return snapshot.sockets().stream()
                .filter(socket -> local.equals(socket.local().inet()))
                .filter(socket ->
                        remote == null
                                ? socket.remote().isNone()
                                : remote.equals(socket.remote().inet()));
    }

    /** A line for each that there is: whose it is, its ends, its state, and what that means. */
    public List<String> lines(List<Fd> fds) {
        List<Row> rows = new ArrayList<>();
        for (Fd fd : fds) {
            of(fd).ifPresent(socket -> rows.add(row(fd.side() + " " + fd.name(), socket)));
            boolean accepted = fds.stream().anyMatch(other -> isPeer(fd, other));
            if (accepted) continue;
            peerOf(fd).ifPresent(socket -> rows.add(row(whose(socket), socket)));
        }
        int who = rows.stream().mapToInt(row -> row.who.length()).max().orElse(0);
        int ends = rows.stream().mapToInt(row -> row.ends.length()).max().orElse(0);
        String format = "%-" + Math.max(1, who) + "s  %-" + Math.max(1, ends) + "s  %-11s  %s";
        return rows.stream()
                .map(row -> format.formatted(row.who, row.ends, row.state, row.remarks).strip())
                .toList();
    }

    /** The kernel gives a connection an inode when a program accepts it. */
    private static String whose(KernelSocket socket) {
        return socket.identity().inode() == 0 ? "not accepted" : "accepted";
    }

    private static boolean isPeer(Fd fd, Fd other) {
        InetSocketAddress local = fd.local();
        return local != null && local.equals(other.remote());
    }

    private Row row(String who, KernelSocket socket) {
        Owners owners = snapshot.owners();
        String remarks =
                Meaning.of(socket, owners).stream()
                        .map(Meaning.Remark::words)
                        .collect(Collectors.joining("; "));
        String ends =
                socket.remote().isNone()
                        ? socket.local().toString()
                        : socket.local() + " > " + socket.remote();
        boolean udp = socket.protocol() == SocketProtocol.UDP;
        return new Row(who, ends, udp ? "UDP" : socket.state().name(), remarks);
    }

    private record Row(String who, String ends, String state, String remarks) {}

    /** Whether nothing that {@code fd} has sent awaits an ACK. */
    boolean isAcknowledged(Fd fd) {
        return of(fd).filter(socket -> socket.queues().send() == 0).isPresent();
    }

    /** The state of {@code fd}; CLOSED when the kernel has forgotten it. */
    public SocketState state(Fd fd) {
        return of(fd).map(KernelSocket::state).orElse(SocketState.CLOSED);
    }
}
