package io.fairlead.session;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way in: received, and not yet taken as frames. Belongs to the thread that
 * receives.
 */
final class Inbox {
    private Codec codec;
    private final IoBuffer buffer;
    private final int readBytesMax;
    private int readBytes = ReadSize.FIRST;
    private boolean begun;

    Inbox(Terms terms, int readBytesMax) {
        this.readBytesMax = readBytesMax;
        codec = terms.codec();
        buffer = new IoBuffer(terms.slab());
    }

    /** Cuts with another codec from the next frame on. */
    void codec(Codec next) {
        codec = next;
    }

    /** Space for the next read; null if no memory can be had at this moment. */
    @Nullable ByteBuffer space() {
        return buffer.reserveForRead(readBytes) ? buffer.space() : null;
    }

    /** As {@link #space()}, for at least {@code bytes}. */
    @Nullable ByteBuffer space(int bytes) {
        return buffer.reserve(bytes) ? buffer.space() : null;
    }

    /** Takes in what was read into {@link #space}. */
    void received(int count) {
        buffer.commit(count);
        readBytes = ReadSize.after(readBytes, count, buffer, readBytesMax);
    }

    /**
     * The next frame, valid until {@link #frameServed}; null if more bytes are needed.
     *
     * @param ended true if no more will come
     */
    @Nullable Frame next(boolean ended) throws FrameException {
        if (!begun) codec.checkBeginning(buffer);
        int before = buffer.size();
        Frame frame = before == 0 ? null : codec.decode(buffer);
        if (frame == null && ended) frame = codec.decodeEnd(buffer);
        if (frame == null) return null;
        begun = true;
        if (buffer.size() < before) return frame;
        // The same frame would come for ever.
        throw new IllegalStateException("codec: a frame that takes no byte out of the buffer");
    }

    void frameServed() {
        buffer.expireFrame();
    }

    boolean isEmpty() {
        return buffer.size() == 0;
    }

    /** Returns the memory if it holds nothing. */
    void releaseIfEmpty() {
        buffer.releaseIfEmpty();
    }

    /** Drops what was received. */
    void release() {
        buffer.release();
    }
}
