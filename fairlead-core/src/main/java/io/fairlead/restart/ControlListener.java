package io.fairlead.restart;

import static io.fairlead.posix.SocketConstants.AF_UNIX;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_NONBLOCK;
import static io.fairlead.posix.SocketConstants.SOCK_SEQPACKET;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Epoll;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Eventfd;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SockaddrUn;
import io.fairlead.posix.SocketCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The socket at which a process can be replaced, or asked to be: a file that only its owner may
 * connect to. The process that takes over gets it with the others, and the file stays.
 *
 * <p>{@link #accept} is for one thread, the rest for any.
 */
final class ControlListener implements AutoCloseable {
    private static final int BACKLOG = 16;

    private final Path path;
    private final int fd;
    private final SocketCalls calls = new SocketCalls(new Posix());
    private final Posix posix = new Posix();
    private final Eventfd closing = new Eventfd(posix);
    private final Epoll epoll = new Epoll(posix, 2);
    private volatile boolean closed;
    private volatile @Nullable Object ownFile; // which is this process' to remove

    private ControlListener(Path path, int fd) throws IOException {
        this.path = path;
        this.fd = fd;
        NativeErrors.check(closing.fd());
        NativeErrors.check(epoll.fd());
        for (int watched : new int[] {fd, closing.fd()}) {
            NativeErrors.check(
                    epoll.epollCtl(Epoll.EPOLL_CTL_ADD, watched, Epoll.EPOLLIN, watched));
        }
    }

    /** As {@code fd}, which a process before this one has bound; the file stays its, for now. */
    static ControlListener of(Path path, int fd) throws IOException {
        return new ControlListener(path, fd);
    }

    /**
     * Makes the file, in place of one that nobody serves any more.
     *
     * @throws NetException if it cannot be, or somebody serves it
     */
    static ControlListener open(Path path) throws IOException {
        makeWay(path);
        SocketCalls calls = new SocketCalls(new Posix());
        int type = SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK;
        int fd = NativeErrors.check(calls.socket(AF_UNIX, type, 0));
        try {
            SockaddrStorage address = new SockaddrStorage(SockaddrUn.path(path.toString()));
            int result = calls.bind(fd, address);
            if (result < 0) {
                throw NetException.of("bind", Endpoint.unix(path), NativeErrors.of(result));
            }
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            ControlListener listener = new ControlListener(path, fd);
            listener.takeOver();
            return listener;
        } catch (IOException | RuntimeException e) {
            new Descriptors(new Posix()).close(fd);
            throw e;
        }
    }

    private static void makeWay(Path path) throws IOException {
        if (!Files.exists(path)) return;
        try (ControlLink other = ControlLink.connect(path)) {
            throw new NetException(
                    "bind",
                    Endpoint.unix(path),
                    "EADDRINUSE",
                    "process "
                            + other.peerPid()
                            + " has that name; restart it, stop it, or choose another name",
                    null);
        } catch (NetException e) {
            if (!e.errno().equals("ECONNREFUSED")) throw e;
            Files.deleteIfExists(path); // its process has died
        }
    }

    Path path() {
        return path;
    }

    int fd() {
        return fd;
    }

    /**
     * Whoever connects from now on is told that this process is at the other end, unix(7); and the
     * file is this process' to remove.
     */
    void takeOver() throws IOException {
        NativeErrors.check(calls.listen(fd, BACKLOG));
        ownFile = file();
    }

    private @Nullable Object file() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** The next to connect; null when this is closed. */
    @Nullable ControlLink accept() throws IOException {
        while (!closed) {
            int ready = epoll.epollWait(-1);
            if (ready != -Errno.EINTR) NativeErrors.check(ready);
            ControlLink link = closed ? null : next();
            if (link != null) return link;
        }
        return null;
    }

    /** Null for nobody, and for a stranger, who is told nothing. */
    private @Nullable ControlLink next() {
        int link = calls.accept4(fd, SOCK_CLOEXEC);
        try {
            return link < 0 ? null : new ControlLink(link);
        } catch (IOException e) {
            return null;
        }
    }

    /** The file belongs to another process from now on. */
    void keepFile() {
        ownFile = null;
    }

    /** Ends {@link #accept}; the thread that was in it calls {@link #end}. */
    @Override
    public void close() {
        closed = true;
        closing.signal();
    }

    /** Gives all back. */
    void end() {
        Descriptors descriptors = new Descriptors(posix);
        epoll.close();
        closing.close();
        try {
            Object own = ownFile;
            if (own != null && own.equals(file())) Files.deleteIfExists(path);
        } catch (IOException e) {
            // the next one to open it makes way
        }
        descriptors.close(fd);
    }
}
