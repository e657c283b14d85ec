package io.fairlead.server.datagram;

import io.fairlead.server.loop.EventLoop;
import io.fairlead.server.watch.DeadlineWheel;
import io.fairlead.service.PeerTimer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The timers of all peers of one loop, on the wheel of that loop. Safe for any thread. */
final class LoopTimers {
    private final EventLoop loop;
    private volatile boolean closed;

    LoopTimers(EventLoop loop) {
        this.loop = loop;
    }

    private final class Timer extends DeadlineWheel.Entry implements PeerTimer {
        private final Runnable task;
        private final long periodNs; // 0 if it runs once
        private long dueNs; // belongs to the loop's thread
        private volatile boolean cancelled;

        Timer(Runnable task, long dueNs, long periodNs) {
            this.task = task;
            this.dueNs = dueNs;
            this.periodNs = periodNs;
        }

        @Override
        public long look(long nowNs) {
            if (cancelled || closed) return Long.MAX_VALUE;
            if (nowNs - dueNs < 0) return dueNs;
            task.run();
            if (periodNs == 0) return Long.MAX_VALUE;
            dueNs += periodNs;
            return dueNs;
        }

        void begin() {
            if (!cancelled) loop.lookAt(this, dueNs);
        }

        @Override
        public void cancel() {
            cancelled = true;
            onLoop(() -> loop.forget(this));
        }
    }

    /** Has {@code task} run after {@code delay}, and then each {@code period}, if there is one. */
    PeerTimer schedule(Runnable task, Duration delay, @Nullable Duration period) {
        long delayNs = TimeUnit.NANOSECONDS.convert(delay);
        long periodNs = period == null ? 0 : TimeUnit.NANOSECONDS.convert(period);
        long nowNs = loop.clock().getAsLong();
        long dueNs =
                delayNs > Long.MAX_VALUE - Math.max(0, nowNs) ? Long.MAX_VALUE : nowNs + delayNs;
        Timer timer = new Timer(task, dueNs, periodNs);
        onLoop(timer::begin);
        return timer;
    }

    private void onLoop(Runnable task) {
        if (loop.isLoopThread()) {
            task.run();
        } else {
            loop.ask(task);
        }
    }

    /** None runs any more. */
    void close() {
        closed = true;
    }
}
