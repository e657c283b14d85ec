package io.fairlead.connection;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory that the kernel can be given for any buffer: a direct one is given as it is, for one on
 * the heap a direct one is kept beside. Serves one thread at a time.
 */
final class NativeMemory {
    private static final int BYTES_MAX = 64 * 1024;

    private @Nullable ByteBuffer own;

    /** Where to receive what is meant for {@code into}, of which not more than fits. */
    ByteBuffer forReading(ByteBuffer into) {
        return into.isDirect() ? into : ofOwn(into.remaining());
    }

    /** {@code count} bytes have come into what {@link #forReading} gave. */
    void read(ByteBuffer into, int count) {
        if (into.isDirect() || own == null) {
            into.position(into.position() + count);
        } else {
            into.put(own.limit(count));
        }
    }

    /** What to send of {@code from}, whose position stays. */
    ByteBuffer forWriting(ByteBuffer from) {
        if (from.isDirect()) return from;
        ByteBuffer copy = ofOwn(from.remaining());
        copy.put(from.slice(from.position(), copy.remaining()));
        return copy.flip();
    }

    private ByteBuffer ofOwn(int bytes) {
        if (own == null) own = ByteBuffer.allocateDirect(BYTES_MAX);
        return own.clear().limit(Math.min(bytes, BYTES_MAX));
    }

    static long address(ByteBuffer direct) {
        return MemorySegment.ofBuffer(direct).address();
    }
}
