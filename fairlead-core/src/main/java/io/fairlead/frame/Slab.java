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

    private final long bytesMax;
    private final ReentrantLock lending = new ReentrantLock();
    // Guarded by lending.
    private final List<ArrayDeque<Chunk>> free = new ArrayList<>(CLASSES);
    private long bytesHeld;
    private long bytesLent;

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
        int sizeClass = sizeClass(bytes);
        if (sizeClass >= CLASSES) return null;
        lending.lock();
        try {
            Chunk chunk = free.get(sizeClass).pollLast();
            if (chunk == null) chunk = allocate(sizeClass);
            if (chunk != null) bytesLent += chunk.capacity();
            return chunk;
        } finally {
            lending.unlock();
        }
    }

    void takeBack(Chunk chunk) {
        lending.lock();
        try {
            bytesLent -= chunk.capacity();
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

    /** Most bytes held at a time. */
    public long bytesMax() {
        return bytesMax;
    }

    private @Nullable Chunk allocate(int sizeClass) {
        int bytes = classBytes(sizeClass);
        for (int other = CLASSES - 1; other >= 0 && bytesHeld + bytes > bytesMax; other--) {
            dropFree(other, bytes);
        }
        if (bytesHeld + bytes > bytesMax) return null;
        try {
            Chunk chunk = new Chunk(sizeClass);
            bytesHeld += bytes;
            return chunk;
        } catch (OutOfMemoryError e) {
            return null; // -XX:MaxDirectMemorySize is lower than bytesMax: the lower one counts
        }
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
