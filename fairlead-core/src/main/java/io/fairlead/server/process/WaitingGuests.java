package io.fairlead.server.process;

import io.fairlead.service.CloseReason;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Connections that no worker process can serve yet, in the order in which they came. Belongs to the
 * reactor's thread.
 */
final class WaitingGuests {
    private static final int CROWD = 16;

    private final Queue<Guest> queue = new PriorityQueue<>(Comparator.comparingLong(Guest::id));
    private final Runnable onEnd;

    /**
     * @param onEnd is called for each that ends here
     */
    WaitingGuests(Runnable onEnd) {
        this.onEnd = onEnd;
    }

    int size() {
        return queue.size();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** More had better wait outside: here they hold descriptors that new workers need. */
    boolean isCrowded() {
        return queue.size() >= CROWD;
    }

    void add(Guest guest) {
        queue.add(guest);
    }

    /** Takes the one that came first. */
    Guest remove() {
        return queue.remove();
    }

    /** Nobody will serve them. */
    void drop(CloseReason reason, @Nullable Throwable failure) {
        while (!queue.isEmpty()) {
            queue.remove().ended(reason, null, failure);
            onEnd.run();
        }
    }
}
