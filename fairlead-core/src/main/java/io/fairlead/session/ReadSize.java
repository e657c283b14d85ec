package io.fairlead.session;

import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;

/**
 * How much to read at a time: as much as the peer needs, little for a line, more for a bulk
 * transfer.
 */
public final class ReadSize {
    /** For the first read, in bytes. */
    public static final int FIRST = Slab.CHUNK_BYTES_MIN;

    private ReadSize() {}

    /**
     * The size of the next read.
     *
     * @param before the size of this one
     * @param count what it brought
     * @param into has it already
     * @param max the largest
     */
    public static int after(int before, int count, IoBuffer into, int max) {
        if (!into.hasRoom(1) && before < max) return before * 4;
        return count < before / 16 ? FIRST : before;
    }
}
