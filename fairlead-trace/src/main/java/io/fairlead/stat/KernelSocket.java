package io.fairlead.stat;

import org.jspecify.annotations.Nullable;

/**
 * One socket of this machine, as the kernel tells of it.
 *
 * @param local where it is
 * @param remote its peer; of a Unix-domain socket, the name of the peer if it has one
 * @param queues what waits in it
 * @param identity how the kernel knows it
 * @param tcp what was measured; null for other protocols, and where the kernel does not tell
 */
public record KernelSocket(
        SocketProtocol protocol,
        SocketState state,
        End local,
        End remote,
        Queues queues,
        SocketTimer timer,
        Identity identity,
        @Nullable TcpFacts tcp) {
    /** A number that the kernel does not tell. */
    public static final long UNTOLD = -1;

    /**
     * What waits.
     *
     * @param receive bytes that the program has not read; of a listener, connections that it has
     *     not accepted; of a Unix-domain stream that is not told
     * @param send bytes that the peer has not acknowledged; of a listener, how many connections may
     *     wait
     * @param drops datagrams, or connections of a listener, that found no room
     */
    public record Queues(long receive, long send, long drops) {}

    /**
     * How the kernel knows a socket.
     *
     * @param inode its number among open files; 0 when no process has it
     * @param cookie a number that no other socket gets; 0 if not told
     * @param uid the user that made it; -1 if not told
     * @param peer the inode of the peer of a Unix-domain socket; 0 if there is none
     */
    public record Identity(long inode, long cookie, int uid, long peer) {}

    /** Whether others can begin to talk to it: a listener, or datagrams from everyone. */
    public boolean isListening() {
        return switch (state) {
            case LISTEN -> true;
            case UNCONNECTED -> protocol == SocketProtocol.UDP ? local.port() > 0 : !local.isNone();
            default -> false;
        };
    }

    /**
     * Bytes of the program that the peer has acknowledged; 0 where nothing was measured. The
     * kernel's own count has the SYN and the FIN in it, too.
     */
    public long bytesAcknowledged() {
        if (tcp == null) return 0;
        boolean fin =
                switch (state) {
                    case FIN_WAIT1, CLOSING, LAST_ACK -> tcp.bytesNotSent() == 0;
                    default -> false;
                };
        long underWay = Math.max(0, queues.send() - tcp.bytesNotSent() - (fin ? 1 : 0));
        long acknowledged = tcp.bytesSent() - tcp.bytesSentAgain() - underWay;
        return Math.clamp(acknowledged, 0, tcp.bytesAcknowledged());
    }

    /** Whether it has, or is about to have, a peer. */
    public boolean isConnection() {
        return !isListening() && state != SocketState.CLOSED && state != SocketState.UNCONNECTED;
    }
}
