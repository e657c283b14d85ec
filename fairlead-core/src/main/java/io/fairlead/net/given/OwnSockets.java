package io.fairlead.net.given;

import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_ACCEPTCONN;
import static io.fairlead.posix.SocketConstants.SO_TYPE;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.KeptFiles;
import io.fairlead.net.socket.OpenDescriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The sockets that this process serves, whatever has made them. */
public final class OwnSockets {
    private final SocketCalls calls = new SocketCalls(new Posix());

    /**
     * Descriptors of what listens, or receives datagrams, at an endpoint: one for each socket,
     * which belongs to whoever serves it.
     *
     * @param bound such as a server's endpoint, with its real port
     * @throws IOException if that is not known here, as on other systems than Linux
     */
    public static Collection<Integer> at(Endpoint bound) throws IOException {
        OwnSockets own = new OwnSockets();
        Endpoint plain = bound.scheme() == Endpoint.Scheme.TLS ? plain(bound) : bound;
        Map<String, Integer> found = new TreeMap<>(); // by inode: a copy is the same socket
        for (int number : OpenDescriptors.numbers()) {
            if (!own.isServed(number) || !own.isAt(number, plain)) continue;
            found.put(inode(number), number);
        }
        return found.values();
    }

    private static Endpoint plain(Endpoint tls) {
        return Endpoint.parse("tcp" + tls.toString().substring("tls".length()));
    }

    private boolean isServed(int number) {
        if (calls.getsockopt(number, SOL_SOCKET, SO_ACCEPTCONN) == 1) return true;
        return calls.getsockopt(number, SOL_SOCKET, SO_TYPE) == SOCK_DGRAM
                && calls.getpeername(number, new SockaddrStorage()) < 0;
    }

    private boolean isAt(int number, Endpoint plain) {
        try {
            return new Inspection(calls, number, plain).endpoint().equals(plain);
        } catch (NetException e) { // such as one of another family
            return false;
        }
    }

    private static String inode(int number) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
    }

    private OwnSockets() {}

    /** The file of a Unix-domain listener stays when this process closes it: another has it. */
    public static void keepFile(Endpoint bound) {
        if (bound.scheme() == Endpoint.Scheme.UNIX && !bound.isAbstract()) {
            KeptFiles.keep(Path.of(bound.path()));
        }
    }
}
