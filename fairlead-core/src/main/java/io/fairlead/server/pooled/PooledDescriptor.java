package io.fairlead.server.pooled;

import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;
import static io.fairlead.posix.SocketConstants.MSG_PEEK;
import static io.fairlead.posix.SocketConstants.SHUT_WR;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrUn;
import io.fairlead.posix.Ucred;
import io.fairlead.server.blocking.BlockingSocket;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.PeerUser;
import io.fairlead.server.watch.DeadlineWheel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * The calls on a connection's descriptor that never wait, and what they tell about its input. For
 * the thread of the loop, and the virtual threads that it carries.
 */
abstract class PooledDescriptor extends DeadlineWheel.Entry implements LoopSocket {
    final PooledLoop loop;
    final int fd;
    private final Sockaddr remote;
    private final Sockaddr local;
    private final @Nullable Ucred peer;

    /** There may be input: epoll said so, and no read has found that there is none. */
    boolean readable;

    /** Only EAGAIN tells that all has been read: a short read does not. */
    boolean exact;

    /** The input ends after what has arrived. */
    boolean inputOver;

    /** The connection is lost: what has arrived may still be read. */
    volatile boolean lost;

    /** Whoever waits for input is to look what else there is to do. */
    volatile boolean woken;

    /** The virtual thread that serves the connection now. */
    volatile @Nullable Thread owner;

    volatile boolean closed;
    private boolean refused;

    PooledDescriptor(PooledLoop loop, int fd, Sockaddr remote, Sockaddr local, boolean exact) {
        this.loop = loop;
        this.fd = fd;
        this.remote = remote;
        this.local = local;
        this.exact = exact;
        // Asked now: later, on another thread, the number may be another socket's.
        peer = local instanceof SockaddrUn ? Ucred.ofPeer(loop.calls(), fd) : null;
    }

    @Override
    public final @Nullable UserPrincipal user() {
        return PeerUser.of(peer);
    }

    /** True in a thread that may make the calls. */
    final boolean isHere() {
        Thread current = Thread.currentThread();
        return current.equals(owner) || loop.thread().isCurrent();
    }

    /** The connection was accepted only to be told that there is no place. */
    final void refuse() {
        refused = true;
    }

    final boolean isRefused() {
        return refused;
    }

    final void checkInterrupted() throws IOException {
        if (!Thread.currentThread().isInterrupted()) return;
        close(); // as channels do
        throw new ClosedByInterruptException();
    }

    /** As {@link BlockingSocket#hasInput}. */
    public final boolean hasInput() throws IOException {
        checkOpen();
        if (woken) {
            woken = false;
            return true;
        }
        return readable || inputOver;
    }

    /** As {@link BlockingSocket#isLost}. */
    public final boolean isLost() {
        return lost;
    }

    /** Asks the kernel whether there is input. */
    final boolean peeks() {
        long one = address(loop.scratch());
        readable = loop.calls().recv(fd, one, 1, MSG_PEEK) != -Errno.EAGAIN;
        return readable;
    }

    @Override
    public final int read(ByteBuffer into) throws IOException {
        checkOpen();
        ByteBuffer direct = into.isDirect() ? into : loop.scratch();
        int asked = Math.min(into.remaining(), direct.remaining());
        int count;
        do {
            count = loop.calls().recv(fd, address(direct), asked, 0);
        } while (count == -Errno.EINTR);
        if (count < 0) return nothingRead(count);
        if (count == 0) return -1; // the end of the stream, as channels say it
        if (count < asked && !exact) readable = false;
        if (into.isDirect()) {
            into.position(into.position() + count);
        } else {
            into.put(direct.limit(count));
        }
        return count;
    }

    private int nothingRead(int result) throws IOException {
        if (result != -Errno.EAGAIN) throw failed("read", result);
        readable = false;
        return inputOver ? -1 : 0;
    }

    @Override
    public final int write(ByteBuffer from) throws IOException {
        checkOpen();
        ByteBuffer direct = from;
        if (!from.isDirect()) {
            direct = loop.scratch();
            int bytes = Math.min(from.remaining(), direct.remaining());
            direct.put(from.slice(from.position(), bytes)).flip();
        }
        int count;
        do {
            count = loop.calls().send(fd, address(direct), direct.remaining(), MSG_NOSIGNAL);
        } while (count == -Errno.EINTR);
        if (count == -Errno.EAGAIN) return 0;
        if (count < 0) throw failed("write", count);
        from.position(from.position() + count);
        return count;
    }

    final int shutdown() throws IOException {
        checkOpen();
        int result = loop.calls().shutdown(fd, SHUT_WR);
        if (result < 0) throw failed("shutdown", result);
        return result;
    }

    private static long address(ByteBuffer buffer) {
        return MemorySegment.ofBuffer(buffer).address();
    }

    private IOException failed(String call, int result) {
        return NetException.of(call, Endpoint.describe(remoteAddress()), NativeErrors.of(result));
    }

    @Override
    public final SocketAddress remoteAddress() {
        return remote.toSocketAddress();
    }

    @Override
    public final SocketAddress localAddress() {
        return local.toSocketAddress();
    }

    final void checkOpen() throws IOException {
        if (closed) throw new AsynchronousCloseException();
    }
}
