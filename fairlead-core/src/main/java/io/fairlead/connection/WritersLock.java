package io.fairlead.connection;

import io.fairlead.service.DeadlineException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.ReentrantLock;

/** Held by the thread that writes. Others wait for it, by the clock of their connection. */
final class WritersLock {
    private final ThreadHost waiting;
    private final ReentrantLock lock = new ReentrantLock();
    private final TimedWaiters waiters = new TimedWaiters();

    WritersLock(ThreadHost waiting) {
        this.waiting = waiting;
    }

    boolean tryLock() {
        return lock.tryLock();
    }

    /**
     * Waits for it.
     *
     * @throws DeadlineException if the time is over first
     * @throws IOException if the thread is interrupted while it waits
     */
    void lock(CallDeadline deadline) throws IOException {
        if (lock.tryLock()) return;
        // What was set before the call is for who set it.
        boolean interrupted = Thread.interrupted();
        try {
            if (deadline.isNever()) {
                lock.lockInterruptibly();
            } else if (!lockWithin(deadline)) {
                throw new DeadlineException(
                        "other threads wrote for " + deadline.timeoutMs() + " ms");
            }
        } catch (InterruptedException e) {
            interrupted = true;
            throw new InterruptedIOException("interrupted while another thread wrote");
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** As a timed {@code tryLock}, which knows no clock but the machine's. */
    private boolean lockWithin(CallDeadline deadline) throws InterruptedException {
        Thread self = Thread.currentThread();
        waiters.add(self);
        try {
            while (!lock.tryLock()) {
                long leftNs = deadline.leftNs();
                if (leftNs <= 0) return false;
                waiting.park(leftNs);
                if (Thread.interrupted()) throw new InterruptedException();
            }
            return true;
        } finally {
            waiters.remove(self);
        }
    }

    void unlock() {
        lock.unlock();
        waiters.wake();
    }
}
