package io.fairlead.frame;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A piece of memory, seen as a segment and as a buffer over the same bytes. */
final class Chunk {
    final MemorySegment memory;
    final ByteBuffer buffer;
    final int sizeClass;

    /**
     * Up to where its borrower has found no special byte; not in IoBuffer, to keep idle ones small.
     */
    int plainTo;

    Chunk(int sizeClass) {
        this.sizeClass = sizeClass;
        buffer = ByteBuffer.allocateDirect(Slab.classBytes(sizeClass));
        memory = MemorySegment.ofBuffer(buffer);
    }

    int capacity() {
        return buffer.capacity();
    }

    /**
     * Up to where no byte is {@code special}, from {@code head} on, if that may be before {@code
     * end}: looked for once in all that has come, and not in each small frame again.
     */
    int plainTo(int end, int head, int tail, byte special) {
        if (end > plainTo) {
            plainTo = (int) Bytes.indexOf(memory, Math.max(head, plainTo), tail, special);
        }
        return plainTo;
    }
}
