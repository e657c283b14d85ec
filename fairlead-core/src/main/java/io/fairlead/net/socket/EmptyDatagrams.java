package io.fairlead.net.socket;

import static io.fairlead.posix.FileConstants.F_DUPFD_CLOEXEC;
import static io.fairlead.posix.SocketConstants.MSG_DONTWAIT;
import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends empty datagrams for a connected channel of java.nio, whose own calls pass over what has no
 * bytes. It finds the channel's descriptor by the addresses at both of its ends, and duplicates it:
 * so it is sure not to send to somebody else, whoever closes the channel meanwhile.
 *
 * <p>For one thread at a time.
 */
public final class EmptyDatagrams implements AutoCloseable {
    private static final long FULL_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Posix posix = new Posix();
    private final SocketCalls calls = new SocketCalls(posix);
    private final Descriptors descriptors = new Descriptors(posix);
    private final int fd;

    /**
     * Finds the descriptor.
     *
     * @throws IOException if native calls cannot be made here, or there is no list of open files
     */
    public EmptyDatagrams(DatagramChannel connected) throws IOException {
        String reason = Posix.reason();
        if (reason != null) {
            throw new IOException(
                    "java.nio sends no empty datagrams to a fixed address, and native calls cannot"
                            + " be made: "
                            + reason);
        }
        fd = find(connected.getLocalAddress(), connected.getRemoteAddress());
    }

    private int find(SocketAddress local, SocketAddress remote) throws IOException {
        for (int number : OpenDescriptors.numbers()) {
            if (!isBetween(number, local, remote)) continue;
            int own = descriptors.fcntl(number, F_DUPFD_CLOEXEC, 0);
            if (own < 0) continue;
            if (isBetween(own, local, remote)) return own;
            descriptors.close(own);
        }
        throw new IOException("the channel's descriptor is not among " + OpenDescriptors.PLACE);
    }

    private boolean isBetween(int number, SocketAddress local, SocketAddress remote) {
        SockaddrStorage address = new SockaddrStorage();
        return calls.getsockname(number, address) == 0
                && address.toSocketAddress().equals(local)
                && calls.getpeername(number, address) == 0
                && address.toSocketAddress().equals(remote);
    }

    /**
     * Sends one.
     *
     * @throws IOException as the channel's write would
     */
    public void send() throws IOException {
        int result = calls.send(fd, 0, 0, MSG_NOSIGNAL);
        while (isToRepeat(result)) {
            LockSupport.parkNanos(this, FULL_NS);
            result = calls.send(fd, 0, 0, MSG_NOSIGNAL);
        }
        NativeErrors.check(result);
    }

    /**
     * Sends one, without a wait.
     *
     * @return false if the kernel has no room for it
     * @throws IOException as the channel's write would
     */
    public boolean trySend() throws IOException {
        int result;
        do {
            result = calls.send(fd, 0, 0, MSG_NOSIGNAL | MSG_DONTWAIT);
        } while (result == -Errno.EINTR);
        if (result == -Errno.EAGAIN || result == -Errno.ENOBUFS) return false;
        NativeErrors.check(result);
        return true;
    }

    private static boolean isToRepeat(int result) {
        return result == -Errno.EAGAIN || result == -Errno.EINTR;
    }

    @Override
    public void close() {
        descriptors.close(fd);
    }
}
