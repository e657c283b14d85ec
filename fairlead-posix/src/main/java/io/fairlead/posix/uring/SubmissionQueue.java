package io.fairlead.posix.uring;

import static io.fairlead.posix.uring.IoUringConstants.IORING_ACCEPT_MULTISHOT;
import static io.fairlead.posix.uring.IoUringConstants.IORING_ASYNC_CANCEL_ALL;
import static io.fairlead.posix.uring.IoUringConstants.IORING_ASYNC_CANCEL_FD;
import static io.fairlead.posix.uring.IoUringConstants.IORING_MSG_DATA;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OP_ACCEPT;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OP_ASYNC_CANCEL;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OP_CLOSE;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OP_CONNECT;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OP_MSG_RING;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OP_NOP;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OP_POLL_ADD;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OP_READ;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OP_RECV;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OP_RECVMSG;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OP_SEND;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OP_SENDMSG;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OP_SHUTDOWN;
import static io.fairlead.posix.uring.IoUringConstants.IORING_POLL_ADD_MULTI;
import static io.fairlead.posix.uring.IoUringConstants.IORING_RECV_MULTISHOT;
import static io.fairlead.posix.uring.IoUringConstants.IOSQE_BUFFER_SELECT;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fairlead.posix.Errno;
import io.fairlead.posix.Eventfd;
import io.fairlead.posix.SockaddrStorage;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * What the kernel is to do: the submission queue of an {@link IoUring}. Serves its thread.
 *
 * <p>Each method fills one place and returns 0; the kernel takes them all at the next {@link
 * IoUring#enter}. When every place is taken it is entered at once, and the method returns {@code
 * -errno} when that fails. Memory that a submission names must stay until its completion.
 *
 * <pre>
 *   struct io_uring_sqe
 *   0      1     2      4  8   16   24  28       32        40        42         48    64
 *   |opcode|flags|ioprio|fd|off|addr|len|op flags|user_data|buf_group|not used  |addr3|
 * </pre>
 */
public final class SubmissionQueue {
    static final VarHandle INT = JAVA_INT.varHandle();

    static final int FLAGS = 1;
    static final int IOPRIO = 2;
    static final int FD = 4;
    static final int OFF = 8;
    static final int ADDR = 16;
    static final int LEN = 24;
    static final int OP_FLAGS = 28;
    static final int USER_DATA = 32;
    static final int BUF_GROUP = 40;
    static final int ADDR3 = 48;

    private static final int NONE = -1;

    private final IoUring uring;
    private final MemorySegment ring;
    private final MemorySegment sqes;
    private final long tailAt;
    private final int mask;
    private int tail;

    /** How many the kernel has taken since the beginning, as {@link #tail} counts. */
    private int taken;

    SubmissionQueue(IoUring uring, MemorySegment params, MemorySegment ring, MemorySegment sqes) {
        this.uring = uring;
        this.ring = ring;
        this.sqes = sqes;
        tailAt = params.get(JAVA_INT, IoUringSetup.SQ_OFF + RingLayout.SQ_TAIL);
        mask =
                ring.get(
                        JAVA_INT,
                        params.get(JAVA_INT, IoUringSetup.SQ_OFF + RingLayout.SQ_RING_MASK));
        tail = ring.get(JAVA_INT, tailAt);
        taken = tail;
    }

    /** How many wait for the next {@link IoUring#enter}. */
    public int queued() {
        return tail - taken;
    }

    /** How many fit between two enters. */
    public int capacity() {
        return mask + 1;
    }

    /** Shows the kernel what is queued, and returns how many that are. */
    int publish() {
        // Release: the kernel sees the places filled when it sees the tail.
        INT.setRelease(ring, tailAt, tail);
        return tail - taken;
    }

    void taken(int count) {
        taken += count;
    }

    /** accept4(2), again and again: one completion for each connection, its descriptor. */
    public int acceptMultishot(int fd, int flags, long userData) {
        return accept(fd, flags, IORING_ACCEPT_MULTISHOT, userData);
    }

