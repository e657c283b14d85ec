package io.fairlead.cli.stat;

import io.fairlead.stat.KernelSocket;
import io.fairlead.stat.Owners;
import io.fairlead.stat.Snapshot;
import io.fairlead.stat.SocketOwner;
import io.fairlead.stat.SocketState;
import java.util.List;
import java.util.Set;

/**
 * Which sockets are wanted; an empty set means each.
 *
 * @param asked the schemes that were named
 */
record SocketFilter(
        Set<String> asked,
        boolean listening,
        List<SocketState> states,
        List<Integer> ports,
        List<Long> pids,
        List<String> programs,
        List<Place> places,
        Unwanted unwanted) {
    private static final Set<String> ALL = Set.of("tcp", "udp", "unix");

    /** The tables to read. */
    Set<String> schemes() {
        return asked.isEmpty() ? ALL : asked;
    }

    /** Whether each socket is wanted. */
    boolean isEmpty() {
        return asked.isEmpty() && !listening && unwanted.isEmpty() && isEmptyButSchemes();
    }

    /** Whether single sockets were asked for, which are then all listed. */
    boolean isNarrow() {
        return !isEmptyButSchemes();
    }

    private boolean isEmptyButSchemes() {
        return states.isEmpty()
                && ports.isEmpty()
                && pids.isEmpty()
                && programs.isEmpty()
                && places.isEmpty();
    }

    /** Those of {@code snapshot} that are wanted. */
    List<KernelSocket> of(Snapshot snapshot) {
        if (isEmpty()) return snapshot.sockets();
        return snapshot.sockets().stream()
                .filter(socket -> accepts(socket, snapshot.owners()))
                .toList();
    }

    private boolean accepts(KernelSocket socket, Owners owners) {
        return !unwanted.has(socket)
                && (!listening || socket.isListening())
                && (states.isEmpty() || states.contains(socket.state()))
                && (ports.isEmpty() || hasPort(socket))
                && (places.isEmpty() || places.stream().anyMatch(place -> place.isAt(socket)))
                && ((pids.isEmpty() && programs.isEmpty())
                        || owners.of(socket).stream().anyMatch(this::accepts));
    }

    private boolean hasPort(KernelSocket socket) {
        return ports.contains(socket.local().port()) || ports.contains(socket.remote().port());
    }

    private boolean accepts(SocketOwner owner) {
        return (pids.isEmpty() || pids.contains(owner.pid()))
                && (programs.isEmpty() || programs.contains(owner.command()));
    }
}
