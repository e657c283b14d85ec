package io.fairlead.server.datagram;

import io.fairlead.service.PeerTimer;
import io.fairlead.session.EndNotices;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one source of datagrams, which end with it, and who is told then. Safe for any
 * thread.
 */
final class PeerTasks {
    private final DatagramPeer peer;
    private final DatagramTimers timers;
    private final Set<PeerTimer> running = ConcurrentHashMap.newKeySet();
    private final EndNotices endNotices = new EndNotices();

    PeerTasks(DatagramPeer peer, DatagramTimers timers) {
        this.peer = peer;
        this.timers = timers;
    }

    PeerTimer schedule(Runnable task, Duration delay, @Nullable Duration period) {
        PeerTimer timer = timers.schedule(() -> peer.execute(task), delay, period);
        running.add(timer);
        if (peer.isClosed()) timer.cancel();
        return () -> {
            timer.cancel();
            running.remove(timer);
        };
    }

    /** Has {@code task} run at the end of the source. */
    PeerTimer whenClosed(Runnable task) {
        return endNotices.add(task);
    }

    /** The source is forgotten: says what is to run now. */
    List<? extends Runnable> end() {
        running.forEach(PeerTimer::cancel);
        return endNotices.end();
    }
}
