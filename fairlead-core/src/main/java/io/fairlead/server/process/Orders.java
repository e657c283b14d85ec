package io.fairlead.server.process;

import java.util.List;

/**
 * What worker processes are to serve, in messages: it may change while they do. Safe for any
 * thread.
 */
public final class Orders {
    private volatile Order now;
    private volatile Runnable onChange = () -> {};

    /**
     * @param whole what a worker that starts is told
     * @param change what one is told that was started before; empty at first
     */
    record Order(List<byte[]> whole, List<byte[]> change) {}

    public Orders(List<byte[]> whole) {
        now = new Order(whole, List.of());
    }

    /**
     * Has all workers serve something else from now on.
     *
     * @param whole what a worker that starts is told
     * @param change what one is told that was started before, whatever it has been told by then
     */
    public void change(List<byte[]> whole, List<byte[]> change) {
        now = new Order(whole, change);
        onChange.run();
    }

    Order now() {
        return now;
    }

    /** Has {@code listener} called after each change, by any thread. */
    void whenChanged(Runnable listener) {
        onChange = listener;
    }
}
