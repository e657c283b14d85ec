package io.fairlead.posix.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.fairlead.posix.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Buffers that the kernel takes one of when it has something to put in: a provided-buffer ring,
 * io_uring_register(2). So a connection that waits for bytes holds no memory. Serves the thread of
 * its {@link IoUring}.
 *
 * <pre>
 *   all in the ring ──a completion names one──▶ the caller's ──giveBack──▶ at the ring's tail
 *
 *   struct io_uring_buf    0    8   12  14   16
 *                          |addr|len|bid|resv|     resv of the first one is the tail
 * </pre>
 */
public final class BufferRing {
    static final int BUF_BYTES = 16;
    static final int BUF_LEN = 8;
    static final int BUF_ID = 12;
    static final int TAIL = 14;
    static final int REG_BYTES = 40;
    static final int REG_ENTRIES = 8;
    static final int REG_GROUP = 12;

    private static final int COUNT_MAX = 32_768;
    private static final MethodHandle GETPAGESIZE = Libc.uncaught("getpagesize", JAVA_INT);
    private static final VarHandle SHORT = JAVA_SHORT.varHandle();

    private final int group;
    private final int count;
    private final int bytesEach;
    private final MemorySegment entries;
    private final MemorySegment memory;
    private final int registered;
    private int tail;

    /**
     * Allocates the buffers and gives all of them to the kernel; see {@link #registered}.
     *
     * @param group a number for it in the ring, 0 to 65535
     * @param count how many buffers, a power of two up to 32,768
     * @param bytesEach the size of each
     */
    public BufferRing(IoUring uring, int group, int count, int bytesEach) {
        if (Integer.bitCount(count) != 1 || count > COUNT_MAX) {
            throw new IllegalArgumentException("a power of two up to 32,768, not " + count);
        }
        this.group = group;
        this.count = count;
        this.bytesEach = bytesEach;
        // Not freed by hand: who holds the ring holds the memory that the kernel may write to.
        int page = pageBytes();
        entries = Arena.ofAuto().allocate((long) BUF_BYTES * count, page);
        memory = Arena.ofAuto().allocate((long) bytesEach * count, page);
        registered = register(uring);
        for (int id = 0; id < count; id++) {
            giveBack(id);
        }
    }

    /**
     * The kernel wants the ring at the beginning of a page: of 4 KiB, or 64 on some ARM kernels.
     */
    static int pageBytes() {
        try {
            return (int) GETPAGESIZE.invokeExact();
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    private int register(IoUring uring) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment reg = arena.allocate(REG_BYTES, Long.BYTES);
            reg.set(JAVA_LONG, 0, entries.address());
            reg.set(JAVA_INT, REG_ENTRIES, count);
            reg.set(JAVA_SHORT, REG_GROUP, (short) group);
            return uring.register(IoUringConstants.IORING_REGISTER_PBUF_RING, reg.address(), 1);
        }
    }

    /** 0, or the {@code -errno} with which the kernel refused the buffers (EINVAL before 5.19). */
    public int registered() {
        return registered;
    }

    /** The number of this ring of buffers. */
    public int group() {
        return group;
    }

    /** How many buffers there are. */
    public int count() {
        return count;
    }

    /** All buffers, one after the other; that with number n begins at {@link #offset}(n). */
    public MemorySegment memory() {
        return memory;
    }

    /** The size of each buffer. */
    public int bytesEach() {
        return bytesEach;
    }

    /** Where the buffer with that number begins in {@link #memory}. */
    public long offset(int id) {
        return (long) id * bytesEach;
    }

    /** Whether a completion with these flags names a buffer. */
    public static boolean hasBuffer(int flags) {
        return (flags & IoUringConstants.IORING_CQE_F_BUFFER) != 0;
    }

    /** The number of the buffer that a completion with these flags names. */
    public static int id(int flags) {
        return flags >>> IoUringConstants.IORING_CQE_BUFFER_SHIFT;
    }

    /** Lets the kernel have a buffer again. Once for each completion that named it. */
    public void giveBack(int id) {
        long at = (long) (tail & (count - 1)) * BUF_BYTES;
        entries.set(JAVA_LONG, at, memory.address() + offset(id));
        entries.set(JAVA_INT, at + BUF_LEN, bytesEach);
        entries.set(JAVA_SHORT, at + BUF_ID, (short) id);
        tail++;
        // Release: the kernel sees the entry filled when it sees the tail.
        SHORT.setRelease(entries, (long) TAIL, (short) tail);
    }
}
