package io.fairlead.probe;

import static io.fairlead.posix.SocketConstants.AF_INET;
import static io.fairlead.posix.SocketConstants.AF_UNIX;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** What one attempt opens; closes it all at the end. For one thread. */
final class ProbeResources implements AutoCloseable {
    static final int TIMEOUT_MS = 1_000;

    final Posix posix = new Posix();
    final SocketCalls calls = new SocketCalls(posix);
    final Descriptors descriptors = new Descriptors(posix);
    final Arena arena = Arena.ofConfined();
    private final Poll poll = new Poll(posix);
    private final List<Integer> open = new ArrayList<>();

    /** What a call returned, if it is no error. */
    int checked(String call, int result) throws UnavailableException {
        if (result < 0) throw new UnavailableException(Errno.describe(call, result));
        return result;
    }

    /** A descriptor that a call returned; closed at the end. */
    int opened(String call, int fd) throws UnavailableException {
        open.add(checked(call, fd));
        return fd;
    }

    /** An IPv4 socket at a free port of loopback. */
    int bound(int type) throws UnavailableException {
        int fd = socket(AF_INET, type);
        bind(fd, new SockaddrStorage(new SockaddrIn(SockaddrIn.INADDR_LOOPBACK, 0)));
        return fd;
    }

    /** A socket in blocking mode, as io_uring wants it. */
    int socket(int family, int type) throws UnavailableException {
        return opened("socket", calls.socket(family, type | SOCK_CLOEXEC, 0));
    }

    void bind(int fd, SockaddrStorage address) throws UnavailableException {
        checked("bind", calls.bind(fd, address));
    }

    SockaddrStorage nameOf(int fd) throws UnavailableException {
        SockaddrStorage name = new SockaddrStorage();
        checked("getsockname", calls.getsockname(fd, name));
        return name;
    }

    /** Two connected Unix sockets. */
    int[] pair(int type) throws UnavailableException {
        MemorySegment pair = arena.allocate(JAVA_INT, 2);
        checked("socketpair", calls.socketpair(AF_UNIX, type | SOCK_CLOEXEC, pair));
        int[] fds = {pair.getAtIndex(JAVA_INT, 0), pair.getAtIndex(JAVA_INT, 1)};
        for (int fd : fds) open.add(fd);
        return fds;
    }

    /** Waits until there is something to read. */
    void awaitInput(String what, int fd) throws UnavailableException {
        if (checked("poll", poll.poll(fd, Poll.POLLIN, TIMEOUT_MS)) == 0) {
            throw new UnavailableException(what + ": nothing arrived within " + TIMEOUT_MS + " ms");
        }
    }

    @Override
    public void close() {
        open.forEach(descriptors::close);
        arena.close();
    }
}
