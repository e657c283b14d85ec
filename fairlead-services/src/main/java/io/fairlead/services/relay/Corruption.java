package io.fairlead.services.relay;

import io.fairlead.frame.Frame;
import java.util.SplittableRandom;

/**
 * Flips one bit in some of the bytes of one direction. Which ones depends on the seed and on their
 * place in the stream, and not on how they arrive. Not thread-safe.
 */
final class Corruption {
    private static final long GAP_MAX = Long.MAX_VALUE >> 1; // so that sums do not overflow

    private final SplittableRandom random;
    private double share;
    private long clean; // bytes until the next one that is corrupted
    private long count;

    Corruption(SplittableRandom random, double share) {
        this.random = random;
        change(share);
    }

    /** From the next byte on. */
    void change(double newShare) {
        if (newShare == share) return;
        share = newShare;
        clean = gap();
    }

    /** Bytes that were corrupted. */
    long count() {
        return count;
    }

    /** {@code frame} itself, or a copy with some bits flipped. */
    Frame touch(Frame frame) {
        if (share == 0) return frame;
        int size = frame.size();
        if (clean >= size) {
            clean -= size;
            return frame;
        }
        byte[] bytes = frame.bytes();
        long at = clean;
        while (at < size) {
            bytes[(int) at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            count++;
            at += 1 + gap();
        }
        clean = at - size;
        return Frame.of(bytes);
    }

    /** Clean bytes in a row: a geometric distribution. */
    private long gap() {
        if (share == 0 || share == 1) return 0;
        long gap = (long) (Math.log(1 - random.nextDouble()) / Math.log1p(-share));
        return Math.min(gap, GAP_MAX);
    }
}
