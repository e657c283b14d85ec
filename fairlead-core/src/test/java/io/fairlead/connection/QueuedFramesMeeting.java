package io.fairlead.connection;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/** Threads that queue: each sends what is queued, unless another one does. */
public class QueuedFramesMeeting {
    private final QueuedFrames queue = new QueuedFrames(new Slab(1 << 20), 100);

    /** Queues a frame. */
    @Operation
    public void push() {
        queue.offer(Codec.raw(), Frame.of("x"));
        if (!queue.beginSending()) return;
        do {
            for (IoBuffer next; (next = queue.next()) != null; ) {
                int size = next.size();
                next.pin();
                next.unpin(size);
                queue.sent(next, size);
            }
        } while (!queue.endSending());
    }

    /** Nothing is left behind. */
    @Validate
    public void check() {
        if (queue.queuedBytes() != 0) throw new IllegalStateException("nobody sends the rest");
    }
}
