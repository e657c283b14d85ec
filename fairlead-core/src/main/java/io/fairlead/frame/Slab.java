package io.fairlead.frame;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The memory that all buffers of one server share: lends chunks, takes them back, and never holds
 * more than a stated total.
 *
 * <p>Safe for any thread. Chunks come in classes of 4 KiB, 16 KiB, 64 KiB and so on by four; the
 * one returned last is lent first, because it is warm in the processor's cache. Chunks are direct
 * buffers: the kernel can be handed their address, and they leave with the garbage collector.
 */
public final class Slab {
    /** The smallest chunk, in bytes. */
    public static final int CHUNK_BYTES_MIN = 4 * 1024;

    private static final int CLASSES = 10;

    private final ReentrantLock lending = new ReentrantLock();
    // Guarded by lending.
    private final List<ArrayDeque<Chunk>> free = new ArrayList<>(CLASSES);
    private long bytesHeld;
    private long bytesLent;
    private long bytesMax;
    private volatile boolean scarce;

    /** A piece of memory, seen as a segment and as a buffer over the same bytes. */
    static final class Chunk {
        final MemorySegment memory;
        final ByteBuffer buffer;
        final int sizeClass;

        private Chunk(int sizeClass) {
            this.sizeClass = sizeClass;
            buffer = ByteBuffer.allocateDirect(classBytes(sizeClass));
            memory = MemorySegment.ofBuffer(buffer);
        }

        int capacity() {
            return buffer.capacity();
        }
    }

    /**
     * @param bytesMax most bytes held at a time, lent and free together
     */
    public Slab(long bytesMax) {
        this.bytesMax = bytesMax;
        for (int i = 0; i < CLASSES; i++) free.add(new ArrayDeque<>());
    }

    /** Lends a chunk of at least {@code bytes}, or null when the total does not allow it now. */
    @Nullable Chunk lend(int bytes) {
        return lend(bytes, false);
    }

    /**
     * As {@link #lend}, for what grows as long as its peer sends. A quarter of the total is out of
     * its reach: peers that begin frames and do not end them leave that to first reads and answers.
     */
    @Nullable Chunk lendToGrow(int bytes) {
        return lend(bytes, true);
    }

    private @Nullable Chunk lend(int bytes, boolean grows) {
        int sizeClass = sizeClass(bytes);
        if (sizeClass >= CLASSES) return null;
        lending.lock();
        try {
            if (grows && bytesLent + classBytes(sizeClass) > scarceBytes()) return null;
            Chunk chunk = free.get(sizeClass).pollLast();
            if (chunk == null && !makeRoom(classBytes(sizeClass))) return null;
            lent(classBytes(sizeClass));
            if (chunk != null) return chunk;
            bytesHeld += classBytes(sizeClass);
        } finally {
            lending.unlock();
        }
        return allocate(sizeClass);
    }

    /** Makes a chunk that is counted already; without the lock, since the JDK may take its time. */
    private @Nullable Chunk allocate(int sizeClass) {
        try {
            return new Chunk(sizeClass);
        } catch (OutOfMemoryError e) {
            lending.lock();
            try {
                // -XX:MaxDirectMemorySize is lower than bytesMax, and the lower one counts. The JDK
                // tries for half a second before it says so: it is not asked again.
                bytesHeld -= classBytes(sizeClass);
                lent(-classBytes(sizeClass));
                bytesMax = Math.max(CHUNK_BYTES_MIN, Math.min(bytesMax, bytesHeld));
            } finally {
                lending.unlock();
            }
            return null;
        }
    }

    private void lent(int bytes) {
        bytesLent += bytes;
        scarce = bytesLent > scarceBytes();
    }

    private long scarceBytes() {
        return bytesMax - bytesMax / 4;
    }

    void takeBack(Chunk chunk) {
        lending.lock();
        try {
            lent(-chunk.capacity());
            free.get(chunk.sizeClass).addLast(chunk);
        } finally {
            lending.unlock();
        }
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

    /** True while more than three quarters are lent: nobody should then keep much. */
    public boolean isScarce() {
        return scarce;
    }

    /** Most bytes held at a time; less than was asked for if the JVM has less. */
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

    private static int classBytes(int sizeClass) {
        return CHUNK_BYTES_MIN << (2 * sizeClass);
    }

    private static int sizeClass(int bytes) {
        int sizeClass = 0;
        while (sizeClass < CLASSES && classBytes(sizeClass) < bytes) sizeClass++;
        return sizeClass;
    }
}
