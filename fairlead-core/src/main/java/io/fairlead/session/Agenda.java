package io.fairlead.session;

import io.fairlead.service.Hold;
import io.fairlead.service.PeerTimer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a service wants done for one peer beside serving frames: tasks, timers, notices of what was
 * sent, and answers that are still owed. Few peers have one. Safe for any thread; tasks run on the
 * peer's turn, one after the other.
 */
final class Agenda {
    private static final long NEVER = Long.MAX_VALUE;

    private final Carrier carrier;
    // Guarded by this; the volatile ones are read without it.
    private final Queue<Runnable> due = new ArrayDeque<>(2);
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(2, Comparator.comparingLong(alarm -> alarm.dueNs));
    private final Queue<Notice> notices = new ArrayDeque<>(2);
    private boolean ended;
    private volatile int holds;
    private volatile long nextNs = NEVER;
    private volatile boolean owesLook;

    /** A task that runs when the kernel has taken so many bytes of the connection. */
    private record Notice(long bytes, Runnable task) {}

    private final class Alarm implements PeerTimer {
        private final Runnable task;
        private final long periodNs; // 0 is once
        private long dueNs;
        private volatile boolean cancelled;

        Alarm(Runnable task, long dueNs, long periodNs) {
            this.task = task;
            this.dueNs = dueNs;
            this.periodNs = periodNs;
        }

        void run() {
            if (!cancelled) task.run();
        }

        @Override
        public void cancel() {
            cancelled = true;
            synchronized (Agenda.this) {
                alarms.remove(this);
                noteNext();
            }
        }
    }

    Agenda(Carrier carrier) {
        this.carrier = carrier;
    }

    /** Has {@code task} run on the peer's turn; false if the peer has ended. */
    boolean execute(Runnable task) {
        synchronized (this) {
            if (ended) return false;
            due.add(task);
        }
        carrier.wake();
        return true;
    }

    /**
     * Has {@code task} run at {@code dueNs}, and then each {@code periodNs}, if that is above 0.
     */
    PeerTimer schedule(Runnable task, long dueNs, long periodNs) {
        Alarm alarm = new Alarm(task, dueNs, periodNs);
        synchronized (this) {
            if (ended) return alarm;
            alarms.add(alarm);
            noteNext();
        }
        lookAgain();
        return alarm;
    }

    /** Has {@code task} run when the kernel has taken {@code bytes} in all. */
    void whenSent(long bytes, Runnable task) {
        synchronized (this) {
            if (ended) return;
            notices.add(new Notice(bytes, task));
        }
        carrier.wake();
    }

    Hold hold() {
        synchronized (this) {
            holds++;
        }
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true)) release();
        };
    }

    private void release() {
        synchronized (this) {
            holds--;
        }
        carrier.wake();
    }

    boolean isHeld() {
        return holds > 0;
    }

    /** When {@link #fire} should be called next. */
    long nextNs() {
        return nextNs;
    }

    private void noteNext() {
        Alarm first = alarms.peek();
        nextNs = first == null ? NEVER : first.dueNs;
    }

    /** A deadline has changed: the driver is to look when the next one is. */
    void lookAgain() {
        owesLook = true;
        carrier.wake();
    }

    /** True once after {@link #lookAgain}. */
    boolean takeOwedLook() {
        if (!owesLook) return false;
        owesLook = false;
        return true;
    }

    /** Makes the tasks due whose time has come; true if there are any. */
    boolean fire(long nowNs) {
        if (nextNs > nowNs) return false;
        synchronized (this) {
            for (Alarm alarm; (alarm = alarms.peek()) != null && alarm.dueNs <= nowNs; ) {
                alarms.remove();
                due.add(alarm::run);
                if (alarm.periodNs == 0) continue;
                long late = (nowNs - alarm.dueNs) / alarm.periodNs;
                alarm.dueNs += (late + 1) * alarm.periodNs;
                alarms.add(alarm);
            }
            noteNext();
        }
        return true;
    }

    /** Makes the tasks due that waited for so many bytes to be sent. */
    synchronized void sent(Outbox outbox) {
        if (notices.isEmpty()) return;
        long bytes = outbox.bytesSent();
        for (Notice notice; (notice = notices.peek()) != null && notice.bytes() <= bytes; ) {
            due.add(notices.remove().task());
        }
    }

    synchronized int dueCount() {
        return due.size();
    }

    synchronized @Nullable Runnable poll() {
        return due.poll();
    }

    /** The peer has ended: nothing of it runs any more. */
    synchronized void end() {
        ended = true;
        due.clear();
        alarms.clear();
        notices.clear();
        nextNs = NEVER;
    }
}
