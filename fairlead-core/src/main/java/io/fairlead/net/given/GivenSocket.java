package io.fairlead.net.given;

import static io.fairlead.posix.FileConstants.FD_CLOEXEC;
import static io.fairlead.posix.FileConstants.F_GETFL;
import static io.fairlead.posix.FileConstants.F_SETFD;
import static io.fairlead.posix.FileConstants.F_SETFL;
import static io.fairlead.posix.FileConstants.O_NONBLOCK;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_REUSEPORT;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;

/**
 * A socket that somebody else has bound and that can be served: a listener, or a socket for
 * datagrams. A server has descriptors of its own for it; this one is closed once the server has
 * started, and until then nothing is lost if it does not.
 *
 * <p>Safe for any thread.
 */
public final class GivenSocket implements AutoCloseable {
    private final int fd;
    private final Endpoint endpoint;
    private final boolean sharesPort;
    private boolean closed; // guarded by this

    private GivenSocket(int fd, Endpoint endpoint, boolean sharesPort) {
        this.fd = fd;
        this.endpoint = endpoint;
        this.sharesPort = sharesPort;
    }

    /**
     * Looks at a descriptor, and takes it over. From now on child processes do not get it, and no
     * call on it waits, in any process that has it: who comes late to accept must not hang.
     *
     * <p>Of standard input, output and error, which inetd makes one socket, the others become
     * empty.
     *
     * @param asked what it is given for, for messages
     * @throws NetException if it is no socket that can be served: says what it is, and what to do;
     *     then it stays the caller's, as it was
     */
    public static GivenSocket of(int fd, Endpoint asked) throws NetException {
        Posix posix = new Posix();
        SocketCalls calls = new SocketCalls(posix);
        Endpoint endpoint = new Inspection(calls, fd, asked).endpoint();
        boolean sharesPort = calls.getsockopt(fd, SOL_SOCKET, SO_REUSEPORT) > 0;
        if (StandardStreams.has(fd)) StandardStreams.keepOnly(fd);
        Descriptors descriptors = new Descriptors(posix);
        descriptors.fcntl(fd, F_SETFD, FD_CLOEXEC);
        descriptors.fcntl(fd, F_SETFL, descriptors.fcntl(fd, F_GETFL, 0) | O_NONBLOCK);
        return new GivenSocket(fd, endpoint, sharesPort);
    }

    /** The descriptor. */
    public int fd() {
        return fd;
    }

    /** What it is bound to: of the scheme tcp, udp or unix. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** True if more sockets of the same user can have its port (SO_REUSEPORT, socket(7)). */
    public boolean sharesPort() {
        return sharesPort;
    }

    /** True until {@link #close}. */
    public synchronized boolean isOpen() {
        return !closed;
    }

    /** Closes the descriptor; whoever else has the socket, has it still. Later calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        if (StandardStreams.has(fd)) {
            StandardStreams.empty(fd);
        } else {
            new Descriptors(new Posix()).close(fd);
        }
    }
}
