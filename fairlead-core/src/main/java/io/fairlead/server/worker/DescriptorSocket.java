package io.fairlead.server.worker;

import static io.fairlead.posix.SocketConstants.MSG_DONTWAIT;
import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;
import static io.fairlead.posix.SocketConstants.SHUT_RD;
import static io.fairlead.posix.SocketConstants.SHUT_WR;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_RCVTIMEO;
import static io.fairlead.posix.SocketConstants.SO_SNDTIMEO;

import io.fairlead.connection.CallDeadline;
import io.fairlead.connection.SharedDescriptor;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.Ucred;
import io.fairlead.server.blocking.BlockingSocket;
import io.fairlead.server.site.PeerUser;
import io.fairlead.service.DeadlineException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A blocking socket as a bare descriptor; threads as {@link BlockingSocket} says, and platform ones
 * by preference, since a transfer that waits holds a virtual thread's carrier.
 */
final class DescriptorSocket implements BlockingSocket {
    private static final int COPY_BYTES_MAX = 64 * 1024;

    private final SharedDescriptor descriptor;
    private final SocketAddress remoteAddress;
    private final SocketAddress localAddress;
    private final Direction reading = new Direction(SO_RCVTIMEO);
    private final Direction writing = new Direction(SO_SNDTIMEO);

    /** One direction, used by one thread at a time: where errno is kept, and the timeout set. */
    private static final class Direction {
        private final SocketCalls calls = new SocketCalls(new Posix());
        private final int timeoutOption;
        private @Nullable Duration timeout;

        Direction(int timeoutOption) {
            this.timeoutOption = timeoutOption;
        }

        /** SO_RCVTIMEO or SO_SNDTIMEO, a struct timeval; all zero is for ever. */
        void await(int fd, @Nullable Duration wanted) throws IOException {
            if (wanted == null ? timeout == null : wanted.equals(timeout)) return;
            long micros = wanted == null ? 0 : Math.max(1, wanted.toNanos() / 1_000);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment timeval = arena.allocate(ValueLayout.JAVA_LONG, 2);
                timeval.setAtIndex(
                        ValueLayout.JAVA_LONG, 0, TimeUnit.MICROSECONDS.toSeconds(micros));
                timeval.setAtIndex(ValueLayout.JAVA_LONG, 1, micros % 1_000_000);
                NativeErrors.check(calls.setsockopt(fd, SOL_SOCKET, timeoutOption, timeval));
            }
            timeout = wanted;
        }
    }

    /**
     * Takes over a connected descriptor in blocking mode.
     *
     * @throws IOException if it is not connected any more; it is closed then
     */
    DescriptorSocket(int fd) throws IOException {
        descriptor = new SharedDescriptor(fd);
        SockaddrStorage address = new SockaddrStorage();
        try {
            NativeErrors.check(reading.calls.getpeername(fd, address));
            remoteAddress = address.toSocketAddress();
            NativeErrors.check(reading.calls.getsockname(fd, address));
            localAddress = address.toSocketAddress();
        } catch (IOException e) {
            descriptor.close();
            throw e;
        }
    }

    // ---- input ----

    @Override
    public int read(ByteBuffer into, @Nullable Duration timeout) throws IOException {
        int count = receive(into, timeout, 0);
        if (count == -Errno.EAGAIN) throw late("nothing came", timeout);
        return count == 0 ? -1 : checked("read", count);
    }

    @Override
    public int tryRead(ByteBuffer into) throws IOException {
        int count = receive(into, null, MSG_DONTWAIT);
        if (count == -Errno.EAGAIN) return 0;
        return count == 0 ? -1 : checked("read", count);
    }

    /** What recv(2) returns: 0 at the end of the stream, or {@code -errno}. */
    private int receive(ByteBuffer into, @Nullable Duration timeout, int flags) throws IOException {
        ByteBuffer direct = into.isDirect() ? into : copySpace(into);
        int count;
        int fd = descriptor.enter();
        try {
            if (flags == 0) reading.await(fd, timeout);
            do {
                count = reading.calls.recv(fd, address(direct), direct.remaining(), flags);
            } while (count == -Errno.EINTR);
        } finally {
            descriptor.leave();
        }
        if (count <= 0 && descriptor.isClosed()) throw new AsynchronousCloseException();
        if (count > 0 && !into.isDirect()) {
            into.put(direct.limit(count));
        } else if (count > 0) {
            into.position(into.position() + count);
        }
        return count;
    }

    private static ByteBuffer copySpace(ByteBuffer heap) {
        return ByteBuffer.allocateDirect(Math.min(heap.remaining(), COPY_BYTES_MAX));
    }

    /** {@inheritDoc} SHUT_RD says it exactly: what has arrived is read, and then comes the end. */
    @Override
    public void endInput(BooleanSupplier isReading) throws IOException {
        shutdown(SHUT_RD);
    }

    // ---- output ----

    @Override
    public void write(ByteBuffer from, @Nullable Duration timeout) throws IOException {
        CallDeadline deadline = new CallDeadline(timeout);
        while (from.hasRemaining()) {
            ByteBuffer direct = from.isDirect() ? from : copy(from);
            int count = send(direct, deadline.left());
            if (count == -Errno.EAGAIN) throw late("nothing was sent", timeout);
            from.position(from.position() + checked("write", count));
        }
    }

    private int send(ByteBuffer direct, @Nullable Duration timeout) throws IOException {
        int count;
        int fd = descriptor.enter();
        try {
            writing.await(fd, timeout);
            do {
                count = writing.calls.send(fd, address(direct), direct.remaining(), MSG_NOSIGNAL);
            } while (count == -Errno.EINTR);
        } finally {
            descriptor.leave();
        }
        if (count < 0 && descriptor.isClosed()) throw new AsynchronousCloseException();
        return count;
    }

    private static ByteBuffer copy(ByteBuffer heap) {
        ByteBuffer direct = copySpace(heap);
        return direct.put(heap.slice(heap.position(), direct.capacity())).flip();
    }

    @Override
    public void shutdownOutput() throws IOException {
        shutdown(SHUT_WR);
    }

    // ---- both ----

    @Override
    public boolean isOpen() {
        return !descriptor.isClosed();
    }

    private void shutdown(int how) throws IOException {
        int fd = descriptor.enter();
        try {
            NativeErrors.check(
                    new SocketCalls(new Posix()).shutdown(fd, how)); // while others are in a call
        } finally {
            descriptor.leave();
        }
    }

    private static long address(ByteBuffer direct) {
        return MemorySegment.ofBuffer(direct).address();
    }

    private int checked(String call, int result) throws NetException {
        if (result >= 0) return result;
        throw NetException.of(call, Endpoint.describe(remoteAddress), NativeErrors.of(result));
    }

    private static DeadlineException late(String what, @Nullable Duration timeout) {
        long ms = timeout == null ? 0 : timeout.toMillis();
        return new DeadlineException(what + " within " + ms + " ms");
    }

    @Override
    public void resetOnClose() {
        descriptor.resetOnClose();
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
    public @Nullable UserPrincipal user() {
        if (!(localAddress instanceof UnixDomainSocketAddress)) return null;
        try {
            int fd = descriptor.enter();
            try {
                return PeerUser.of(Ucred.ofPeer(new SocketCalls(new Posix()), fd));
            } finally {
                descriptor.leave();
            }
        } catch (IOException closed) {
            return null;
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
