package io.fairlead.posix.diag;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.SocketConstants;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Asks the kernel for all its sockets of one kind: a dump over sock_diag(7), netlink(7). Serves one
 * thread at a time, that of its {@link Posix}.
 *
 * <pre>
 *   open(); dump(request, bytes); while (next() &gt; 0) ... answer(), offset(), bytes()
 *
 *   struct nlmsghdr   0       4     6      8     12    16
 *                     | len   |type |flags | seq | pid | payload ... padded to 4
 * </pre>
 *
 * The kernel makes the answer while it is read, so a call waits for nobody.
 */
public final class NetlinkDiag implements AutoCloseable {
    public static final int HEADER_BYTES = 16;
    public static final int TYPE = 4;
    public static final int FLAGS = 6;
    static final int SEQ = 8;

    /** The kernel puts at most 32 KiB of messages into one answer. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private static final int REQUEST_BYTES_MAX = 128;

    private final SocketCalls sockets;
    private final Descriptors descriptors;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment request = arena.allocate(REQUEST_BYTES_MAX, Long.BYTES);
    private final MemorySegment memory = arena.allocate(BUFFER_BYTES, Long.BYTES);

    // Tens of thousands of sockets are read through this: without the optimising compiler a buffer
    // is much faster than a segment.
    private final ByteBuffer answer = memory.asByteBuffer().order(ByteOrder.nativeOrder());
    private int fd = -1;
    private int sequence;
    private int filled;
    private int at;
    private int following;
    private boolean interrupted;

    public NetlinkDiag(Posix posix) {
        sockets = new SocketCalls(posix);
        descriptors = new Descriptors(posix);
    }

    /** socket(2): 0, or {@code -errno} where the kernel or a sandbox has no sock_diag. */
    public int open() {
        int type = SocketConstants.SOCK_RAW | SocketConstants.SOCK_CLOEXEC;
        int result =
                sockets.socket(SocketConstants.AF_NETLINK, type, DiagConstants.NETLINK_SOCK_DIAG);
        fd = result;
        return Math.min(result, 0);
    }

    /** Where the payload of a request is written, before {@link #dump}. */
    public MemorySegment request() {
        return request.asSlice(HEADER_BYTES);
    }

    /** send(2): asks for a dump by {@code bytes} of payload; what was not read is given up. */
    public int dump(int bytes) {
        int length = HEADER_BYTES + bytes;
        sequence++;
        filled = 0;
        following = 0;
        interrupted = false;
        request.set(JAVA_INT, 0, length);
        request.set(JAVA_SHORT, TYPE, (short) DiagConstants.SOCK_DIAG_BY_FAMILY);
        int flags = DiagConstants.NLM_F_REQUEST | DiagConstants.NLM_F_DUMP;
        request.set(JAVA_SHORT, FLAGS, (short) flags);
        request.set(JAVA_INT, SEQ, sequence);
        return Math.min(sockets.send(fd, request.address(), length, 0), 0);
    }

    /** Goes to the next socket: 1 when there is one, 0 at the end, or {@code -errno}. */
    public int next() {
        while (true) {
            if (following >= filled) {
                int result = receive();
                if (result < 0) {
                    return result;
                }
            }
            at = following;
            int length = answer.getInt(at);
            if (length < HEADER_BYTES || length > filled - at) {
                return -Errno.EBADMSG;
            }
            following = at + (length + 3 & -4);
            if (answer.getInt(at + SEQ) == sequence) {
                return meaning();
            }
        }
    }

    private int receive() {
        int result = sockets.recv(fd, memory.address(), BUFFER_BYTES, 0);
        filled = Math.max(result, 0);
        following = 0;
        return result == 0 ? -Errno.EBADMSG : result;
    }

    private int meaning() {
        short flags = answer.getShort(at + FLAGS);
        interrupted |= (flags & DiagConstants.NLM_F_DUMP_INTR) != 0;
        return switch (answer.getShort(at + TYPE)) {
            case DiagConstants.NLMSG_DONE -> 0;
            // struct nlmsgerr begins with the negative errno
            case DiagConstants.NLMSG_ERROR -> answer.getInt(offset());
            default -> 1;
        };
    }

    /** Whether sockets changed so much meanwhile that some may be missing or doubled. */
    public boolean isInterrupted() {
        return interrupted;
    }

    /** What holds the message, until the next call of {@link #next}; in native byte order. */
    public ByteBuffer answer() {
        return answer;
    }

    /** Where the payload of the message begins. */
    public int offset() {
        return at + HEADER_BYTES;
    }

    /** How many bytes of payload the message has. */
    public int bytes() {
        return answer.getInt(at) - HEADER_BYTES;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            descriptors.close(fd);
            fd = -1;
        }
        arena.close();
    }
}
