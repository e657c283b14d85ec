package io.fairlead.connection;

import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.fairlead.net.Endpoint;
import io.fairlead.net.Membership;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.net.socket.UnixDatagramDescriptor;
import io.fairlead.net.text.Durations;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SockaddrUn;
import io.fairlead.posix.SocketCalls;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Datagrams over a Unix-domain socket that is a bare descriptor: java.nio has none. */
public final class DatagramDescriptor implements DatagramTransport {
    private static final int BYTES_MAX = 64 * 1024;
    private static final int WAIT_MS = 100;
    private static final long NS_PER_MS = 1_000_000;
    private static final long FULL_NS = NS_PER_MS;

    private final UnixDatagramDescriptor socket;
    private final SharedDescriptor shared;
    private final boolean connected;
    private final Side sending = new Side();
    private final Side receiving = new Side();
    private final SockaddrStorage from = new SockaddrStorage();

    /** What one of the two threads needs for its calls. */
    private static final class Side {
        final Posix posix = new Posix();
        final SocketCalls calls = new SocketCalls(posix);
        final Poll poll = new Poll(posix);
        final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES_MAX);
        final long address = MemorySegment.ofBuffer(bytes).address();
    }

    private DatagramDescriptor(UnixDatagramDescriptor socket, boolean connected) {
        this.socket = socket;
        shared = new SharedDescriptor(socket.fd());
        this.connected = connected;
    }

    /**
     * Opens a socket for datagrams to and from {@code endpoint}. It has a name that the system
     * picks, so that the other end can answer. Sends nothing.
     *
     * @throws NetException if nobody has bound the endpoint (ECONNREFUSED, ENOENT), it is one for
     *     streams (EPROTOTYPE), or native calls cannot be made here (EOPNOTSUPP)
     * @throws IllegalArgumentException if the endpoint is not a Unix-domain one
     */
    public static DatagramDescriptor connect(Endpoint endpoint) throws NetException {
        return new DatagramDescriptor(UnixDatagramDescriptor.connected(endpoint), true);
    }

    /**
     * Binds {@code endpoint}, for datagrams of anybody. The file of a path gets mode 0600, and goes
     * with this socket.
     *
     * @throws NetException if that fails; nothing is left open
     * @throws IllegalArgumentException if the endpoint is not a Unix-domain one
     */
    public static DatagramDescriptor bind(Endpoint endpoint) throws NetException {
        return new DatagramDescriptor(UnixDatagramDescriptor.bound(endpoint), false);
    }

    /** What it is connected to, or what is bound. */
    public Endpoint endpoint() {
        return socket.endpoint();
    }

    /** Waits while the receiver's queue is full. */
    @Override
    public void send(ByteBuffer payload, @Nullable SocketAddress to) throws NetException {
        if (to == null) {
            if (!connected) {
                throw new IllegalStateException(
                        socket.endpoint()
                                + " is bound, and connected to nobody: name who is to get it");
            }
            send(payload, new SockaddrStorage(SockaddrUn.unnamed()), socket.endpoint().toString());
            return;
        }
        if (connected && !to.toString().equals(socket.endpoint().path())) {
            throw new IllegalStateException(
                    "the socket is connected to "
                            + socket.endpoint()
                            + ", and sends to nobody else; bind one");
        }
        if (to.toString().isEmpty()) throw unnamed();
        send(payload, new SockaddrStorage(SockaddrUn.of(to.toString())), Endpoint.describe(to));
    }

    private NetException unnamed() {
        return new NetException(
                "sendto",
                socket.endpoint(),
                "EINVAL",
                "the sender's socket has no name, so it cannot be answered; it has to bind one",
                null);
    }

    private void send(ByteBuffer payload, SockaddrStorage to, String place) throws NetException {
        int bytes = payload.remaining();
        if (bytes > BYTES_MAX) throw failed("send", -Errno.EMSGSIZE, place);
        sending.bytes.clear().put(payload);
        int fd = enter("send");
        try {
            int result;
            do {
                result = sendOnce(fd, bytes, to);
            } while (isToRepeat(result) && awaitRoom(fd));
            if (result < 0) throw failed("send", result, place);
        } finally {
            shared.leave();
        }
    }

    private int sendOnce(int fd, int bytes, SockaddrStorage to) {
        return connected
                ? sending.calls.send(fd, sending.address, bytes, MSG_NOSIGNAL)
                : sending.calls.sendto(fd, sending.address, bytes, MSG_NOSIGNAL, to);
    }

    private static boolean isToRepeat(int result) {
        return result == -Errno.EAGAIN || result == -Errno.EINTR;
    }

    /** The queue of whoever is not connected to cannot be watched. */
    private boolean awaitRoom(int fd) {
        if (connected) {
            int _ = sending.poll.poll(fd, Poll.POLLOUT, WAIT_MS);
        } else {
            LockSupport.parkNanos(this, FULL_NS);
        }
        return !shared.isClosed();
    }

    @Override
    public ByteBuffer receive(@Nullable Duration timeout) throws NetException {
        String place = socket.endpoint().toString();
        long endNs = timeout == null ? 0 : System.nanoTime() + NANOSECONDS.convert(timeout);
        int fd = enter("recv");
        try {
            while (true) {
                int waitMs = timeout == null ? -1 : millisUntil(endNs);
                int ready = receiving.poll.poll(fd, Poll.POLLIN, waitMs);
                if (shared.isClosed()) throw closed("recv");
                if (ready == 0 && timeout != null && millisUntil(endNs) == 0) throw late(timeout);
                int count = receiving.calls.recvfrom(fd, receiving.address, BYTES_MAX, 0, from);
                if (count >= 0) return receiving.bytes.clear().limit(count);
                if (!isToRepeat(count)) throw failed("recv", count, place);
            }
        } finally {
            shared.leave();
        }
    }

    /** Rounded up, so that nobody gives up too soon; 0 when the time is over. */
    private static int millisUntil(long endNs) {
        long leftNs = endNs - System.nanoTime();
        return leftNs <= 0 ? 0 : (int) Math.min(leftNs / NS_PER_MS + 1, Integer.MAX_VALUE);
    }

    private NetException late(Duration timeout) {
        return new NetException(
                "recv",
                socket.endpoint(),
                "ETIMEDOUT",
                "no datagram came within "
                        + Durations.text(timeout)
                        + "; the other end has sent none: ask it again, or wait longer",
                null);
    }

    @Override
    public SocketAddress sender() {
        return from.length() == 0
                ? SockaddrUn.unnamed().toPath()
                : ((SockaddrUn) from.get()).toPath();
    }

    @Override
    public void join(Membership membership) {
        throw DatagramTransport.joinsNone();
    }

    @Override
    public void leave(Membership membership) {
        throw DatagramTransport.joinsNone();
    }

    @Override
    public int receiveBufferBytes() {
        return 0; // none is lost, however small it is
    }

    private static NetException failed(String call, int result, String place) {
        return NetException.of(call, place, NativeErrors.of(result));
    }

    private NetException closed(String call) {
        return NetException.of(call, socket.endpoint(), new ClosedChannelException());
    }

    /** This end's name, as a path or {@code @name}. */
    @Override
    public SocketAddress localAddress() {
        return socket.localAddress();
    }

    private int enter(String call) throws NetException {
        try {
            return shared.enter();
        } catch (AsynchronousCloseException e) {
            throw closed(call);
        }
    }

    /** The file goes first: nobody finds the socket any more, whoever still waits at it. */
    @Override
    public void close() throws NetException {
        try {
            socket.unlink();
        } finally {
            shared.close();
        }
    }
}
