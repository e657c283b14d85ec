package io.fairlead.server.host;

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
public final class LoopThread implements LoopRunner {
    private final LoopOwner owner;
    private final Loop loop;
    private final Thread thread;
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile @Nullable Throwable startFailure;

    /**
     * @param name of the thread, before the owner's place
     */
    public LoopThread(LoopOwner owner, String name, Loop loop) {
        this.owner = owner;
        this.loop = loop;
        thread = Thread.ofPlatform().name(name + " " + owner.place()).unstarted(this::run);
    }

    @Override
    public Thread thread() {
        return thread;
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread().equals(thread);
    }

    @Override
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

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return thread.join(timeout);
    }
}
