package io.fairlead.frame;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory that all buffers of one server share: lends chunks, takes them back, and never holds
 * more than a stated total.
 *
 * <pre>
 *   0                         3/4 of that    total - reserve        total
 *   ├─ any chunk ──────────────┼─ scarce ─────┼─ first chunks only ──┤
 * </pre>
 *
 * <p>The reserve is for the first, smallest chunk of each buffer: whoever fills the rest with half
 * frames and unread answers leaves the others enough to read a line and to answer it.
 *
 * <p>Safe for any thread. Chunks come in classes of 4 KiB, 16 KiB, 64 KiB and so on by four; the
 * one returned last is lent first, because it is warm in the processor's cache. Chunks are direct
 * buffers: the kernel can be handed their address, and they leave with the garbage collector.
 */
public final class Slab {
    /** The smallest chunk, in bytes. */
    public static final int CHUNK_BYTES_MIN = 4 * 1024;

    private static final int CLASSES = 10;
    private static final long RETRY_NS_MIN = TimeUnit.SECONDS.toNanos(10);
    private static final long RETRY_NS_MAX = TimeUnit.MINUTES.toNanos(10);

    private final long bytesAllowed;
    private final long reserveBytes;
    private final ReentrantLock lending = new ReentrantLock();
    // Guarded by lending.
    private final List<ArrayDeque<Chunk>> free = new ArrayList<>(CLASSES);
    private long bytesHeld;
    private long bytesLent;
    private long bytesMax;
    private long retryNs;
    private long retryWaitNs = RETRY_NS_MIN;
    private boolean isShort;
    private long refusals;
    private volatile boolean scarce;
    private volatile @Nullable Shortage shortage;
    private volatile @Nullable BooleanSupplier refusal;

    /** Gets to know that memory is short, in the thread that found it so. */
    public interface Shortage {
        /** A buffer was refused memory, the first since there was enough. */
        void began();

        /**
         * Half of the memory is free again.
         *
         * @param refusals how often a buffer was refused memory meanwhile
         */
        void ended(long refusals);
    }

    /**
     * @param bytesMax most bytes held at a time, lent and free together
     */
    public Slab(long bytesMax) {
        this(bytesMax, 0);
    }

    /**
     * @param bytesMax most bytes held at a time, lent and free together
     * @param reserveBytes of these, for the first chunks of buffers; at most half of them
     */
    public Slab(long bytesMax, long reserveBytes) {
        bytesAllowed = bytesMax;
        this.bytesMax = bytesMax;
        this.reserveBytes = reserveBytes;
        for (int i = 0; i < CLASSES; i++) free.add(new ArrayDeque<>());
    }

    /** Whom to tell of a shortage from now on. */
    public void watch(Shortage watcher) {
        shortage = watcher;
    }

    /** Has {@code refusal} asked before anything is lent: true refuses it. For tests. */
    public void refuseWhen(BooleanSupplier refusal) {
        this.refusal = refusal;
    }

    /** Lends a chunk of at least {@code bytes}, or null when the total does not allow it now. */
    @Nullable Chunk lend(int bytes) {
        return lend(bytes, false);
    }

    /** As {@link #lend(int)}, but leaves the reserve to others. */
    @Nullable Chunk lendMore(int bytes) {
        return lend(bytes, true);
    }

    private @Nullable Chunk lend(int bytes, boolean keepsReserve) {
        int sizeClass = sizeClass(bytes);
        if (sizeClass >= CLASSES) return null;
        Chunk chunk = null;
        boolean lends;
        boolean begins = false;
        lending.lock();
        try {
            lends = allows(classBytes(sizeClass), keepsReserve);
            if (lends) {
                chunk = free.get(sizeClass).pollLast();
                lends = chunk != null || makeRoom(classBytes(sizeClass));
            }
            if (lends) {
                lent(classBytes(sizeClass));
                if (chunk == null) bytesHeld += classBytes(sizeClass);
            } else {
                begins = refused();
            }
        } finally {
            lending.unlock();
        }
        if (chunk == null && lends) return allocate(sizeClass);
        if (begins) tellBegan();
        return chunk;
    }

    private void tellBegan() {
        Shortage watcher = shortage;
        if (watcher != null) watcher.began();
    }

