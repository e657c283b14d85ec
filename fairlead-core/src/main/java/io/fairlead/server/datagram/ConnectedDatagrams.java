package io.fairlead.server.datagram;

import static io.fairlead.posix.SocketConstants.MSG_DONTWAIT;
import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;

import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import io.fairlead.server.loop.LoopInput;
import io.fairlead.server.loop.Readiness;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connected datagram socket as a bare descriptor. */
final class ConnectedDatagrams implements ConnectedSocket {
    private final Calls calls;
    private final int fd;
    private final InetSocketAddress remoteAddress;
    private final InetSocketAddress localAddress;
    private final LoopInput input;

    /** What all such sockets of one loop share. Belongs to the loop's thread. */
    static final class Calls {
        private static final int DATAGRAM_BYTES_MAX = 64 * 1024;

        private final Posix posix = new Posix();
        private final SocketCalls sockets = new SocketCalls(posix);
        private final Descriptors descriptors = new Descriptors(posix);
        private @Nullable ByteBuffer copy;

        /** The same bytes, where the kernel can find them. */
        private ByteBuffer direct(ByteBuffer datagram) {
            if (datagram.isDirect()) return datagram;
            if (copy == null) copy = ByteBuffer.allocateDirect(DATAGRAM_BYTES_MAX);
            return copy.clear().put(datagram).flip();
        }
    }

    /**
     * @throws IOException if it cannot be had; nothing is left open
     */
    ConnectedDatagrams(ConnectTarget to, Readiness readiness, Calls calls) throws IOException {
        this.calls = calls;
        fd = to.openDatagramDescriptor();
        remoteAddress = Objects.requireNonNull(to.address());
        SockaddrStorage own = new SockaddrStorage();
        calls.sockets.getsockname(fd, own);
        localAddress = (InetSocketAddress) own.toSocketAddress();
        input = readiness.input(fd);
    }

    @Override
    public LoopInput input() {
        return input;
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
        int count;
        do {
            count = calls.sockets.recv(fd, address(into), into.remaining(), MSG_DONTWAIT);
        } while (count == -Errno.EINTR);
        return count == -Errno.EAGAIN ? -1 : NativeErrors.check(count);
    }

    @Override
    public boolean send(ByteBuffer datagram) throws IOException {
        ByteBuffer bytes = calls.direct(datagram);
        int result;
        do {
            result =
                    calls.sockets.send(
                            fd, address(bytes), bytes.remaining(), MSG_DONTWAIT | MSG_NOSIGNAL);
        } while (result == -Errno.EINTR);
        if (result == -Errno.EAGAIN || result == -Errno.ENOBUFS) return false;
        NativeErrors.check(result);
        return true;
    }

    private static long address(ByteBuffer buffer) {
        return MemorySegment.ofBuffer(buffer).address();
    }

    @Override
    public boolean sendsFromAnyThread() {
        return false; // the number may be another socket's by then
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void close() {
        input.close();
        calls.descriptors.close(fd);
    }
}
