package io.fairlead.net.socket;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.NetException.Kind;
import io.fairlead.net.text.Durations;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;

/** Why no connection could be made, in a sentence for people. */
public final class ConnectFailure {
    private ConnectFailure() {}

    /** What a failure to connect means. */
    public static NetException of(Endpoint remote, ConnectOptions options, Exception e) {
        if (e instanceof NetException known) return known;
        if (Thread.currentThread().isInterrupted()) {
            // The adaptor says "Socket is closed" then.
            return NetException.of("connect", remote, new ClosedByInterruptException());
        }
        if (e instanceof SocketTimeoutException) {
            String reason =
                    remote.scheme() == Endpoint.Scheme.UNIX
                            ? "the server's queue was full for %s: it accepts no connections; see"
                                    + " its log"
                            : "no answer within %s; check the address, and whether a firewall drops"
                                    + " the packets";
            String sentence = reason.formatted(Durations.text(options.timeout()));
            return new NetException("connect", remote, "ETIMEDOUT", sentence, e);
        }
        return NetException.of("connect", remote, e);
    }

    /** The first failure, unless it only says that this machine has no IPv6, or no IPv4. */
    public static NetException moreTelling(NetException first, NetException next) {
        boolean firstTells = first.kind() != Kind.ADDRESS || next.kind() == Kind.ADDRESS;
        NetException telling = firstTells ? first : next;
        telling.addSuppressed(firstTells ? next : first);
        return telling;
    }

    /** A channel that is not connected to itself. */
    static SocketChannel requireOther(SocketChannel connected) throws IOException {
        requireOther(connected.getRemoteAddress(), connected.getLocalAddress());
        return connected;
    }

    /** Two SYNs of one socket may meet (RFC 9293 section 3.5): it would talk to itself. */
    public static void requireOther(SocketAddress remote, SocketAddress local) throws IOException {
        if (remote.equals(local)) throw new ConnectException("Connection refused");
    }
}
