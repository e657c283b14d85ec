package io.fairlead.learn.check;

import io.fairlead.stat.KernelSocket;
import io.fairlead.stat.Meaning;
import io.fairlead.stat.Snapshot;
import io.fairlead.stat.SocketState;
import io.fairlead.stat.SocketTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the kernel has of sockets at one moment, and which of them the program has open. */
final class KernelView {
    private static final int TIME_WAIT_LINES = 2;

    private final Snapshot snapshot;
    private final List<Members.Open> open;

    private KernelView(Snapshot snapshot, List<Members.Open> open) {
        this.snapshot = snapshot;
        this.open = open;
    }

    /**
     * Looks at it.
     *
     * @param members the program
     */
    static KernelView now(Set<String> schemes, Members members) throws IOException {
        List<Members.Open> open = members.descriptors();
        return new KernelView(new SocketTable().readWithoutOwners(schemes), open);
    }

    /** The sockets at which the program waits for others. */
    List<KernelSocket> listening() {
        return snapshot.sockets().stream()
                .filter(KernelSocket::isListening)
                .filter(socket -> !owners(socket).isEmpty())
                .toList();
    }

    private String owners(KernelSocket socket) {
        String target = target(socket);
        return open.stream()
                .filter(each -> each.target().equals(target))
                .map(each -> each.member().toString())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String target(KernelSocket socket) {
        return "socket:[" + socket.identity().inode() + "]";
    }

    /** The program's sockets but for those at which it listens, which each process may share. */
    List<Members.Open> connections() {
        List<String> listeners = listening().stream().map(KernelView::target).toList();
        return open.stream()
                .filter(each -> each.target().startsWith("socket:["))
                .filter(each -> !listeners.contains(each.target()))
                .toList();
    }

    /** Whether a connection of that port waits in TIME_WAIT. */
    boolean hasTimeWait(int port) {
        return snapshot.sockets().stream()
                .anyMatch(socket ->
                        socket.state() == SocketState.TIME_WAIT && socket.local().port() == port);
    }

    /**
     * Whether the client of that port has sent more than the program's side has room for, and the
     * program leaves unread what has arrived.
     */
    boolean isLeftUnread(int port) {
        boolean waits = false;
        boolean unread = false;
        for (KernelSocket socket : snapshot.sockets()) {
            if (!socket.isConnection()) continue;
            waits |= socket.local().port() == port && socket.queues().send() > 0;
            unread |= socket.remote().port() == port && socket.queues().receive() > 0;
        }
        return waits && unread;
    }

    /** A line for each socket of the server's port, but the listener; of many alike a few. */
    List<String> lines(int port) {
        List<String> lines = new ArrayList<>();
        int waiting = 0;
        for (KernelSocket socket : snapshot.sockets()) {
            if (socket.local().port() != port || socket.isListening()) continue;
            boolean isWaiting = socket.state() == SocketState.TIME_WAIT;
            if (!isWaiting || ++waiting <= TIME_WAIT_LINES) {
                lines.add("the kernel has " + line(socket));
            }
        }
        int more = waiting - TIME_WAIT_LINES;
        if (more > 0) lines.add("the kernel has " + more + " more in TIME_WAIT");
        return lines;
    }

    private String line(KernelSocket socket) {
        String ends = socket.local() + " <- " + socket.remote() + " " + socket.state();
        String remarks =
                Meaning.of(socket, snapshot.owners()).stream()
                        .map(Meaning.Remark::words)
                        .collect(Collectors.joining("; "));
        String who = owners(socket);
        return ends
                + (remarks.isEmpty() ? "" : ": " + remarks)
                + (who.isEmpty() ? "" : "; open in " + who);
    }
}
