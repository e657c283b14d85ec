package io.fairlead.trace;

import io.fairlead.stat.End;
import io.fairlead.stat.KernelSocket;
import io.fairlead.stat.Snapshot;
import io.fairlead.stat.SocketState;
import io.fairlead.stat.TcpFacts;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What changes from one look at the sockets of this machine to the next: what is left to see where
 * capturing is not allowed. Needs no privilege. For one thread.
 */
public final class SampledSockets {
    private final ConversationFilter filter;
    private final Map<String, String> before = new HashMap<>();

    /** Looks at the TCP sockets that {@code filter} lets through. */
    public SampledSockets(ConversationFilter filter) {
        this.filter = filter;
    }

    /** Each socket that has changed since the last call, as a line; those that went, too. */
    public List<String> changes(Snapshot now) {
        List<String> lines = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (KernelSocket socket : now.sockets()) {
            if (!isWatched(socket)) continue;
            String name = name(socket);
            String words = words(socket);
            seen.add(name);
            if (!words.equals(before.put(name, words))) lines.add(name + "  " + words);
        }
        for (String name : Set.copyOf(before.keySet())) {
            if (seen.contains(name)) continue;
            before.remove(name);
            lines.add(name + "  gone");
        }
        return lines;
    }

    private boolean isWatched(KernelSocket socket) {
        InetSocketAddress local = inet(socket.local());
        InetSocketAddress remote = inet(socket.remote());
        if (socket.state() == SocketState.LISTEN || local == null || remote == null) return false;
        return filter.matches(new Ends(Protocol.TCP, local, remote));
    }

    private static @Nullable InetSocketAddress inet(End end) {
        return end.inet();
    }

    private static String name(KernelSocket socket) {
        return socket.local() + " > " + socket.remote();
    }

    private static String words(KernelSocket socket) {
        String state = socket.state().name();
        TcpFacts tcp = socket.tcp();
        if (tcp == null || socket.state() == SocketState.TIME_WAIT) return state;
        return "%s  sent %s, acknowledged %s, received %s%s%s"
                .formatted(
                        state,
                        Figures.count(tcp.bytesSent()),
                        Figures.count(tcp.bytesAcknowledged()),
                        Figures.count(tcp.bytesReceived()),
                        tcp.retransmissions() == 0
                                ? ""
                                : String.format(
                                        Locale.ROOT, ", sent again %d x", tcp.retransmissions()),
                        tcp.hasPeerWindow()
                                ? ", the peer has room for " + Figures.brief(tcp.peerWindow())
                                : "");
    }
}
