package io.fairlead.server.loop;

import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;

import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Epoll;
import io.fairlead.posix.Errno;
import io.fairlead.posix.uring.BufferRing;
import io.fairlead.posix.uring.CompletionQueue;
import io.fairlead.server.descriptor.NativeSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose transfers the kernel makes: at most one receive, which brings buffer after buffer,
 * and one send are under way. While the ring has no buffer left, the kernel tells instead when
 * there is something to read: whoever cannot take in what has come keeps nobody else from being
 * heard. Belongs to its loop's thread.
 *
 * <p>The descriptor and the number that completions name are given up only when nothing is under
 * way any more: so no completion, and no byte, is ever taken for another connection's.
 *
 * <pre>
 *   open ──close──▶ closed, cancels what is under way ──last completion──▶ descriptor closed
 * </pre>
 */
final class RingSocket extends NativeSocket {
    private static final int NOTHING = Integer.MIN_VALUE;

    private final IoUringModel loop;
    private final RingBuffers.Chain arrived;
    private @Nullable LoopEntry stream;
    private long number;
    private boolean inputWanted;
    private boolean receiving;
    private boolean asking; // whether there is input, instead of receiving
    private boolean readable; // or writable, if it connects
    private boolean connecting;
    private boolean polling;
    private boolean lost;
    private boolean cancelling;
    private boolean sending;
    private boolean queued;
    private boolean closed;
    private boolean gone;

    /** How receiving ended, until that is told: 0 by the peer's FIN, otherwise -errno. */
    private int inputEnd = NOTHING;

    /** How the last send ended, until that is told. */
    private int sent = NOTHING;

    RingSocket(IoUringModel loop, int fd, SocketAddress remote, SocketAddress local) {
        super(fd, loop.calls(), remote, local);
        this.loop = loop;
        arrived = loop.buffers().new Chain();
    }

    // ---- what is asked of the kernel ----

    /** Connects or receives for {@code entry} from now on; completions say {@code number}. */
    void begin(LoopEntry entry, long number, boolean connects) {
        stream = entry;
        this.number = number;
        connecting = connects;
        asking = connects;
        if (connects) {
            loop.submissions().pollAdd(fd(), Epoll.EPOLLOUT, number | IoUringModel.READABLE);
        } else {
            watchInput(true);
        }
    }

    /** Receives for {@code connected} from now on. */
    void connected(LoopEntry connected) {
        stream = connected;
        watchInput(true);
    }

    /** Begins or stops receiving. */
    void watchInput(boolean wanted) {
        inputWanted = wanted;
        if (!wanted) {
            cancelReceive();
            loop.watchLossSoon(this);
            return;
        }
        if (!receiving && !asking) loop.receiveSoon(this);
        if (hasArrived()) makeReady();
    }

    /** Receives, if that is still wanted. */
    void receive() {
        if (!inputWanted || receiving || asking || closed || inputEnd != NOTHING) return;
        if (loop.buffers().hasFree()) {
            loop.submissions()
                    .recvMultishot(fd(), loop.buffers().ring(), number | IoUringModel.RECEIVED);
            receiving = true;
        } else {
            loop.submissions().pollAdd(fd(), Epoll.EPOLLIN, number | IoUringModel.READABLE);
            asking = true;
        }
    }

    /**
     * Has the kernel tell of a reset, as long as nothing is received that would. That is asked for
     * once for a connection, and only of one from which nothing is wanted at the end of a turn.
     */
    void watchLoss() {
        if (inputWanted || polling || lost || closed) return;
        polling = true;
        loop.submissions().pollMultishot(fd(), Epoll.EPOLLERR, number | IoUringModel.LOST);
    }

    private void cancelReceive() {
        if (cancelling || !(receiving || asking)) return;
        cancelling = true;
        int operation = receiving ? IoUringModel.RECEIVED : IoUringModel.READABLE;
        loop.submissions().cancel(number | operation, IoUringModel.IGNORED);
    }

    @Override
    public boolean hasArrived() {
        return !arrived.isEmpty() || inputEnd != NOTHING;
    }

    @Override
    public boolean mustRead() {
        return !arrived.isEmpty() && loop.buffers().isScarce();
    }

