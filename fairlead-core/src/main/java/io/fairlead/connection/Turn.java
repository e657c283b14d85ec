package io.fairlead.connection;

import io.fairlead.frame.IoBuffer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to use one direction's buffer: one thread's at a time. The buffer's memory is
 * given back once, after {@link #close}, and never while a thread is at it.
 *
 * <pre>
 *   FREE ─ begin ─▶ TAKEN ─ close ─▶ LAST ─ end ─▶ OVER, memory given back
 *    │ ▲── end ───────┘
 *    └──── close ──▶ OVER, memory given back
 * </pre>
 */
final class Turn {
    private static final AtomicIntegerFieldUpdater<Turn> STATE =
            AtomicIntegerFieldUpdater.newUpdater(Turn.class, "state");
    private static final int FREE = 0;
    private static final int TAKEN = 1;
    private static final int LAST = 2;
    private static final int OVER = 3;

    private final IoBuffer buffer;
    private final Runnable onOver;
    private volatile int state = FREE;
    private @Nullable Thread owner; // for the message alone: read by others without a guard

    /** {@code onOver} is called once the buffer's memory has been given back. */
    Turn(IoBuffer buffer, Runnable onOver) {
        this.buffer = buffer;
        this.onOver = onOver;
    }

    /**
     * The calling thread uses the buffer until {@link #end}.
     *
     * @param verb what it does, for the message
     * @throws IllegalStateException if another thread does
     * @throws IOException if the connection has ended
     */
    void begin(String verb) throws IOException {
        if (tryBegin()) return;
        if (state >= LAST) throw new IOException("the connection has ended");
        Thread other = owner;
        throw new IllegalStateException(
                "two threads "
                        + verb
                        + " one connection at a time"
                        + (other == null ? "" : ", and " + other + " was first")
                        + "; give that to one of them");
    }

    /** As {@link #begin}; false if that would throw. */
    boolean tryBegin() {
        if (!STATE.compareAndSet(this, FREE, TAKEN)) return false;
        owner = Thread.currentThread();
        return true;
    }

    void end() {
        owner = null;
        if (STATE.compareAndSet(this, TAKEN, FREE)) return;
        state = OVER;
        over();
    }

    private void over() {
        buffer.release();
        onOver.run();
    }

    boolean isTaken() {
        int now = state;
        return now == TAKEN || now == LAST;
    }

    /** Nobody begins from here on; the last who uses the buffer gives its memory back. */
    void close() {
        if (STATE.compareAndSet(this, FREE, OVER)) {
            over();
        } else if (!STATE.compareAndSet(this, TAKEN, LAST) && state == FREE) {
            close(); // it ended between the two
        }
    }
}
