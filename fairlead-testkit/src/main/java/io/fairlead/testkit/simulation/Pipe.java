package io.fairlead.testkit.simulation;

import java.nio.ByteBuffer;

/**
 * The bytes of one direction of a connection: those that travel, and behind them those that have
 * arrived and are not read yet.
 *
 * <pre>
 *   read ── unread ── arrived ── under way ── written
 * </pre>
 */
final class Pipe {
    private static final int FIRST_BYTES = 256;

    private final int bytesMax; // what the two kernels keep
    private byte[] ring = new byte[FIRST_BYTES];
    private long read;
    private long arrived;
    private long written;

    /** When the newest piece arrives: no later one does before that. */
    long lastNs;

    Pipe(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    int room() {
        return (int) (bytesMax - (written - read));
    }

    int unread() {
        return (int) (arrived - read);
    }

    long written() {
        return written;
    }

    long arrived() {
        return arrived;
    }

    /** Takes {@code count} bytes; there is room. */
    void write(ByteBuffer from, int count) {
        int kept = (int) (written - read);
        if (kept + count > ring.length) grow(kept + count);
        int mask = ring.length - 1;
        int at = (int) (written & mask);
        int first = Math.min(count, ring.length - at);
        from.get(ring, at, first);
        if (first < count) from.get(ring, 0, count - first);
        written += count;
    }

    private void grow(int bytes) {
        byte[] larger = new byte[Math.max(2 * ring.length, Integer.highestOneBit(bytes - 1) << 1)];
        for (long i = read; i < written; i++) {
            larger[(int) (i & (larger.length - 1))] = ring[(int) (i & (ring.length - 1))];
        }
        ring = larger;
    }

    /** Everything up to the byte {@code to} has arrived. */
    void arrive(long to) {
        arrived = Math.max(arrived, to);
    }

    /** Reads {@code count} bytes, which have arrived. */
    void read(ByteBuffer into, int count) {
        int at = (int) (read & (ring.length - 1));
        int first = Math.min(count, ring.length - at);
        into.put(ring, at, first);
        if (first < count) into.put(ring, 0, count - first);
        read += count;
    }

    /** The bytes from {@code from} to {@code to}, of which none has been read. */
    byte[] bytes(long from, long to) {
        byte[] bytes = new byte[(int) (to - from)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = ring[(int) ((from + i) & (ring.length - 1))];
        }
        return bytes;
    }
}
