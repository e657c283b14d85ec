package io.fairlead.server.process;

import java.util.List;

/** What the worker processes of one server are to serve, in messages: it may change meanwhile. */
public final class Orders {
    private volatile Order now;
    private volatile Runnable onChange = () -> {};
    private Order told; // to all workers; the reactor's thread's

    /**
     * @param whole what a worker that starts is told
     * @param change what one is told that was started before, whatever it has been told by then
     */
    private record Order(List<byte[]> whole, List<byte[]> change) {}

    /**
     * @param whole what each is told at first
     */
    public Orders(List<byte[]> whole) {
        now = new Order(whole, List.of());
        told = now;
    }

    /** Has all workers serve something else from now on; for any thread. See {@link Order}. */
    public void change(List<byte[]> whole, List<byte[]> change) {
        now = new Order(whole, change);
        onChange.run();
    }

    /** Has {@code listener} called after each change, by any thread. */
    void whenChanged(Runnable listener) {
        onChange = listener;
    }

    /** What a worker that starts is told; {@link #tell} has all others know it. */
    List<byte[]> whole() {
        return told.whole();
    }

    /** Tells {@code workers}, who are all that were started before, what has changed. */
    void tell(List<Worker> workers) {
        Order next = now;
        if (next.equals(told)) return;
        told = next;
        for (Worker worker : workers) worker.change(next.change());
    }
}
