package io.fairlead.server.worker;

import static io.fairlead.posix.FileConstants.F_DUPFD_CLOEXEC;
import static io.fairlead.posix.SocketConstants.AF_UNIX;
import static io.fairlead.posix.SocketConstants.MSG_CMSG_CLOEXEC;
import static io.fairlead.posix.SocketConstants.MSG_NOSIGNAL;
import static io.fairlead.posix.SocketConstants.SCM_RIGHTS;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_SEQPACKET;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.process.ProcessConstants.RLIMIT_NOFILE;

import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.message.Cmsg;
import io.fairlead.posix.message.MessageCalls;
import io.fairlead.posix.message.Msghdr;
import io.fairlead.posix.process.Rlimits;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * One end of the private socket between a server and a worker process: messages with their
 * boundaries (SOCK_SEQPACKET, unix(7)), each with a descriptor or without. One thread sends and one
 * receives at a time.
 */
public final class ControlSocket implements AutoCloseable {
    static final int MESSAGE_BYTES_MAX = 32 * 1024;

    /** Where a worker process finds its end. */
    public static final int WORKER_FD = 3;

    private static final int NONE = -1;

    /** Descriptors that are not given to connections. */
    private static final int RESERVE = 16;

    private final int fd;
    private final MessageCalls sending = new MessageCalls(new Posix());
    private final Posix receiver = new Posix();
    private final MessageCalls receiving = new MessageCalls(receiver);
    private final Descriptors received = new Descriptors(receiver);
    private final Rlimits limits = new Rlimits(receiver);
    private final Msghdr outbound = new Msghdr(1, Cmsg.space(Integer.BYTES));
    private final Msghdr inbound = new Msghdr(1, Cmsg.space(Integer.BYTES));
    private final ByteBuffer outboundBytes = ByteBuffer.allocateDirect(MESSAGE_BYTES_MAX);
    private final ByteBuffer inboundBytes = ByteBuffer.allocateDirect(MESSAGE_BYTES_MAX);
    private int passed = NONE;
    private boolean closed;

    public ControlSocket(int fd) {
        this.fd = fd;
    }

    /** Two ends that are connected, as descriptors that no child inherits. */
    public static int[] pair() throws IOException {
        SocketCalls calls = new SocketCalls(new Posix());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment two = arena.allocate(ValueLayout.JAVA_INT, 2);
            NativeErrors.check(calls.socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, two));
            return two.toArray(ValueLayout.JAVA_INT);
        }
    }

    public int fd() {
        return fd;
    }

    /**
     * Sends one message.
     *
     * @param descriptor of which the other side gets a copy; below 0 for none
     * @param flags MSG_DONTWAIT, or 0
     * @return 0 or more, or {@code -errno}
     */
    public int send(byte[] message, int descriptor, int flags) {
        outboundBytes.clear().put(message);
        outbound.piece(0, MemorySegment.ofBuffer(outboundBytes.rewind()).address(), message.length);
        Cmsg control = outbound.pieces(1).control().clear();
        if (descriptor >= 0) control.putRights(descriptor);
        outbound.toConnected();
        int result;
        do {
            result = sending.sendmsg(fd, outbound, flags | MSG_NOSIGNAL);
        } while (result == -Errno.EINTR);
        return result;
    }

    /**
     * Receives one message, for {@link #message} and {@link #takeDescriptor}.
     *
     * <p>A descriptor that nobody took from the message before is closed, and so is each that comes
     * beside another.
     *
     * @param flags MSG_DONTWAIT, or 0
     * @return its bytes; 0 when the other side has closed; or {@code -errno}
     */
    public int receive(int flags) {
        closePassed();
        inbound.piece(0, MemorySegment.ofBuffer(inboundBytes.clear()).address(), MESSAGE_BYTES_MAX);
        inbound.pieces(1).forReceiving();
        int result;
        do {
            result = receiving.recvmsg(fd, inbound, flags | MSG_CMSG_CLOEXEC);
        } while (result == -Errno.EINTR);
        if (result < 0) return result;
        inbound.received();
        keepOneDescriptor(inbound.control()); // of an empty message, too, which looks like an end
        if (result > 0) inboundBytes.limit(result);
        return result;
    }

    /** Where there is room for one the kernel may pass two: control messages are rounded up. */
    private void keepOneDescriptor(Cmsg control) {
        while (control.next()) {
            if (!control.is(SOL_SOCKET, SCM_RIGHTS)) continue;
            for (int descriptor : control.rights()) {
                closePassed();
                passed = descriptor;
            }
        }
    }

    private void closePassed() {
        if (passed >= 0) received.close(takeDescriptor());
    }

    /**
     * Why a descriptor that was sent cannot be used: it did not come (MSG_CTRUNC), as this process
     * or the machine is at its limit; or it is one of the last, without which the service that it
     * is for could open nothing, not even load a class. Then it is closed.
     *
     * @return errno; 0 if it can be used
     */
    int whyNot(int descriptor) {
        if (descriptor < 0) return whyNone();
        if (limits.getrlimit(RLIMIT_NOFILE) < 0) return 0;
        long most = limits.current();
        if (most == Rlimits.RLIM_INFINITY) return 0;
        if (descriptor < most - Math.min(RESERVE, most / 4)) return 0;
        received.close(descriptor);
        return Errno.EMFILE;
    }

    private int whyNone() {
        int copy = received.fcntl(fd, F_DUPFD_CLOEXEC, 0);
        if (copy < 0) return -copy;
        received.close(copy);
        return Errno.EMFILE; // one has become free since
    }

    /** The bytes of the message received last; copied. */
    public byte[] message() {
        byte[] copy = new byte[inboundBytes.limit()];
        inboundBytes.get(0, copy);
        return copy;
    }

    /** The descriptor that came with the last message, now the caller's to close; or below 0. */
    public int takeDescriptor() {
        int taken = passed;
        passed = NONE;
        return taken;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        closePassed();
        received.close(fd);
    }
}
