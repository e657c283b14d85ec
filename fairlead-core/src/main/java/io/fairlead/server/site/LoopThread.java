package io.fairlead.server.site;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a loop, from a start that waits until the loop is open to an end that somebody
 * hears of: a loop that dies would leave a server that looks well and serves nobody.
 *
 * <p>Safe for any thread.
 */
public final class LoopThread {
    private final LoopOwner owner;
    private final Loop loop;
    private final Thread thread;
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile @Nullable Throwable startFailure;

    /** What the thread runs, in this order. */
    public interface Loop {
        /** Makes what must be made by the thread that uses it. */
        default void open() throws IOException {}

        /** What shows whether it goes on; null if it runs nobody's code but ours. */
        default StallWatch.@Nullable Loop watched() {
            return null;
        }

        /** Serves until all is drained. */
        void serve() throws IOException;

        /** Gives back what there is; called also if the loop was never open, in any thread then. */
        void end();
    }

    /**
     * @param name of the thread, before the owner's place
     */
    public LoopThread(LoopOwner owner, String name, Loop loop) {
        this.owner = owner;
        this.loop = loop;
        thread = Thread.ofPlatform().name(name + " " + owner.place()).unstarted(this::run);
    }

    public Thread thread() {
        return thread;
    }

    public boolean isCurrent() {
        return Thread.currentThread().equals(thread);
    }

    /**
     * Starts the thread, and waits until the loop is open.
     *
     * @throws IOException if it cannot be opened; nothing is left of it then
     */
    public void start() throws IOException {
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            loop.end();
            throw new IOException("no thread for a loop", e);
        }
        awaitOpened();
        Throwable failure = startFailure;
        if (failure instanceof IOException known) throw known;
        if (failure != null)
            throw new IOException("a loop could not be opened: " + failure, failure);
    }

    private void awaitOpened() {
        boolean interrupted = false;
        while (true) {
            try {
                opened.await();
                break;
            } catch (InterruptedException e) { // it is open in a moment, or has failed
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void run() {
        Throwable failure = null;
        boolean open = false;
        StallWatch.Loop watched = loop.watched();
        try {
            loop.open();
            if (watched != null) StallWatch.add(watched, owner);
            open = true;
            opened.countDown();
            loop.serve();
        } catch (Throwable e) { // whatever it is: a dead loop must be heard of
            failure = e;
        }
        try {
            loop.end();
        } catch (Throwable e) { // as above
            if (failure == null) failure = e;
        }
        if (watched != null) StallWatch.remove(watched);
        if (!open) {
            startFailure = failure;
            opened.countDown();
        } else if (failure != null) {
            owner.failed(failure);
        }
    }

    /** Gives back what a loop has that was never started. */
    public void discard() {
        loop.end();
    }

    /** Waits until the loop has ended; false if {@code timeout} is over first. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return thread.join(timeout);
    }
}