    /** accept4(2) once. */
    public int accept(int fd, int flags, long userData) {
        return accept(fd, flags, 0, userData);
    }

    private int accept(int fd, int flags, int shots, long userData) {
        long at = begin(IORING_OP_ACCEPT, shots, fd, userData);
        return at < 0 ? (int) at : target(at, 0, 0, flags);
    }

    /** connect(2); the address must stay until the completion. */
    public int connect(int fd, SockaddrStorage address, long userData) {
        long at = begin(IORING_OP_CONNECT, 0, fd, userData);
        if (at < 0) {
            return (int) at;
        }
        sqes.set(JAVA_LONG, at + OFF, address.length());
        return target(at, address.memory().address(), 0, 0);
    }

    /** recv(2) into the caller's memory. */
    public int recv(int fd, long address, int bytes, int flags, long userData) {
        long at = begin(IORING_OP_RECV, 0, fd, userData);
        return at < 0 ? (int) at : target(at, address, bytes, flags);
    }

    /** recv(2) once, into a buffer that the kernel takes from a {@link BufferRing}. */
    public int recv(int fd, BufferRing buffers, long userData) {
        long at = begin(IORING_OP_RECV, 0, fd, userData);
        return at < 0 ? (int) at : select(at, buffers);
    }

    /**
     * recv(2), again and again, each time into a buffer of a {@link BufferRing}: a completion for
     * each, until one comes without IORING_CQE_F_MORE (0 is the end; ENOBUFS: no buffer is left).
     */
    public int recvMultishot(int fd, BufferRing buffers, long userData) {
        long at = begin(IORING_OP_RECV, IORING_RECV_MULTISHOT, fd, userData);
        return at < 0 ? (int) at : select(at, buffers);
    }

    /** send(2); give MSG_NOSIGNAL, and MSG_WAITALL to have the kernel repeat short sends. */
    public int send(int fd, long address, int bytes, int flags, long userData) {
        long at = begin(IORING_OP_SEND, 0, fd, userData);
        return at < 0 ? (int) at : target(at, address, bytes, flags);
    }

    /** sendmsg(2) with the address of a struct msghdr. */
    public int sendmsg(int fd, long msghdr, int flags, long userData) {
        long at = begin(IORING_OP_SENDMSG, 0, fd, userData);
        return at < 0 ? (int) at : target(at, msghdr, 1, flags);
    }

    /** recvmsg(2) with the address of a struct msghdr. */
    public int recvmsg(int fd, long msghdr, int flags, long userData) {
        long at = begin(IORING_OP_RECVMSG, 0, fd, userData);
        return at < 0 ? (int) at : target(at, msghdr, 1, flags);
    }

    /**
     * recvmsg(2), again and again, each time into a buffer of a {@link BufferRing}, where the
     * datagram stands behind its head; see {@link RecvmsgOut}.
     *
     * @param msghdr of it only msg_namelen and msg_controllen are read: the room for them
     */
    public int recvmsgMultishot(int fd, long msghdr, BufferRing buffers, long userData) {
        long at = begin(IORING_OP_RECVMSG, IORING_RECV_MULTISHOT, fd, userData);
        if (at < 0) {
            return (int) at;
        }
        select(at, buffers);
        return target(at, msghdr, 1, 0);
    }

    /** read(2), for example of an {@link Eventfd}. */
    public int read(int fd, long address, int bytes, long userData) {
        long at = begin(IORING_OP_READ, 0, fd, userData);
        if (at < 0) {
            return (int) at;
        }
        sqes.set(JAVA_LONG, at + OFF, -1L); // no position: as read(2), not pread(2)
        return target(at, address, bytes, 0);
    }

    /** poll(2) once, with the EPOLL bits; the completion tells which are there. */
    public int pollAdd(int fd, int events, long userData) {
        return pollAdd(fd, events, 0, userData);
    }

    /** poll(2) again and again, edge-triggered. */
    public int pollMultishot(int fd, int events, long userData) {
        return pollAdd(fd, events, IORING_POLL_ADD_MULTI, userData);
    }

