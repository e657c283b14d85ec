package io.fairlead.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The payload of one frame: a run of bytes.
 *
 * <p>A frame handed to a service is a view into the connection's receive buffer, and is valid only
 * until the call returns; later use throws {@link IllegalStateException}. To keep it, {@link #copy}
 * it. Frames made by {@code of} and {@code copy} stay valid and may be shared between threads.
 */
public final class Frame {
    private @Nullable MemorySegment memory;
    private long offset;
    private int size;
    private @Nullable Object attachment;

    /** A view that does not look at anything yet; the buffer that owns it points it. */
    Frame() {}

    /** A frame of the UTF-8 bytes of {@code text}. */
    public static Frame of(String text) {
        return of(text.getBytes(UTF_8));
    }

    /** A frame of {@code bytes}, which are not copied and must not change. */
    public static Frame of(byte[] bytes) {
        return new Frame().pointAt(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /** A frame of what remains in {@code bytes}, which is not copied and must not change. */
    public static Frame of(ByteBuffer bytes) {
        return new Frame().pointAt(MemorySegment.ofBuffer(bytes), 0, bytes.remaining());
    }

    Frame pointAt(MemorySegment memory, long offset, int size) {
        this.memory = memory;
        this.offset = offset;
        this.size = size;
        return this;
    }

    /** Makes later use fail, rather than read bytes that have become somebody else's. */
    void expire() {
        memory = null;
        if (attachment != null) attachment = null; // a store is not free for a garbage collector
    }

    /** Bytes in the frame; 0 is a valid frame. */
    public int size() {
        checkedMemory();
        return size;
    }

    /**
     * The byte at {@code index}.
     *
     * @throws IndexOutOfBoundsException if {@code index} is not below {@link #size}
     */
    public byte byteAt(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("byte " + index + " of a frame of " + size);
        }
        return checkedMemory().get(JAVA_BYTE, offset + index);
    }

    /** The bytes as UTF-8 text; each malformed sequence becomes U+FFFD. */
    public String text() {
        return new String(bytes(), UTF_8);
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        byte[] copy = new byte[size];
        MemorySegment.copy(checkedMemory(), JAVA_BYTE, offset, copy, 0, size);
        return copy;
    }

    /** The bytes as a read-only buffer, without a copy; valid as long as the frame. */
    public ByteBuffer buffer() {
        return memory().asByteBuffer();
    }

    /** The bytes as a read-only segment, without a copy; valid as long as the frame. */
    public MemorySegment memory() {
        return checkedMemory().asSlice(offset, size).asReadOnly();
    }

    /**
     * The bytes as they are, without a copy, to be changed in place and sent on; valid as long as
     * the frame. Until {@code onFrame} returns, the bytes of its frame are the service's own; those
     * of a frame made by {@code of} are its maker's.
     */
    public MemorySegment writableMemory() {
        return checkedMemory().asSlice(offset, size);
    }

    /** A frame of the same bytes, and with the same attachment, that stays valid. */
    public Frame copy() {
        return of(bytes()).attach(attachment);
    }

    /**
     * Has an object go with the bytes: what a codec has made of them while it looked for their end.
     * It may outlive the frame, so it must not refer to the buffer. To be called before others have
     * the frame.
     *
     * @return this
     */
    public Frame attach(@Nullable Object found) {
        attachment = found;
        return this;
    }

    /** What the codec has attached, so that nobody reads the bytes again; null if nothing. */
    public @Nullable Object attachment() {
        checkedMemory();
        return attachment;
    }

    /**
     * The {@link #attachment()}, as what it is known to be; null if there is none.
     *
     * @throws ClassCastException if it is not a {@code type}
     */
    public <T> @Nullable T attachment(Class<T> type) {
        return type.cast(attachment());
    }

    /** True if {@code other} has the same bytes. */
    public boolean contentEquals(Frame other) {
        return size == other.size
                && MemorySegment.mismatch(
                                checkedMemory(),
                                offset,
                                offset + size,
                                other.checkedMemory(),
                                other.offset,
                                other.offset + size)
                        < 0;
    }

    /** Copies all bytes to {@code target} at {@code targetOffset}, without allocating. */
    void copyTo(MemorySegment target, long targetOffset) {
        MemorySegment.copy(checkedMemory(), offset, target, targetOffset, size);
    }

    /** Offset of the first {@code wanted} at or after {@code from}; the size if there is none. */
    int indexOf(byte wanted, int from) {
        long end = offset + size;
        return (int) (Bytes.indexOf(checkedMemory(), offset + from, end, wanted) - offset);
    }

    /** The memory the bytes are in, from {@link #start} on; for searches, without allocating. */
    MemorySegment backing() {
        return checkedMemory();
    }

    /** Offset of the first byte in {@link #backing}. */
    long start() {
        return offset;
    }

    private MemorySegment checkedMemory() {
        MemorySegment current = memory;
        if (current == null) {
            throw new IllegalStateException(
                    "this frame was valid only until onFrame returned; keep a frame.copy()");
        }
        return current;
    }

    /** A short description, without the bytes, which may be hostile or secret. */
    @Override
    public String toString() {
        return memory == null ? "expired frame" : "frame of " + size + " bytes";
    }
}
