package io.fairlead.session;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.Slab;
import io.fairlead.service.Limits;
import java.nio.ByteBuffer;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/** One who queues two frames, and one who sends. */
public class OutboxMeeting {
    private final Slab slab = new Slab(1 << 20);
    private final Outbox outbox =
            new Outbox(new Terms(Codec.raw(), (_, _) -> {}, Limits.DEFAULT, slab, () -> 0));
    private final StringBuilder sent = new StringBuilder(); // by one thread, and after it

    /** Queues the first. */
    @Operation
    public void one() throws CodecFailure {
        offer("1");
    }

    /** Queues the second. */
    @Operation
    public void two() throws CodecFailure {
        offer("2");
    }

    private void offer(String text) throws CodecFailure {
        outbox.offer(Codec.raw(), Frame.of(text), 1, false);
    }

    /** Sends what is there. */
    @Operation
    public void send() {
        ByteBuffer bytes = outbox.begin();
        if (bytes == null) return;
        int count = bytes.remaining();
        while (bytes.hasRemaining()) sent.append((char) bytes.get());
        outbox.end(count);
    }

    /** Each was sent once, in order, and no memory is kept. */
    @Validate
    public void check() {
        send();
        if (!sent.toString().equals("12")) throw new IllegalStateException("sent: " + sent);
        if (outbox.queuedBytes() + slab.bytesLent() != 0) throw new IllegalStateException("kept");
    }
}
