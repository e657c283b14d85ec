package io.fairlead.server.datagram;

import io.fairlead.service.PeerTimer;
import io.fairlead.session.EndNotices;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The timers of one peer, which end with it, and who is told then. Safe for any thread. */
final class PeerTasks {
    private final DatagramPeer peer;
    private final LoopTimers timers;
    private final Set<PeerTimer> running = ConcurrentHashMap.newKeySet();
    private final EndNotices endNotices = new EndNotices();

    PeerTasks(DatagramPeer peer, LoopTimers timers) {
        this.peer = peer;
        this.timers = timers;
    }

    PeerTimer after(Duration delay, Runnable task) {
        if (delay.isNegative()) throw new IllegalArgumentException("negative delay: " + delay);
        return schedule(task, delay, null);
    }

    PeerTimer every(Duration period, Runnable task) {
        if (!period.isPositive()) throw new IllegalArgumentException("no period: " + period);
        return schedule(task, period, period);
    }

    private PeerTimer schedule(Runnable task, Duration delay, @Nullable Duration period) {
        PeerTimer timer = timers.schedule(() -> peer.execute(task), delay, period);
        running.add(timer);
        if (peer.isClosed()) timer.cancel();
        return () -> {
            timer.cancel();
            running.remove(timer);
        };
    }

    /** Has {@code task} run at the end of the peer. */
    PeerTimer whenClosed(Runnable task) {
        return endNotices.add(task);
    }

    /** The peer is forgotten: says what is to run now. */
    List<? extends Runnable> end() {
        running.forEach(PeerTimer::cancel);
        return endNotices.end();
    }
}
