package io.fairlead.load;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A run of native memory, in the three ways that its users want it. For one thread at a time. */
final class Memory {
    private static final long ALIGNMENT = 64;

    final MemorySegment segment;
    final long address;
    final int size;
    private final ByteBuffer buffer;

    Memory(int bytes) {
        segment = Arena.ofAuto().allocate(bytes, ALIGNMENT);
        address = segment.address();
        size = bytes;
        buffer = segment.asByteBuffer();
    }

    /** The bytes from {@code offset}, for a channel; always the same object. */
    ByteBuffer buffer(int offset, int bytes) {
        return buffer.limit(offset + bytes).position(offset);
    }
}
