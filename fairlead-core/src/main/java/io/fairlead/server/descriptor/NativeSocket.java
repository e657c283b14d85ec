package io.fairlead.server.descriptor;

import static io.fairlead.posix.SocketConstants.MSG_DONTWAIT;
import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;
import static io.fairlead.posix.SocketConstants.SHUT_WR;

import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Linger;
import io.fairlead.posix.Ucred;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.PeerUser;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** A socket as a bare descriptor; belongs to its loop's thread. */
public class NativeSocket implements LoopSocket {
    final NativeCalls calls;
    private final SocketAddress remoteAddress;
    private final SocketAddress localAddress;
    private final @Nullable Ucred peer;
    private int fd;

    public NativeSocket(int fd, NativeCalls calls, SocketAddress remote, SocketAddress local) {
        this.fd = fd;
        this.calls = calls;
        remoteAddress = remote;
        localAddress = local;
        // Asked now: later, on another thread, the number may be another socket's.
        boolean unix = local instanceof UnixDomainSocketAddress;
        peer = unix ? Ucred.ofPeer(calls.sockets, fd) : null;
    }

    public final int fd() {
        return fd;
    }

    @Override
    public boolean finishConnect() throws IOException {
        NativeErrors.check(-NativeErrors.check(calls.pendingError(fd)));
        return calls.isConnected(fd);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count;
        do {
            count = calls.sockets.recv(fd, address(into), into.remaining(), MSG_DONTWAIT);
        } while (count == -Errno.EINTR);
        if (count > 0) return count;
        if (count == 0) return -1; // the end of the stream, as channels say it
        return orWouldBlock(count);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int count;
        do {
            count =
                    calls.sockets.send(
                            fd, address(from), from.remaining(), MSG_DONTWAIT | MSG_NOSIGNAL);
        } while (count == -Errno.EINTR);
        if (count < 0) return orWouldBlock(count);
        from.position(from.position() + count);
        return count;
    }

    /** Where the next byte of {@code buffer} is. */
    protected static long address(ByteBuffer buffer) {
        return MemorySegment.ofBuffer(buffer).address();
    }

    private static int orWouldBlock(int result) throws IOException {
        if (result == -Errno.EAGAIN) return 0;
        throw NativeErrors.of(result);
    }

    @Override
    public final void shutdownOutput() throws IOException {
        NativeErrors.check(calls.sockets.shutdown(fd, SHUT_WR));
    }

    @Override
    public void resetOnClose() {
        Linger.set(calls.sockets, fd, 0);
    }

    @Override
    public final SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public final SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public final @Nullable UserPrincipal user() {
        return PeerUser.of(peer);
    }

    @Override
    public void close() {
        if (fd < 0) return;
        calls.descriptors.close(fd);
        fd = -1;
    }
}
