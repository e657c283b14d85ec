package io.fairlead.server.site;

import io.fairlead.net.socket.BoundDatagrams;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Several loops on one port, each with a listener of its own (SO_REUSEPORT): the kernel spreads the
 * connections, and the loops share nothing but the site.
 */
public final class ShardedEngine implements Engine {
    private final Site site;
    private final List<Engine> shards;

    public ShardedEngine(Site site, List<Engine> shards) {
        this.site = site;
        this.shards = List.copyOf(shards);
    }

    @Override
    public Site site() {
        return site;
    }

    @Override
    public void start() throws IOException {
        int started = 0;
        try {
            for (; started < shards.size(); started++) shards.get(started).start();
        } catch (IOException e) {
            shards.subList(started + 1, shards.size()).forEach(Engine::discard);
            end(shards.subList(0, started));
            throw e;
        }
    }

    /** Whole or not at all: those that serve already leave the port to whoever comes next. */
    private static void end(List<Engine> started) {
        started.forEach(Engine::drain);
        started.forEach(Engine::cut);
        try {
            for (Engine shard : started) shard.awaitEnd(CUT_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void discard() {
        shards.forEach(Engine::discard);
    }

    @Override
    public void stopAccepting() throws InterruptedException {
        for (Engine shard : shards) shard.stopAccepting();
    }

    @Override
    public boolean isEmpty() {
        return shards.stream().allMatch(Engine::isEmpty);
    }

    @Override
    public void drain() {
        shards.forEach(Engine::drain);
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        LongSupplier clockNs = site.terms.clockNs();
        long endNs = clockNs.getAsLong() + timeout.toNanos();
        boolean ended = true;
        for (Engine shard : shards) {
            Duration left = Duration.ofNanos(Math.max(0, endNs - clockNs.getAsLong()));
            ended &= shard.awaitEnd(left);
        }
        return ended;
    }

    @Override
    public List<? extends Described> listed() {
        return shards.stream().flatMap(shard -> shard.listed().stream()).toList();
    }

    @Override
    public @Nullable BoundDatagrams datagrams() {
        return shards.getFirst().datagrams();
    }

    @Override
    public int cut() {
        return shards.stream().mapToInt(Engine::cut).sum();
    }

    @Override
    public boolean isServing() {
        return shards.stream().anyMatch(Engine::isServing);
    }

    @Override
    public List<Thread> busy() {
        return shards.stream().flatMap(shard -> shard.busy().stream()).toList();
    }
}