    @Override
    public void catchUp() {
        loop.catchUp();
        tellSent();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (receiving && !hasArrived()) loop.catchUp();
        if (!arrived.isEmpty()) return arrived.read(into);
        // Nothing is on its way to us: whatever this finds comes next in the stream.
        if (inputEnd == NOTHING) return super.read(into);
        int end = inputEnd;
        inputEnd = NOTHING;
        inputWanted = false;
        loop.watchLossSoon(this);
        NativeErrors.check(end);
        return -1;
    }

    @Override
    public int write(ByteBuffer from) {
        loop.submissions()
                .send(
                        fd(),
                        address(from),
                        from.remaining(),
                        MSG_NOSIGNAL,
                        number | IoUringModel.SENT);
        sending = true;
        return UNDER_WAY;
    }

    // ---- what the kernel has done ----

    /** A completion of the receive: bytes, the end, or an error. */
    void received(int result, int flags) {
        receiving = CompletionQueue.more(flags);
        if (BufferRing.hasBuffer(flags)) take(BufferRing.id(flags), result);
        if (RingBuffers.endInput(result)) inputEnd = result;
        if (closed) {
            closeIfIdle();
            return;
        }
        if (!receiving) {
            cancelling = false;
            loop.receiveSoon(this);
        }
        if (hasArrived()) makeReady();
    }

    /** There is something to read, or that is not to be told any more. */
    void readable() {
        asking = false;
        cancelling = false;
        if (closed) {
            closeIfIdle();
        } else {
            readable = inputWanted || connecting;
            makeReady();
        }
    }

    private void take(int id, int size) {
        if (size > 0 && !closed) {
            arrived.add(id, size);
        } else {
            loop.buffers().ring().giveBack(id);
        }
    }

    /** A completion of the watch for a loss; the end of input, which it tells, too, is none. */
    void polled(int result, int flags) {
        polling = CompletionQueue.more(flags);
        if (closed) {
            closeIfIdle();
            return;
        }
        lost |= result > 0 && (result & Epoll.EPOLLERR) != 0;
        if (lost) {
            makeReady();
        } else if (!polling) {
            loop.watchLossSoon(this);
        }
    }

    /** The completion of a send. */
    void sent(int result) {
        sending = false;
        sent = result == -Errno.EINTR ? 0 : result;
        if (closed) {
            tellSent();
            closeIfIdle();
        } else {
            makeReady();
        }
    }

    private void makeReady() {
        if (queued) return;
        queued = true;
        loop.ready(this);
    }

    /** Tells the stream what has been done since it was told last. */
    void tell() {
        queued = false;
        tellSent();
        if (stream == null || closed) return;
        if (connecting) {
            connecting = false;
            readable = false;
            stream.onWritable();
        } else if (!inputWanted && (lost || isResetUntold())) {
            stream.onLost();
        } else if (hasArrived() || readable) {
            readable = false;
            stream.onReadable();
            if (hasArrived() && inputWanted) makeReady(); // it has had its turn
        }
        if (inputWanted && !receiving && !asking && !closed) loop.receiveSoon(this);
    }

    private boolean isResetUntold() {
        return inputEnd < 0 && inputEnd != NOTHING;
    }

    private void tellSent() {
        if (sent == NOTHING || stream == null) return;
        int result = sent;
        sent = NOTHING;
        stream.onSent(result);
    }

    // ---- the end ----

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        arrived.clear();
        tellSent();
        cancelReceive();
        if (sending) loop.submissions().cancel(number | IoUringModel.SENT, IoUringModel.IGNORED);
        if (polling) loop.submissions().cancel(number | IoUringModel.LOST, IoUringModel.IGNORED);
        closeIfIdle();
    }

    private void closeIfIdle() {
        if (receiving || asking || sending || polling || gone) return;
        gone = true; // once: its slot and its place in the count are given back here
        if (stream != null) loop.remove(this);
        super.close();
    }

    /** What completions say, but for the operation. */
    long number() {
        return number;
    }

    /** True if a completion that says {@code completed} is for this socket. */
    boolean is(long completed) {
        return (completed & ~IoUringModel.OPERATION) == number;
    }
}
