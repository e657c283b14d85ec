package io.fairlead.stat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Which end of a connection called the other. The kernel does not say: a port that somebody listens
 * at was called; where the listener is gone, a port from the range that the kernel chooses from
 * (ip_local_port_range, ip(7)) has called one that is not. Immutable.
 */
public final class CallDirections {
    private static final int FIRST_PORT = 32_768;
    private static final int LAST_PORT = 60_999;

    private final Set<Integer> servedPorts = new HashSet<>();
    private final int firstPort;
    private final int lastPort;

    /** Which end opened a connection. */
    public enum Direction {
        /** The peer called this end. */
        CALLED,
        /** This end called the peer. */
        CALLING,
        /** Nothing tells, or there is no peer. */
        UNKNOWN
    }

    /** As the sockets of one moment tell. */
    public CallDirections(Snapshot snapshot) {
        this(snapshot, Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
    }

    CallDirections(Snapshot snapshot, Path range) {
        for (KernelSocket socket : snapshot.sockets()) {
            if (socket.state() == SocketState.LISTEN) servedPorts.add(socket.local().port());
        }
        int first = FIRST_PORT;
        int last = LAST_PORT;
        try {
            String[] ports = Files.readString(range).strip().split("\\s+", -1);
            first = Integer.parseInt(ports[0]);
            last = Integer.parseInt(ports[1]);
        } catch (IOException | RuntimeException notTold) {
            // the range of a kernel that was told nothing else
        }
        firstPort = first;
        lastPort = last;
    }

    /** Who began. */
    public Direction of(KernelSocket socket) {
        if (socket.protocol().isUnix() || socket.remote().isNone()) return Direction.UNKNOWN;
        int local = socket.local().port();
        int remote = socket.remote().port();
        if (servedPorts.contains(local)) return Direction.CALLED;
        if (servedPorts.contains(remote)) return Direction.CALLING;
        if (isChosen(local) == isChosen(remote)) return Direction.UNKNOWN;
        return isChosen(local) ? Direction.CALLING : Direction.CALLED;
    }

    private boolean isChosen(int port) {
        return port >= firstPort && port <= lastPort;
    }
}
