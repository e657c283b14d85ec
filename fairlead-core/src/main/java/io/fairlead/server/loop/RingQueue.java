package io.fairlead.server.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Sockets that are to have a turn. Belongs to the loop's thread. */
final class RingQueue {
    private final Consumer<RingSocket> turn;
    private List<RingSocket> waiting = new ArrayList<>();
    private List<RingSocket> taken = new ArrayList<>();

    RingQueue(Consumer<RingSocket> turn) {
        this.turn = turn;
    }

    void add(RingSocket socket) {
        waiting.add(socket);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Gives a turn to all that wait now; who is added by one of these waits for the next call. */
    void run() {
        if (waiting.isEmpty()) return;
        List<RingSocket> now = waiting;
        waiting = taken;
        taken = now;
        for (int i = 0; i < now.size(); i++) turn.accept(now.get(i));
        now.clear();
    }
}
