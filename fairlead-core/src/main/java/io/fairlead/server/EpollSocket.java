package io.fairlead.server;

import static io.fairlead.posix.SocketConstants.MSG_DONTWAIT;
import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;
import static io.fairlead.posix.SocketConstants.SHUT_WR;

import io.fairlead.net.NativeErrors;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.SocketCalls;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * A socket as a bare descriptor, in either mode; belongs to its loop's thread. Each transfer asks
 * not to wait (MSG_DONTWAIT): a child that inherits the socket wants it in blocking mode.
 */
final class EpollSocket implements LoopSocket {
    private final SocketCalls calls;
    private final Descriptors descriptors;
    private final SocketAddress remoteAddress;
    private final SocketAddress localAddress;
    private int fd;

    EpollSocket(
            int fd,
            SocketCalls calls,
            Descriptors descriptors,
            SocketAddress remote,
            SocketAddress local) {
        this.fd = fd;
        this.calls = calls;
        this.descriptors = descriptors;
        remoteAddress = remote;
        localAddress = local;
    }

    int fd() {
        return fd;
    }

    /** Gives the descriptor away: it is the caller's to close. */
    int release() {
        int released = fd;
        fd = -1;
        return released;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count;
        do {
            count = calls.recv(fd, address(into), into.remaining(), MSG_DONTWAIT);
        } while (count == -Errno.EINTR);
        if (count > 0) return count;
        if (count == 0) return -1; // the end of the stream, as channels say it
        return orWouldBlock(count);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int count;
        do {
            count = calls.send(fd, address(from), from.remaining(), MSG_NOSIGNAL | MSG_DONTWAIT);
        } while (count == -Errno.EINTR);
        if (count < 0) return orWouldBlock(count);
        from.position(from.position() + count);
        return count;
    }

    private static long address(ByteBuffer buffer) {
        return MemorySegment.ofBuffer(buffer).address();
    }

    private static int orWouldBlock(int result) throws IOException {
        if (result == -Errno.EAGAIN) return 0;
        throw NativeErrors.of(result);
    }

    @Override
    public void shutdownOutput() throws IOException {
        int result = calls.shutdown(fd, SHUT_WR);
        if (result < 0) throw NativeErrors.of(result);
    }

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void close() {
        if (fd < 0) return;
        descriptors.close(fd);
        fd = -1;
    }
}