    private boolean allows(int bytes, boolean keepsReserve) {
        BooleanSupplier asked = refusal;
        if (asked != null && asked.getAsBoolean()) return false;
        if (bytesMax < bytesAllowed) tryAllAgain(bytes);
        long left = keepsReserve ? reserve() : 0;
        return bytesLent + bytes <= bytesMax - left;
    }

    private long reserve() {
        return Math.min(reserveBytes, bytesMax / 2);
    }

    /** The JVM had less than was asked for, some time ago: perhaps it has more now. */
    private void tryAllAgain(int bytes) {
        if (bytesLent + bytes <= bytesMax || System.nanoTime() - retryNs < 0) return;
        bytesMax = Math.min(bytesAllowed, bytesHeld + bytes);
    }

    /** True if this is the first refusal since there was enough. */
    private boolean refused() {
        refusals++;
        boolean first = !isShort;
        isShort = true;
        return first;
    }

    /** Makes a chunk that is counted already; without the lock, since the JDK may take its time. */
    private @Nullable Chunk allocate(int sizeClass) {
        try {
            return new Chunk(sizeClass);
        } catch (OutOfMemoryError e) {
            boolean begins;
            lending.lock();
            try {
                // -XX:MaxDirectMemorySize is lower than bytesMax, or others have their part of it.
                // The JDK tries for half a second before it says so: it is not asked again soon.
                bytesHeld -= classBytes(sizeClass);
                lent(-classBytes(sizeClass));
                bytesMax = Math.max(CHUNK_BYTES_MIN, Math.min(bytesMax, bytesHeld));
                retryNs = System.nanoTime() + retryWaitNs;
                retryWaitNs = Math.min(2 * retryWaitNs, RETRY_NS_MAX);
                begins = refused();
            } finally {
                lending.unlock();
            }
            if (begins) tellBegan();
            return null;
        }
    }

    private void lent(int bytes) {
        bytesLent += bytes;
        long most = bytesMax - reserve();
        scarce = bytesLent > most - most / 4;
    }

    void takeBack(Chunk chunk) {
        long refused = -1;
        lending.lock();
        try {
            lent(-chunk.capacity());
            chunk.plainTo = 0;
            free.get(chunk.sizeClass).addLast(chunk);
            if (isShort && bytesLent <= (bytesMax - reserve()) / 2) {
                isShort = false;
                retryWaitNs = RETRY_NS_MIN;
                refused = refusals;
                refusals = 0;
            }
        } finally {
            lending.unlock();
        }
        Shortage watcher = shortage;
        if (refused >= 0 && watcher != null) watcher.ended(refused);
    }

    /** Bytes lent at this moment; 0 when every connection is idle or gone. */
    public long bytesLent() {
        lending.lock();
        try {
            return bytesLent;
        } finally {
            lending.unlock();
        }
    }

    /** Whether a buffer would be lent so much now, as its first memory or as more of it. */
    public boolean wouldLend(int bytes, boolean first) {
        int sizeClass = sizeClass(bytes);
        if (sizeClass >= CLASSES) return false;
        lending.lock();
        try {
            return allows(classBytes(sizeClass), !first || sizeClass > 0);
        } finally {
            lending.unlock();
        }
    }

    /** True while more than three quarters of what anybody may have are lent. */
    public boolean isScarce() {
        return scarce;
    }

    /** Most bytes held at a time; less than was asked for while the JVM has less. */
    public long bytesMax() {
        lending.lock();
        try {
            return bytesMax;
        } finally {
            lending.unlock();
        }
    }

    private boolean makeRoom(int bytes) {
        for (int other = CLASSES - 1; other >= 0 && bytesHeld + bytes > bytesMax; other--) {
            dropFree(other, bytes);
        }
        return bytesHeld + bytes <= bytesMax;
    }

    /** Lets go of free chunks of another class, so that memory does not get stuck in one class. */
    private void dropFree(int sizeClass, int bytesWanted) {
        ArrayDeque<Chunk> chunks = free.get(sizeClass);
        while (bytesHeld + bytesWanted > bytesMax && !chunks.isEmpty()) {
            bytesHeld -= chunks.removeFirst().capacity();
        }
    }

    static int classBytes(int sizeClass) {
        return CHUNK_BYTES_MIN << (2 * sizeClass);
    }

    private static int sizeClass(int bytes) {
        int sizeClass = 0;
        while (sizeClass < CLASSES && classBytes(sizeClass) < bytes) sizeClass++;
        return sizeClass;
    }
}