    private int pollAdd(int fd, int events, int shots, long userData) {
        long at = begin(IORING_OP_POLL_ADD, 0, fd, userData);
        return at < 0 ? (int) at : target(at, 0, shots, events);
    }

    /** shutdown(2). */
    public int shutdown(int fd, int how, long userData) {
        long at = begin(IORING_OP_SHUTDOWN, 0, fd, userData);
        return at < 0 ? (int) at : target(at, 0, how, 0);
    }

    /** close(2). */
    public int close(int fd, long userData) {
        long at = begin(IORING_OP_CLOSE, 0, fd, userData);
        return at < 0 ? (int) at : 0;
    }

    /** Ends the submission that was given {@code target} as its number: it completes ECANCELED. */
    public int cancel(long target, long userData) {
        long at = begin(IORING_OP_ASYNC_CANCEL, 0, NONE, userData);
        return at < 0 ? (int) at : target(at, target, 0, 0);
    }

    /** Ends all submissions for a descriptor; the result says how many. */
    public int cancelFd(int fd, long userData) {
        long at = begin(IORING_OP_ASYNC_CANCEL, 0, fd, userData);
        int flags = IORING_ASYNC_CANCEL_FD | IORING_ASYNC_CANCEL_ALL;
        return at < 0 ? (int) at : target(at, 0, 0, flags);
    }

    /**
     * Puts a completion into another ring, which may be another thread's.
     *
     * @param ringFd the other ring's descriptor
     * @param result its result there
     * @param theirs its number there
     * @param userData of the completion here
     */
    public int msgRing(int ringFd, int result, long theirs, long userData) {
        long at = begin(IORING_OP_MSG_RING, 0, ringFd, userData);
        if (at < 0) {
            return (int) at;
        }
        sqes.set(JAVA_LONG, at + OFF, theirs);
        return target(at, IORING_MSG_DATA, result, 0);
    }

    /** Nothing; completes at once. */
    public int nop(long userData) {
        long at = begin(IORING_OP_NOP, 0, NONE, userData);
        return at < 0 ? (int) at : 0;
    }

    /** Adds IOSQE_ flags to the submission that was queued last and not yet entered. */
    public void addFlags(int flags) {
        long at = (long) ((tail - 1) & mask) * RingLayout.SQE_BYTES + FLAGS;
        byte present = sqes.get(JAVA_BYTE, at);
        sqes.set(JAVA_BYTE, at, (byte) (present | flags));
    }

    /** Takes the next place, clears it and writes what every operation has; -errno when full. */
    private long begin(int opcode, int ioprio, int fd, long userData) {
        if (tail - taken > mask) {
            int result = uring.enter(0, 0);
            if (tail - taken > mask) {
                return result < 0 ? result : -Errno.EBUSY;
            }
        }
        long at = (long) (tail++ & mask) * RingLayout.SQE_BYTES;
        sqes.set(JAVA_LONG, at, opcode | (long) ioprio << 16 | (long) fd << 32);
        sqes.set(JAVA_LONG, at + OFF, 0);
        sqes.set(JAVA_LONG, at + ADDR, 0);
        sqes.set(JAVA_LONG, at + LEN, 0);
        sqes.set(JAVA_LONG, at + USER_DATA, userData);
        sqes.set(JAVA_LONG, at + BUF_GROUP, 0);
        sqes.set(JAVA_LONG, at + ADDR3, 0);
        sqes.set(JAVA_LONG, at + ADDR3 + Long.BYTES, 0);
        return at;
    }

    private int target(long at, long address, int length, int flags) {
        sqes.set(JAVA_LONG, at + ADDR, address);
        sqes.set(JAVA_INT, at + LEN, length);
        sqes.set(JAVA_INT, at + OP_FLAGS, flags);
        return 0;
    }

    private int select(long at, BufferRing buffers) {
        addFlags(IOSQE_BUFFER_SELECT);
        sqes.set(JAVA_INT, at + BUF_GROUP, buffers.group());
        return 0;
    }
}
