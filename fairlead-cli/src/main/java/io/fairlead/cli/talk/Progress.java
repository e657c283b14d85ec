package io.fairlead.cli.talk;

import io.fairlead.cli.talk.local.TalkControl;
import io.fairlead.cli.text.DurationText;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How far an exchange with a peer has come; safe for any thread. It is over when both directions
 * have ended, when one has and the patience for the other is used up, or when something broke.
 */
public final class Progress implements TalkControl {
    private static final Duration RESET_PATIENCE = Duration.ofSeconds(1);
    private static final long SENDING_CHECK_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Patience patience;
    private final long begunNs = System.nanoTime();
    private final ReentrantLock changing = new ReentrantLock();
    private final Condition changed = changing.newCondition();
    // Guarded by changing.
    private boolean inputEnded;
    private boolean peerEnded;
    private boolean interrupted;
    private boolean quit;
    private boolean over;
    private String first = "";
    private @Nullable Exception failure;
    private @Nullable Exception sendFailure;
    // Each is written by one thread and read by any.
    private volatile long sentBytes;
    private volatile long receivedBytes;
    private volatile boolean sentAny;
    private volatile boolean sending;
    private volatile long inputAtNs = begunNs;
    private volatile long receivedAtNs = begunNs;

    /** It begins now. */
    public Progress(Patience patience) {
        this.patience = patience;
    }

    /** Input came, and goes to the peer now; the sending thread calls this. */
    public void sending() {
        sending = true;
    }

    /** What {@link #sending} was called for has been sent. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread
    public void sent(int bytes) {
        sentBytes += bytes;
        sentAny = true;
        inputAtNs = System.nanoTime();
        sending = false;
    }

    /** Whether not even an empty datagram was sent. */
    public boolean isNothingSent() {
        return !sentAny;
    }

    /** The receiving thread calls this. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread
    public void received(int bytes) {
        receivedBytes += bytes;
        receivedAtNs = System.nanoTime();
    }

    /** All is sent and the peer is told so next, upon which it may end before we know. */
    void endingInput() {
        change(() -> {
            if (first.isEmpty()) first = "our input ended first";
        });
    }

    void inputEnded() {
        endingInput();
        inputAtNs = System.nanoTime();
        change(() -> inputEnded = true);
    }

    void peerEnded() {
        receivedAtNs = System.nanoTime();
        change(() -> {
            peerEnded = true;
            if (first.isEmpty()) first = "the peer closed first";
        });
    }

    /** Bytes sent so far. */
    long sentBytes() {
        return sentBytes;
    }

    /** Bytes received so far. */
    long receivedBytes() {
        return receivedBytes;
    }

    /** A person breaks it off. */
    public void interrupted() {
        change(() -> interrupted = true);
    }

    @Override
    public void quit() {
        change(() -> quit = true);
    }

    /** Ends the exchange because of {@code error}, unless it is over already. */
    void failed(Exception error) {
        change(() -> failure = failure == null ? error : failure);
    }

    /** The peer takes no more; what it has sent can still be received. */
    void sendFailed(Exception error) {
        change(() -> sendFailure = error);
    }

    private void change(Runnable change) {
        changing.lock();
        try {
            if (!over) change.run();
            changed.signalAll();
        } finally {
            changing.unlock();
        }
    }

    /** Waits until the exchange is over; true unless a person broke it off. */
    boolean awaitEnd() throws Exception {
        changing.lockInterruptibly();
        try {
            for (long leftNs = leftNs(); leftNs > 0; leftNs = leftNs()) {
                long _ = changed.awaitNanos(leftNs);
            }
            over = true;
            if (interrupted) return false;
            if (quit) return true;
            if (failure != null) throw failure;
            if (sendFailure != null) throw sendFailure;
            return true;
        } finally {
            changing.unlock();
        }
    }

    private long leftNs() {
        if (interrupted || quit || failure != null) return 0;
        boolean sendOver = inputEnded || sendFailure != null;
        if (sendOver && peerEnded) return 0;
        long lastNs = Math.max(inputAtNs, receivedAtNs);
        if (sendFailure != null) return leftNs(RESET_PATIENCE, receivedAtNs);
        if (inputEnded) return leftNs(patience.afterInput(), lastNs);
        if (!peerEnded) return Long.MAX_VALUE;
        // A peer that reads slowly is no reason to stop sending.
        return sending ? SENDING_CHECK_NS : leftNs(patience.afterPeer(), lastNs);
    }

    private static long leftNs(@Nullable Duration limit, long sinceNs) {
        if (limit == null) return Long.MAX_VALUE;
        return limit.toNanos() - (System.nanoTime() - sinceNs);
    }

    /** What came to pass, in a sentence. */
    public String summary() {
        return status() + "; " + ending();
    }

    @Override
    public String status() {
        return "sent %s, received %s in %s"
                .formatted(
                        bytes(sentBytes),
                        bytes(receivedBytes),
                        DurationText.seconds(Duration.ofNanos(System.nanoTime() - begunNs)));
    }

    private static String bytes(long count) {
        return count + (count == 1 ? " byte" : " bytes");
    }

    private String ending() {
        changing.lock();
        try {
            if (interrupted) return "broken off";
            if (quit) return "closed from the menu";
            return first + (inputEnded && peerEnded ? "" : silence());
        } finally {
            changing.unlock();
        }
    }

    private String silence() {
        if (failure != null || sendFailure != null) return "";
        return inputEnded ? ", and the peer is silent" : ", and there was no more input";
    }
}
