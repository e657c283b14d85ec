package io.fairlead.session;

import io.fairlead.proxy.PeerProxy;
import io.fairlead.service.Hold;
import io.fairlead.service.PeerTimer;
import io.fairlead.service.PeerTls;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
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
    private final EndNotices endNotices = new EndNotices();
    // Guarded by this; the volatile ones are read without it. Made when used: most have few.
    private @Nullable Queue<Runnable> due;
    private @Nullable PriorityQueue<Alarm> alarms;
    private @Nullable Queue<Notice> notices;
    private boolean ended;
    private volatile int dueCount;
    private volatile boolean awaitsSent;
    private volatile int holds;
    private volatile long nextNs = NEVER;
    private volatile boolean owesLook;

    /** How the connection is protected; null if it is not. */
    volatile @Nullable PeerTls tls;

    /** Through whom the peer has connected; null if it has itself. */
    volatile @Nullable PeerProxy via;

    /** Where bytes of this peer may go without being seen. */
    volatile @Nullable SessionPeer pipesTo;

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
                if (alarms != null) alarms.remove(this);
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
            addDue(task);
        }
        carrier.wake();
        return true;
    }

    private void addDue(Runnable task) {
        if (due == null) due = new ArrayDeque<>(2);
        due.add(task);
        dueCount = due.size();
    }

    /**
     * Has {@code task} run at {@code dueNs}, and then each {@code periodNs}, if that is above 0.
     */
    PeerTimer schedule(Runnable task, long dueNs, long periodNs) {
        Alarm alarm = new Alarm(task, dueNs, periodNs);
        synchronized (this) {
            if (ended) return alarm;
            if (alarms == null) {
                alarms = new PriorityQueue<>(2, Comparator.comparingLong(other -> other.dueNs));
            }
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
            if (notices == null) notices = new ArrayDeque<>(2);
            notices.add(new Notice(bytes, task));
            awaitsSent = true;
        }
        carrier.wake();
    }

    /** Has {@code task} run at the end of the peer. */
    PeerTimer whenClosed(Runnable task) {
        return endNotices.add(task);
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
        Alarm first = alarms == null ? null : alarms.peek();
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
            if (alarms == null) return false; // ended since
            for (Alarm alarm; (alarm = alarms.peek()) != null && alarm.dueNs <= nowNs; ) {
                alarms.remove();
                addDue(alarm::run);
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
    void sent(Outbox outbox) {
        if (!awaitsSent) return;
        long bytes = outbox.bytesSent();
        synchronized (this) {
            if (notices == null) return; // ended since
            for (Notice notice; (notice = notices.peek()) != null && notice.bytes() <= bytes; ) {
                addDue(notices.remove().task());
            }
            awaitsSent = !notices.isEmpty();
        }
    }

    int dueCount() {
        return dueCount;
    }

    synchronized @Nullable Runnable poll() {
        if (due == null) return null;
        Runnable task = due.poll();
        dueCount = due.size();
        return task;
    }

    /** The peer ends: no task of it runs any more. */
    synchronized void cancelAll() {
        ended = true;
        due = null;
        alarms = null;
        notices = null;
        dueCount = 0;
        awaitsSent = false;
        nextNs = NEVER;
    }

    /** The peer has ended: as {@link #cancelAll}, and says what is to run now. */
    List<? extends Runnable> end() {
        cancelAll();
        return endNotices.end();
    }
}
