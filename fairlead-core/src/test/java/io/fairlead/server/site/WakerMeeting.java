package io.fairlead.server.site;

import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/** Threads that ask something of a loop, and the loop, which waits for the descriptor. */
public class WakerMeeting {
    private final Posix posix = new Posix();
    private final Waker waker = new Waker(posix);
    private final AtomicInteger asked = new AtomicInteger();

    /** Asks, and wakes the loop. */
    @Operation
    public void ask() {
        asked.incrementAndGet();
        waker.wake();
    }

    /** What the loop does if it has been woken. */
    @Operation
    public void turn() {
        if (!isRung()) return;
        waker.drained();
        asked.set(0);
    }

    private boolean isRung() {
        return new Poll(posix).poll(waker.fd(), Poll.POLLIN, 0) > 0;
    }

    /** It does not wait while somebody has asked, and then its descriptor can be closed. */
    @Validate
    public void check() {
        boolean waits = !isRung();
        waker.close();
        if (waits && asked.get() != 0) throw new IllegalStateException("the loop is not woken");
    }
}
