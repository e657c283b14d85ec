package io.fairlead.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A run of bytes, filled at the tail and drained at the head; memory is borrowed from a {@link
 * Slab} only while there are bytes.
 *
 * <pre>
 *   | drained | scanned, no frame yet | not scanned | space    |
 *   0      head                    scanned         tail     capacity
 * </pre>
 *
 * <p>Belongs to one thread at a time. Invariant: {@code 0 <= head <= scanned <= tail <= capacity}.
 * The bytes between head and tail move only in {@link #reserve}, and never while they are pinned.
 */
public final class IoBuffer {
    private final Slab slab;
    private @Nullable Frame frame; // made when one is taken: most buffers to be sent have none
    private @Nullable Chunk chunk;
    private int head;
    private int scanned;
    private int tail;
    private boolean pinned;

    /** An empty buffer, which holds no memory yet. */
    public IoBuffer(Slab slab) {
        this.slab = slab;
    }

    // ---- what is in it ----

    /** Bytes held. */
    public int size() {
        return tail - head;
    }

    /** The byte {@code index} places after the oldest one held. */
    public byte byteAt(int index) {
        assert index >= 0 && index < size() : index + " of " + size();
        return memory().get(JAVA_BYTE, head + index);
    }

    /** The two bytes from {@code index}, the first the higher, as 0 to 65,535. */
    public int shortAt(int index) {
        return (int) unsignedAt(index, Short.BYTES, ByteOrder.BIG_ENDIAN);
    }

    /** The {@code bytes} bytes, 1 to 8, from {@code index} as an unsigned number. */
    public long unsignedAt(int index, int bytes, ByteOrder order) {
        assert index >= 0 && index + bytes <= size() : index + " of " + size();
        return Bytes.unsigned(memory(), head + index, bytes, order);
    }

    /** A copy of the {@code count} bytes from {@code index}. */
    public byte[] bytes(int index, int count) {
        checkHeld((long) index + count);
        byte[] copy = new byte[count];
        MemorySegment.copy(memory(), JAVA_BYTE, (long) head + index, copy, 0, count);
        return copy;
    }

    /** Offset of the first {@code wanted} at or after {@code from}; {@link #size} if none. */
    public int indexOf(byte wanted, int from) {
        if (tail == head) return 0;
        return (int) (Bytes.indexOf(memory(), head + from, tail, wanted) - head);
    }

    /** Offset of the first byte that no codec has looked at. */
    public int scanned() {
        return scanned - head;
    }

    /** Notes that the bytes before {@code offset} need not be looked at again. */
    public void scannedTo(int offset) {
        assert offset >= 0 && offset <= size() : offset + " of " + size();
        scanned = head + offset;
    }

    // ---- taking out ----

    /**
     * Takes {@code skip} + {@code length} + {@code trailer} bytes out, and shows the middle part.
     *
     * @return a view that is valid until the next call of {@code take}, {@link #expireFrame},
     *     {@link #reserve} or {@link #release}; always the same object
     */
    public Frame take(int skip, int length, int trailer) {
        if (skip < 0 || length < 0 || trailer < 0) {
            throw new IndexOutOfBoundsException(skip + ", " + length + ", " + trailer);
        }
        checkHeld((long) skip + length + trailer);
        if (frame == null) frame = new Frame();
        Frame view = frame;
        view.pointAt(memory(), head + skip, length);
        drain(skip + length + trailer);
        return view;
    }

    /** Codecs are written by others: one that asks for too much must not get another's bytes. */
    private void checkHeld(long count) {
        if (count >= 0 && count <= size()) return;
        throw new IndexOutOfBoundsException(count + " bytes of " + size());
    }

    /** Ends the validity of the frame taken last. */
    public void expireFrame() {
        if (frame != null) frame.expire();
    }

    /** Drops the oldest {@code count} bytes. */
    public void drain(int count) {
        checkHeld(count);
        head += count;
        scanned = Math.max(scanned, head);
    }

    /** Gives the memory back if nothing is held and nothing is lent to the kernel. */
    public void releaseIfEmpty() {
        if (head == tail && !pinned) release();
    }

    /** Drops what is held and gives the memory back. */
    public void release() {
        assert !pinned : "the kernel still has these bytes";
        expireFrame();
        head = 0;
        scanned = 0;
        tail = 0;
        Chunk returned = chunk;
        chunk = null;
        if (returned != null) slab.takeBack(returned);
    }

    // ---- putting in ----

    /** True if {@code count} bytes can be appended without {@link #reserve}. */
    public boolean hasRoom(int count) {
        return chunk != null && chunk.capacity() - tail >= count;
    }

    /**
     * Makes room for {@code count} more bytes in one piece, moving what is held if need be. A first
     * chunk of the smallest size may come from the slab's reserve.
     *
     * @return false if the slab cannot lend that much now; nothing has changed then
     */
    public boolean reserve(int count) {
        if (hasRoom(count)) return true;
        if (pinned) return false;
        if (chunk != null && chunk.capacity() - size() >= count) {
            moveTo(chunk);
            return true;
        }
        if (count > Integer.MAX_VALUE - size()) return false;
        Chunk smaller = chunk;
        boolean first = smaller == null && count <= Slab.CHUNK_BYTES_MIN;
        Chunk larger = first ? slab.lend(count) : slab.lendMore(size() + count);
        if (larger == null) return false;
        if (smaller == null) {
            chunk = larger;
        } else {
            moveTo(larger);
            slab.takeBack(smaller);
        }
        return true;
    }

    /**
     * As {@link #reserve(int)}, with room for what comes after it, too, if the slab can lend that.
     */
    public boolean reserve(int count, int betterCount) {
        return reserve(Math.max(count, betterCount)) || reserve(count);
    }

    /**
     * Makes room for the next read: {@code firstBytes} when nothing is held yet, later at least a
     * quarter of the memory. Growing by four moves a long frame at the cost of a third of it. When
     * the slab cannot lend so much, the smallest chunk or what is left of the memory will do.
     *
     * @return false if nothing is left and the slab cannot lend now; nothing has changed then
     */
    public boolean reserveForRead(int firstBytes) {
        if (chunk == null) return reserve(firstBytes) || reserve(1);
        return reserve(chunk.capacity() / 4) || reserve(1);
    }

    private void moveTo(Chunk target) {
        expireFrame();
        int size = size();
        MemorySegment.copy(memory(), head, target.memory, 0, size);
        target.plainTo = chunk().plainTo - head;
        scanned -= head;
        head = 0;
        tail = size;
        chunk = target;
    }

    /** The space after the tail, to be filled by a read; {@link #reserve} comes first. */
    public ByteBuffer space() {
        ByteBuffer buffer = chunk().buffer;
        return buffer.limit(buffer.capacity()).position(tail);
    }

    /** Notes that {@code count} bytes were written into {@link #space}. */
    public void commit(int count) {
        assert count >= 0 && hasRoom(count) : count + " bytes";
        tail += count;
    }

    /** Appends {@code bytes}; {@link #reserve} comes first. */
    public void put(Frame bytes) {
        assert hasRoom(bytes.size());
        bytes.copyTo(memory(), tail);
        tail += bytes.size();
    }

    /** Appends one byte; {@link #reserve} comes first. */
    public void put(byte value) {
        memory().set(JAVA_BYTE, tail, value);
        tail++;
    }

    /** Appends the lowest {@code bytes} bytes, 1 to 8, of {@code value}; reserve comes first. */
    public void putUnsigned(long value, int bytes, ByteOrder order) {
        assert hasRoom(bytes);
        Bytes.setUnsigned(memory(), tail, bytes, order, value);
        tail += bytes;
    }

    /** Drops all but the oldest {@code size} bytes: takes back what was put last. */
    public void cutTo(int size) {
        checkHeld(size);
        tail = head + size;
        scanned = Math.min(scanned, tail);
        if (chunk != null) chunk.plainTo = Math.min(chunk.plainTo, tail);
    }

    /** Overwrites {@code bytes} bytes, 1 to 8, from {@code index}, which must not be pinned. */
    public void setUnsigned(int index, long value, int bytes, ByteOrder order) {
        assert index >= 0 && index + bytes <= size() : index + " of " + size();
        Bytes.setUnsigned(memory(), head + index, bytes, order, value);
    }

    // ---- lending to the kernel ----

    /** Lends out the bytes held, to be sent; they stay where they are until {@link #unpin}. */
    public ByteBuffer pin() {
        assert !pinned;
        pinned = true;
        ByteBuffer buffer = chunk().buffer;
        return buffer.limit(tail).position(head);
    }

    /** Ends the lending and drops the {@code count} bytes that were sent. */
    public void unpin(int count) {
        assert pinned;
        pinned = false;
        drain(count);
    }

    // ---- for this package ----

    /** The memory the bytes are in, from {@link #start} on; for searches. */
    MemorySegment backing() {
        return memory();
    }

    /** Offset of the oldest byte in {@link #backing}. */
    long start() {
        return head;
    }

    /** True if no byte of the first {@code length} is {@code special}, always the same byte. */
    boolean isPlain(int length, byte special) {
        return head + length <= chunk().plainTo(head + length, head, tail, special);
    }

    /** True if the invariant holds: for tests and asserts, after each step. */
    boolean keepsLaw() {
        int capacity = chunk == null ? 0 : chunk.capacity();
        return 0 <= head && head <= scanned && scanned <= tail && tail <= capacity;
    }

    private MemorySegment memory() {
        return chunk().memory;
    }

    private Chunk chunk() {
        Chunk current = chunk;
        if (current == null) throw new IllegalStateException("an empty buffer has no memory");
        return current;
    }
}
