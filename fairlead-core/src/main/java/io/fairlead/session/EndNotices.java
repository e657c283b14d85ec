package io.fairlead.session;

import io.fairlead.service.PeerTimer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who wants to know that a peer has ended. Safe for any thread. */
public final class EndNotices {
    // Guarded by this.
    private @Nullable Set<Notice> notices;
    private boolean ended;

    /** Nobody yet. */
    public EndNotices() {}

    private final class Notice implements PeerTimer, Runnable {
        private final Runnable task;

        Notice(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            task.run();
        }

        @Override
        public void cancel() {
            synchronized (EndNotices.this) {
                if (notices != null) notices.remove(this);
            }
        }
    }

    /** Has {@code task} run at the end; now, if that has been. */
    public PeerTimer add(Runnable task) {
        Notice notice = new Notice(task);
        if (!addUnlessEnded(notice)) task.run();
        return notice;
    }

    private synchronized boolean addUnlessEnded(Notice notice) {
        if (ended) return false;
        if (notices == null) notices = new LinkedHashSet<>(2);
        return notices.add(notice);
    }

    /** The peer has ended: what is to run now. */
    public synchronized List<? extends Runnable> end() {
        ended = true;
        if (notices == null) return List.of();
        List<Notice> due = List.copyOf(notices);
        notices = null;
        return due;
    }
}
