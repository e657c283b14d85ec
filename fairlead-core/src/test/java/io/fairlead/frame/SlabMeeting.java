package io.fairlead.frame;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/** Threads that borrow from a slab which has two chunks, and wait for none. */
public class SlabMeeting {
    private final Slab slab = new Slab(2 * Slab.CHUNK_BYTES_MIN);
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();

    public SlabMeeting() {
        slab.watch(
                new Slab.Shortage() {
                    @Override
                    public void began() {}

                    @Override
                    public void ended(long refusals) {
                        told.addAndGet((int) refusals);
                    }
                });
    }

    /** Borrows a chunk, if there is one, and gives it back. */
    @Operation
    public void borrow() {
        giveBack(lend());
    }

    /** Borrows two, if they are there. */
    @Operation
    public void borrowTwo() {
        Chunk first = lend();
        giveBack(lend());
        giveBack(first);
    }

    private @Nullable Chunk lend() {
        Chunk chunk = slab.lend(1);
        if (chunk == null) {
            refused.incrementAndGet();
        } else if (chunk.plainTo != 0) {
            throw new IllegalStateException("lent twice");
        } else {
            chunk.plainTo = 1; // until it is back
        }
        return chunk;
    }

    private void giveBack(@Nullable Chunk chunk) {
        if (chunk != null) slab.takeBack(chunk);
    }

    /** All is back, can be lent again, and each refusal is told. */
    @Validate
    public void check() {
        if (slab.bytesLent() != 0) throw new IllegalStateException("lent: " + slab.bytesLent());
        int before = refused.get();
        borrowTwo();
        if (refused.get() != before) throw new IllegalStateException("lends no more");
        if (told.get() != before) throw new IllegalStateException("told of " + told + " refusals");
    }
}
