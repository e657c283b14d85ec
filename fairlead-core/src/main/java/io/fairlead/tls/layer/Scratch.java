package io.fairlead.tls.layer;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Memory for one record, on both sides of the engine; of use for one call, and then for another
 * connection. On the heap: the JDK's ciphers take twice as long over direct memory.
 */
final class Scratch implements AutoCloseable {
    /** A record of {@code getPacketBufferSize}, 16,709 bytes, or the plain text of one. */
    private static final int BYTES = 17 * 1024;

    private static final int KEPT = 16;
    private static final AtomicReferenceArray<@Nullable Scratch> FREE =
            new AtomicReferenceArray<>(KEPT);

    final ByteBuffer cipher = ByteBuffer.allocate(BYTES);
    final ByteBuffer plain = ByteBuffer.allocate(BYTES);

    private Scratch() {}

    /** Lends one, whose buffers are clear, until it is closed. */
    static Scratch lend() {
        // Mostly a thread finds the one it has given back.
        Scratch own = FREE.getAndSet(place(), null);
        if (own == null) return new Scratch();
        own.cipher.clear();
        own.plain.clear();
        return own;
    }

    private static int place() {
        return (int) (Thread.currentThread().threadId() % KEPT);
    }

    @Override
    public void close() {
        FREE.set(place(), this);
    }
}
