package io.fairlead.server.loop;

import io.fairlead.server.host.Host;
import io.fairlead.server.site.Engine;
import io.fairlead.service.Loops;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Loops that run, and that servers and clients share. Safe for any thread. */
public final class EventLoops implements Loops {
    private final String model;
    private final Host host;
    private final List<EventLoop> loops;
    private final AtomicInteger next = new AtomicInteger();

    private EventLoops(String model, Host host, List<EventLoop> loops) {
        this.model = model;
        this.host = host;
        this.loops = List.copyOf(loops);
    }

    /** What one loop waits with. */
    @FunctionalInterface
    public interface Maker {
        Readiness make() throws IOException;
    }

    /**
     * Starts {@code count} loops.
     *
     * @param model the word of theirs
     * @throws IOException if one cannot be had; none is left then
     */
    public static EventLoops start(String model, int count, Maker maker) throws IOException {
        return start(model, Host.MACHINE, count, maker);
    }

    /** As {@link #start(String, int, Maker)}, on {@code host}. */
    public static EventLoops start(String model, Host host, int count, Maker maker)
            throws IOException {
        List<EventLoop> started = new ArrayList<>();
        try {
            while (started.size() < count) {
                EventLoop loop =
                        EventLoop.shared(model + " #" + started.size(), host, maker.make());
                loop.start();
                started.add(loop);
            }
            return new EventLoops(model, host, started);
        } catch (IOException e) {
            new EventLoops(model, host, started).close();
            throw e;
        }
    }

    /** None: on {@code host} each connection has a thread. */
    public static EventLoops ofThreads(LoopHost host) {
        return new EventLoops("threads", host, List.of());
    }

    /** True if there are none, as {@link #ofThreads} has it. */
    public boolean areThreads() {
        return loops.isEmpty();
    }

    /** Where they run. */
    public Host host() {
        return host;
    }

    /** The loops themselves. */
    public List<EventLoop> all() {
        return loops;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public int count() {
        return loops.size();
    }

    /** The loop of the calling thread, or else each in turn. */
    public EventLoop next() {
        for (EventLoop loop : loops) if (loop.isLoopThread()) return loop;
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    @Override
    public @Nullable Throwable failure() {
        return loops.stream()
                .map(loop -> loop.failure().getNow(null))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        loops.forEach(EventLoop::release);
        try {
            for (EventLoop loop : loops) {
                boolean ends = loop.tenants().all().isEmpty() && !loop.isLoopThread();
                if (ends) loop.thread().awaitEnd(Engine.CUT_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // they end without us
        }
    }
}
