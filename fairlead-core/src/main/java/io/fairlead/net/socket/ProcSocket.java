package io.fairlead.net.socket;

import io.fairlead.net.Endpoint;
import io.fairlead.posix.InetConstants;
import io.fairlead.posix.diag.ProcNetRow;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * One row of {@code /proc/net/{tcp,tcp6,udp,udp6,unix}} that stands in an endpoint's way.
 *
 * @param inode the socket's number among the open files of its process; 0 when no process has it
 * @param uid the user that made the socket; -1 where the table does not say
 * @param rank 0 for what most likely holds the endpoint, higher for what less likely does
 * @param freeIn when the kernel frees the row by itself; zero if not known
 */
record ProcSocket(long inode, int uid, int rank, Duration freeIn) {
    /** Empty for a row that has nothing to do with the endpoint, or is none. */
    static Optional<ProcSocket> parse(Endpoint endpoint, String line) {
        try {
            return endpoint.scheme() == Endpoint.Scheme.UNIX
                    ? unix(endpoint, ProcNetRow.unix(line))
                    : inet(endpoint, ProcNetRow.inet(line));
        } catch (RuntimeException remainder) {
            return Optional.empty(); // of a name with a line feed, which net/unix shows raw
        }
    }

    private static Optional<ProcSocket> inet(Endpoint endpoint, ProcNetRow.Inet row) {
        if (row.local().getPort() != endpoint.port()
                || !overlaps(endpoint, row.local().getAddress())) {
            return Optional.empty();
        }
        int rank = row.state() == InetConstants.TCP_LISTEN ? 0 : row.inode() != 0 ? 1 : 2;
        boolean isTimed = row.state() == InetConstants.TCP_TIME_WAIT;
        // In whole seconds: not too soon.
        Duration freeIn = isTimed ? Duration.ofMillis(row.timer().ms() + 999) : Duration.ZERO;
        return Optional.of(new ProcSocket(row.inode(), row.uid(), rank, freeIn));
    }

    private static boolean overlaps(Endpoint endpoint, InetAddress bound) {
        return endpoint.isWildcard() || bound.isAnyLocalAddress() || isAt(endpoint.host(), bound);
    }

    private static boolean isAt(String host, InetAddress bound) {
        int zone = host.indexOf('%');
        try {
            return InetAddress.ofLiteral(zone < 0 ? host : host.substring(0, zone)).equals(bound);
        } catch (IllegalArgumentException name) {
            return true; // which has no address here: whoever has the port is the likeliest
        }
    }

    private static Optional<ProcSocket> unix(Endpoint endpoint, ProcNetRow.Unix row) {
        if (row.path().isEmpty() || !row.path().equals(endpoint.path())) {
            return Optional.empty();
        }
        int rank = row.listens() ? 0 : 1;
        return Optional.of(new ProcSocket(row.inode(), -1, rank, Duration.ZERO));
    }
}
