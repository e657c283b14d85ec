package io.fairlead.restart;

import static io.fairlead.posix.SocketConstants.AF_UNIX;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_SEQPACKET;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SockaddrUn;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.Ucred;
import io.fairlead.server.worker.ControlSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection between two processes of one user, for messages with or without a descriptor. One
 * thread sends and one receives at a time.
 */
final class ControlLink implements AutoCloseable {
    private final ControlSocket socket;
    private final Poll poll = new Poll(new Posix());
    private final int peerPid;

    /** {@code fd} is connected, and this link's to close. */
    ControlLink(int fd) throws IOException {
        socket = new ControlSocket(fd);
        Ucred peer = Ucred.ofPeer(new SocketCalls(new Posix()), fd);
        if (peer == null || !isAllowed(peer.uid())) {
            socket.close();
            throw new IOException("another user's process is at the other end");
        }
        peerPid = peer.pid();
    }

    /** Root may restart everybody's servers, as it may end them. */
    private static boolean isAllowed(int uid) {
        return uid == 0 || uid == Self.uid();
    }

    /**
     * Connects to a control socket.
     *
     * @throws NetException if nobody is there, or one may not
     */
    static ControlLink connect(Path path) throws IOException {
        SocketCalls calls = new SocketCalls(new Posix());
        int fd = NativeErrors.check(calls.socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
        SockaddrStorage address = new SockaddrStorage();
        address.set(SockaddrUn.path(path.toString()));
        int result = calls.connect(fd, address);
        if (result == 0) return new ControlLink(fd);
        new Descriptors(new Posix()).close(fd);
        throw NetException.of("connect", Endpoint.unix(path), NativeErrors.of(result));
    }

    /** The process at the other end. */
    int peerPid() {
        return peerPid;
    }

    void send(Message message) throws IOException {
        send(message, -1);
    }

    /** Sends; false if the other end has closed. */
    boolean sends(Message message) throws IOException {
        int result = socket.send(message.bytes(), -1, 0);
        if (result == -Errno.EPIPE || result == -Errno.ECONNRESET) return false;
        NativeErrors.check(result);
        return true;
    }

    /** Sends, with a copy of {@code descriptor} unless that is below 0. */
    void send(Message message, int descriptor) throws IOException {
        NativeErrors.check(socket.send(message.bytes(), descriptor, 0));
    }

    /**
     * The next message.
     *
     * @param timeout how long to wait for it
     * @return null if the other end has closed
     * @throws IOException if none comes in time
     */
    @Nullable Message receive(Duration timeout) throws IOException {
        int ready;
        do {
            int ms = (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
            ready = poll.poll(socket.fd(), Poll.POLLIN, ms);
        } while (ready == -Errno.EINTR);
        if (ready == 0)
            throw new IOException("nothing was heard for " + timeout.toSeconds() + " s");
        int count = socket.receive(0);
        if (count == 0 || count == -Errno.ECONNRESET) return null;
        NativeErrors.check(count);
        return Message.parse(socket.message());
    }

    /** The descriptor that came with the last message, now the caller's to close. */
    int takeDescriptor() throws IOException {
        int descriptor = socket.takeDescriptor();
        if (descriptor >= 0) return descriptor;
        throw new IOException("a descriptor did not come: this process has too many (ulimit -n)");
    }

    @Override
    public void close() {
        socket.close();
    }
}
